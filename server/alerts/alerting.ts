/**
 * Alerts of a running city: keeps the engine warm with every pair of facts, and, while this server holds the city, writes
 * what the engine decides into the log. All servers see it come back and show it.
 */
import type { AlertCard } from '../../contract/alert.ts';
import type { Rule, Silence } from '../../contract/rule.ts';
import { FACT_KINDS, type AlertRow, type FactKind, type Row } from '../../contract/fact.ts';
import { SECOND } from '../../contract/time.ts';
import type { Change } from '../facts/store.ts';
import type { Lease } from '../lease/lease.ts';
import { LogUnavailable, type Log } from '../log/log.ts';
import { cardOf } from './book.ts';
import { Engine, type Held } from './engine.ts';
import type { SignalKind, WatchContext } from './signals/signal.ts';

/** Rules are looked at this often, at whole multiples of it on the city's clock. */
export const EVERY = 10 * SECOND;
/** Rules and silences are read anew this often, ms of machine time; other servers may have edited them. */
const REREAD = 5 * SECOND;

export interface AlertingParts {
  log: Log;
  lease: Lease;
  context: WatchContext;
  signals: ReadonlyMap<string, SignalKind>;
  rows(kind: FactKind): readonly (Row | null)[];
  /** Log position that the facts include. */
  seq(): number;
  rules(): Promise<Rule[]>;
  silences(): Promise<Silence[]>;
  now: number;
  onError(error: unknown): void;
}

export interface RunningAlerts {
  /** Takes in changes of facts. */
  apply(changes: readonly Change[]): void;
  /** Call it once a second with the city's time. */
  beat(now: number): void;
  /** The engine as it is now; another one after rules were edited. */
  readonly engine: Engine;
  /** The card of an alert for those who are told of it: null while it is not known, or under a silence. */
  card(id: string, now: number): AlertCard | null;
  /** The card of an alert as it is at this moment, silenced or not; null where it was never raised. */
  shown(row: AlertRow, now: number): AlertCard | null;
  /** What is held back at this moment, and why. */
  held(now: number): Held[];
  /** Reads rules and silences anew at once. */
  reread(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts on the facts that are there. */
export async function startAlerting(parts: AlertingParts): Promise<RunningAlerts> {
  const { log, lease, context, signals, onError } = parts;
  let latest = parts.now;
  let text = '';
  const build = (rules: Rule[]): Engine => {
    const engine = new Engine({ alerting: { ...context.city.alerting, rules }, signals, context, now: latest });
    for (const kind of FACT_KINDS)
      for (const row of parts.rows(kind)) if (row) engine.apply([{ kind, before: null, after: row }]);
    text = JSON.stringify(rules);
    return engine;
  };
  let engine = build(await parts.rules());
  engine.silences = await parts.silences();

  /** The last moment that was looked at, and the position that the facts must include before the next is. */
  let looked = -Infinity;
  let written = 0;
  let working: Promise<void> | null = null;
  let stopped = false;

  // What the holder before wrote is to be known first.
  const unwatch = lease.watch((token) => {
    if (token !== null) written = Math.max(written, log.head());
  });

  const look = async (now: number): Promise<void> => {
    await engine.refresh(now);
    if (stopped || lease.token === null || parts.seq() < written) return;
    const { events } = engine.evaluate(now);
    if (events.length === 0) return;
    const appended = await log.append(events, now);
    written = Math.max(...appended.map(({ seq }) => seq));
  };
  const reread = async (): Promise<void> => {
    const [rules, silences] = await Promise.all([parts.rules(), parts.silences()]);
    engine.silences = silences;
    if (JSON.stringify(rules) === text) return;
    engine = build(rules);
  };
  const rereading = setInterval(() => void reread().catch(onError), REREAD);
  return {
    get engine() {
      return engine;
    },
    apply: (changes) => engine.apply(changes),
    beat(now) {
      latest = now;
      const moment = Math.floor(now / EVERY) * EVERY;
      if (moment <= looked || working) return;
      looked = moment;
      working = look(moment)
        // The log cannot take it now: the next moment decides anew, from the same facts.
        .catch((error: unknown) => (error instanceof LogUnavailable ? undefined : onError(error)))
        .finally(() => (working = null));
    },
    card(id, now) {
      const known = engine.book.get(id);
      return !known || engine.silenced(known, now) ? null : cardOf(known.row);
    },
    shown: (row, now) => cardOf(row, engine.sees(row.id, now)),
    held: (now) => engine.evaluate(now).held,
    reread,
    async stop() {
      stopped = true;
      unwatch();
      clearInterval(rereading);
      await working;
    },
  };
}
