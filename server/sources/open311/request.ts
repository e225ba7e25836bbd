/**
 * From a service request, as any Open311 server writes it, to how a ticket stands. Lenient in what is accepted: numbers as
 * text, empty for absent, many shapes of times. Strict in what is made of it: without an id, a status and the time at
 * which it was filed there is no ticket. Pure.
 */
import type { Zone } from '../../../contract/time.ts';
import type { Open311Source } from '../../../contract/source.ts';
import { eventId } from '../event-id.ts';
import type { Envelope, Item, Refusal, Snapshot } from '../source.ts';
import { instantOf } from './instant.ts';
import type { Member } from './reply.ts';

/** Settings that say what a request becomes. */
export type RequestSettings = Pick<
  Open311Source,
  'source' | 'idPrefix' | 'channel' | 'nature' | 'categories' | 'units' | 'unit' | 'districts' | 'statuses'
>;

export interface ReadContext {
  settings: RequestSettings;
  /** Of times without an offset. */
  zone: Zone;
  /** Names of services by their code, where a request does not say it. */
  serviceNames: ReadonlyMap<string, string>;
}

/** Words that servers use instead of the two of the standard. */
const STATUSES: Record<string, 'open' | 'closed'> = {
  open: 'open', opened: 'open', new: 'open', submitted: 'open', received: 'open', acknowledged: 'open', pending: 'open',
  'in progress': 'open', in_progress: 'open', inprocess: 'open', 'in process': 'open', assigned: 'open', reopened: 'open',
  closed: 'closed', completed: 'closed', complete: 'closed', resolved: 'closed', fixed: 'closed', done: 'closed', archived: 'closed',
}; // prettier-ignore

class RequestRefused extends Error {
  constructor(
    readonly path: string,
    readonly rule: string,
  ) {
    super(`${path} ${rule}`);
  }
}

/** Text without what cannot be kept; null: absent, empty, or no text at all. */
function textOf(value: unknown): string | null {
  if (typeof value === 'boolean') return String(value);
  if (typeof value !== 'string' && !(typeof value === 'number' && Number.isFinite(value))) return null;
  const text = String(value)
    .replaceAll('\0', '')
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .trim();
  return text === '' || text === 'null' ? null : text;
}

/** At most `max` characters, and no half of one. */
const cut = (text: string, max: number): string =>
  text.length <= max ? text : text.slice(0, max).replace(/[\ud800-\udbff]$/, '');

const looked = (table: Record<string, string> | undefined, name: string | null): string | undefined =>
  name !== null && table && Object.hasOwn(table, name) ? table[name] : undefined;

/** Degrees; undefined where it is none. */
function degrees(value: unknown, max: number): number | undefined {
  const text = textOf(value);
  if (text === null || !/^[+-]?\d+(?:[.,]\d+)?(?:e[+-]?\d+)?$/i.test(text)) return undefined;
  const number = Number(text.replace(',', '.'));
  return Math.abs(number) <= max ? number : undefined;
}

/** A request without coordinates, or at 0, 0, where servers put those that have none, has no point. */
function pointOf(record: Member): { lng: number; lat: number } | undefined {
  const lat = degrees(record['lat'], 90);
  const lng = degrees(record['long'] ?? record['lng'] ?? record['lon'], 180);
  return lat === undefined || lng === undefined || (lat === 0 && lng === 0) ? undefined : { lng, lat };
}

/** A member that must be a time; null where it is absent. */
function timeOf(record: Member, name: string, zone: Zone): number | null {
  const text = textOf(record[name]);
  if (text === null) {
    if (typeof record[name] === 'object' && record[name] !== null && Object.keys(record[name]).length > 0)
      throw new RequestRefused(`/${name}`, 'must be a time');
    return null;
  }
  const at = instantOf(text, zone);
  if (at === null) throw new RequestRefused(`/${name}`, 'must be a time that exists, such as 2010-01-01T00:00:00Z');
  return at;
}

