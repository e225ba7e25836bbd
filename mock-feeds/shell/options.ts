/** The command line of the simulator. */
import { parseArgs } from 'node:util';

export interface Options {
  city: string;
  /** Base address of the server, without the path of the intake. */
  url: string;
  seed: number;
  /** Days before today that are filled in. */
  backfillDays: number;
  scenario: string;
  /** Unix ms of simulated time at which the scenario starts; absent: when the simulator does. */
  scenarioStart?: number;
  speed: number;
  /** Real and simulated Unix ms that are the same moment; absent: now and now. */
  origin?: { real: number; sim: number };
  quirks: boolean;
  gzip: boolean;
}

const number = (name: string, text: string, low: number, high: number): number => {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < low || value > high) {
    throw new RangeError(`--${name} must be a number from ${low} to ${high}`);
  }
  return value;
};

/** Reads arguments (without the program's name). Throws with the option and the rule that it breaks. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      city: { type: 'string', default: 'wuxi' },
      url: { type: 'string', default: 'http://127.0.0.1:8312' },
      seed: { type: 'string', default: '1' },
      'backfill-days': { type: 'string', default: '63' },
      scenario: { type: 'string', default: 'calm-week' },
      'scenario-start': { type: 'string' },
      speed: { type: 'string', default: '1' },
      'clock-origin': { type: 'string' },
      quirks: { type: 'string', default: 'on' },
      gzip: { type: 'boolean', default: false },
    },
  });
  const origin = values['clock-origin']?.split(':').map((part) => number('clock-origin', part, 0, 8.64e15));
  if (origin && origin.length !== 2) throw new RangeError('--clock-origin must be <realMs>:<simMs>');
  const begin = values['scenario-start'];
  const scenarioStart = begin === undefined ? undefined : /^\d+$/.test(begin) ? Number(begin) : Date.parse(begin);
  if (Number.isNaN(scenarioStart)) throw new RangeError('--scenario-start must be Unix ms or an RFC 3339 time');
  if (values.quirks !== 'on' && values.quirks !== 'off') throw new RangeError('--quirks must be on or off');
  return {
    city: values.city,
    url: values.url.replace(/\/+$/, ''),
    seed: number('seed', values.seed, 0, 2 ** 53),
    backfillDays: Math.floor(number('backfill-days', values['backfill-days'], 0, 3660)),
    scenario: values.scenario,
    ...(scenarioStart === undefined ? {} : { scenarioStart }),
    speed: number('speed', values.speed, 0.001, 10_000),
    ...(origin ? { origin: { real: origin[0]!, sim: origin[1]! } } : {}),
    quirks: values.quirks === 'on',
    gzip: values.gzip,
  };
}
