/**
 * From a record of a file to what is logged: mapped, then checked, normalised and masked by the code of the intake, so
 * that a file can say nothing that an upstream system could not. A row is taken as a whole or refused as a whole.
 */
import type { City } from '../../contract/city.ts';
import type { Mapping } from '../../contract/mapping.ts';
import { maskText } from '../ingest/mask.ts';
import { normalise } from '../ingest/normalise.ts';
import type { PersonHash } from '../ingest/person.ts';
import { validate } from '../ingest/validate.ts';
import type { LogEvent } from '../log/log.ts';
import { mapper } from '../mapping/mapper.ts';
import type { Said } from '../mapping/refusal.ts';
import { cellText, type SourceRecord } from '../mapping/take.ts';
import { categoryCodes } from './categories.ts';

export type Prepared = { events: LogEvent[]; remarks: Said[] } | { refused: Said[] };

/** Prepares the rows of one file, from its first. `now`: the city's clock, Unix ms. */
export function preparer(
  mapping: Mapping,
  city: City,
  hash: PersonHash,
): (record: SourceRecord, now: number) => Prepared {
  const map = mapper(mapping, { category: categoryCodes(city) });
  return (record, now) => {
    const mapped = map(record);
    if ('refused' in mapped) return { refused: mapped.refused.map(masked) };
    const events: LogEvent[] = [];
    for (const envelope of mapped.events) {
      const checked = validate(envelope, now, false);
      if ('refusal' in checked) {
        const { path, rule } = checked.refusal;
        const step = envelope.type.split('.').at(-1)!;
        return { refused: [masked({ path: `/${step}${path === '/time' ? '' : path.replace(/^\/data/, '')}`, rule })] };
      }
      events.push(normalise(checked.event, city, hash));
    }
    return { events, remarks: mapped.remarks };
  };
}

const masked = ({ path, rule }: Said): Said => ({ path, rule: maskText(rule) });

const CELL_MAX = 2000;

/** A refused record as it is written down: personal numbers masked, whoever asks not named at all. */
export function maskedRecord(record: SourceRecord, mapping: Mapping | null): Record<string, string> {
  const { requester } = mapping?.columns ?? {};
  const persons = new Set(requester === undefined ? [] : [typeof requester === 'string' ? requester : (requester.column ?? [])].flat()); // prettier-ignore
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => {
      const text = cellText(value);
      return [name, persons.has(name) && text !== '' ? '***' : maskText(text.slice(0, CELL_MAX))];
    }),
  );
}