function statusOf(record: Member, settings: RequestSettings): 'open' | 'closed' {
  const word = textOf(record['status']);
  if (word === null) throw new RequestRefused('/status', 'is required');
  const named = Object.entries(settings.statuses ?? {}).find(([name]) => name.toLowerCase() === word.toLowerCase());
  const known = named?.[1] ?? (Object.hasOwn(STATUSES, word.toLowerCase()) ? STATUSES[word.toLowerCase()] : undefined);
  if (!known)
    throw new RequestRefused(
      '/status',
      'must be open or closed; what else it means is for `statuses` of the source to say',
    );
  return known;
}

/** A request as a snapshot. Throws RequestRefused. */
function snapshotOf(record: Member, { settings, zone, serviceNames }: ReadContext): Snapshot {
  const id = textOf(record['service_request_id']);
  if (id === null) throw new RequestRefused('/service_request_id', 'is required');
  const subject = (settings.idPrefix ?? '') + id;
  if (subject.length > 128) throw new RequestRefused('/service_request_id', 'must have at most 128 characters');
  const status = statusOf(record, settings);
  const requested = timeOf(record, 'requested_datetime', zone);
  if (requested === null) throw new RequestRefused('/requested_datetime', 'is required');
  const updated = timeOf(record, 'updated_datetime', zone);
  const expected = timeOf(record, 'expected_datetime', zone);
  const closed = timeOf(record, 'closed_datetime', zone);

  const code = textOf(record['service_code']);
  const name = textOf(record['service_name']) ?? (code === null ? null : (serviceNames.get(code) ?? code));
  if (name === null) throw new RequestRefused('/service_code', 'is required');
  const agency = textOf(record['agency_responsible']);
  const unit = looked(settings.units, agency) ?? agency ?? settings.unit ?? '311';
  const address = textOf(record['address']) ?? textOf(record['address_string']);
  const district = looked(settings.districts, textOf(record['zipcode']));
  const text = textOf(record['description']);
  const notes = textOf(record['status_notes']);
  const place = { ...(district && { district }), ...(address && { address: cut(address, 200) }), ...pointOf(record) };

  /** When the present state came about: never before it was filed. */
  const changed = updated === null ? null : Math.max(updated, requested);
  const make = (step: string, at: number, data: Record<string, unknown>, mark?: string): Envelope => ({
    specversion: '1.0',
    id: eventId(subject, step, mark ?? new Date(at).toISOString()),
    source: settings.source,
    type: `hotline.ticket.${step}`,
    subject,
    time: new Date(at).toISOString(),
    data,
  });
  const events = [
    make('created', requested, {
      channel: settings.channel ?? 'app',
      nature: settings.nature ?? 'report',
      category: cut(looked(settings.categories, code) ?? name, 64),
      title: cut(name, 200),
      ...(text && { text: cut(text, 4000) }),
      ...(Object.keys(place).length > 0 && { place }),
    }),
    make('dispatched', requested, {
      unit: cut(unit, 64),
      ...(expected !== null && { due: new Date(expected).toISOString() }),
    }),
  ];
  const ended = closed ?? changed;
  if (status === 'closed') {
    const data = notes ? { comment: cut(notes, 2000) } : {};
    events.push(make('closed', Math.max(ended ?? requested, requested), data, ended === null ? 'n1' : undefined));
  }
  return { subject, events, changed, ...(status === 'closed' && ended === null && { untimedEnd: true }) };
}

/** Reads one record of a reply. */
export function readRequest(record: unknown, context: ReadContext): Item {
  const refuse = (refused: Refusal): Item => ({
    key: `?${JSON.stringify(record)}`.slice(0, 500),
    record,
    read: { refused },
  });
  if (typeof record !== 'object' || record === null || Array.isArray(record))
    return refuse({ path: '', rule: 'must be a service request, an object' });
  try {
    const snapshot = snapshotOf(record as Member, context);
    return { key: snapshot.subject, record, read: { snapshot } };
  } catch (error) {
    if (!(error instanceof RequestRefused)) throw error;
    const id = textOf((record as Member)['service_request_id']);
    const refused = { path: error.path, rule: error.rule };
    return id === null ? refuse(refused) : { key: (context.settings.idPrefix ?? '') + id, record, read: { refused } };
  }
}
