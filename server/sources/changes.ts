/**
 * From how a ticket stands upstream to what happened: the snapshot is compared with the life that the wall knows, and what
 * is new becomes events. A system that only tells how things stand thereby tells when its tickets were dispatched, moved,
 * put off, closed and opened again. Pure: the same snapshot of the same life gives the same events with the same ids.
 */
import { compareSteps, type Step } from '../../contract/fact.ts';
import { eventId, shortHash } from './event-id.ts';
import type { Envelope, Snapshot } from './source.ts';

type Data = Record<string, unknown>;

/** Members of a ticket's content, and of its place, of which a change is a correction. */
const CONTENT = ['channel', 'nature', 'category', 'urgency', 'title', 'text', 'requester', 'repeatOf', 'call'] as const;
const PLACE = ['district', 'street', 'community', 'address'] as const;
/** Those that can become empty; of the others nothing is said when upstream says nothing any more. */
const EMPTIED = new Set<string>(['text', 'address']);

/** What the wall knows of a ticket through one source. */
interface Known {
  created: boolean;
  content: Data;
  place: Data;
  unit: string | null;
  /** The deadline that upstream set last, Unix ms. */
  due: number | null;
  over: boolean;
  /** When it was closed or opened last, and its latest step. */
  turned: number;
  ids: Set<string>;
  steps: Map<string, number>;
}

const OVER = new Set(['ticket.closed', 'ticket.cancelled', 'ticket.merged']);
const AGAIN = new Set(['ticket.reopened', 'ticket.redone']);

function knownOf(steps: readonly Step[], source: string): Known {
  const known: Known = { created: false, content: {}, place: {}, unit: null, due: null, over: false, turned: -Infinity, ids: new Set(), steps: new Map() }; // prettier-ignore
  for (const { type, at, id, data } of steps.filter((step) => step.source === source).sort(compareSteps)) {
    known.ids.add(id);
    known.steps.set(type, (known.steps.get(type) ?? 0) + 1);
    if (type === 'ticket.created' || type === 'ticket.corrected') {
      known.created ||= type === 'ticket.created';
      const { place, ...content } = data as Data & { place?: Data };
      Object.assign(known.content, content);
      Object.assign(known.place, place);
    }
    if (typeof data['unit'] === 'string') known.unit = data['unit'];
    const due = data['due'] ?? data['until'];
    if (typeof due === 'string') known.due = Date.parse(due);
    if (OVER.has(type) || AGAIN.has(type)) {
      known.over = OVER.has(type);
      known.turned = at;
    }
  }
  return known;
}

/** Members that differ, as upstream writes them. `clean` is the same as the log would keep it. */
function differing(names: readonly string[], given: Data, clean: Data, known: Data): Data {
  const changed: Data = {};
  for (const name of names) {
    if (clean[name] === undefined && EMPTIED.has(name) && (known[name] ?? '') !== '') changed[name] = '';
    else if (clean[name] !== undefined && clean[name] !== known[name]) changed[name] = given[name];
  }
  return changed;
}

/** What of the content changed; null: nothing. */
function correctionOf(given: Data, clean: Data, known: Known): Data | null {
  const place = (one: Data): Data => (one['place'] ?? {}) as Data;
  const changed = differing(CONTENT, given, clean, known.content);
  const moved = differing(PLACE, place(given), place(clean), known.place);
  const { lng, lat } = place(clean);
  if (lng !== undefined && lat !== undefined && (lng !== known.place['lng'] || lat !== known.place['lat']))
    Object.assign(moved, { lng, lat });
  if (Object.keys(moved).length > 0) changed['place'] = moved;
  return Object.keys(changed).length > 0 ? changed : null;
}

/** What a snapshot is compared with and made of. */
export interface Surroundings {
  /** The life of the ticket as far as the wall knows it. */
  steps: readonly Step[];
  /** The data of an event as the log would keep it; null: it would be refused. */
  clean(event: Envelope): Data | null;
  /** The city's time, Unix ms: when a change is seen of which upstream does not say when it was. */
  now: number;
}

/** Events that are new, in order. */
export function newsOf(
  { subject, events, changed, untimedEnd }: Snapshot,
  { steps, clean, now }: Surroundings,
): Envelope[] {
  const [first] = events;
  if (!first) return [];
  const known = knownOf(steps, first.source);
  // Ids are those of the first telling: without its creation nothing was told, whatever else there is.
  if (!known.created) return events.filter(({ id }) => !known.ids.has(id));
  const at = changed ?? now;
  const news: Envelope[] = [];
  /** An event of a change. `mark` tells it from others of its kind; told again it has the same id. */
  const happened = (step: string, data: Data, mark: string | number, time = at): void => {
    const id = eventId(subject, step, mark);
    if (known.ids.has(id)) return;
    news.push({ ...first, id, type: `hotline.ticket.${step}`, time: new Date(time).toISOString(), data });
  };
  /** Of a change without a time of its own: the how-manieth it is. */
  const when = (step: string): string | number =>
    changed === null ? `n${(known.steps.get(`ticket.${step}`) ?? 0) + 1}` : new Date(changed).toISOString();
  const ended = events.find(({ type }) => OVER.has(type.slice('hotline.'.length)));
  const reopening = known.over && !ended;
  const reopened = Math.max(at, known.turned + 1);
  if (reopening) happened('reopened', {}, when('reopened'), reopened);
  for (const event of events) {
    const step = event.type.slice('hotline.'.length);
    if (step === 'ticket.created') {
      const kept = clean(event);
      const data = kept && correctionOf(event.data, kept, known);
      if (data) happened('corrected', data, `${when('corrected')}:${shortHash(data)}`);
    } else if (step === 'ticket.dispatched' && known.unit !== null) {
      // Of a ticket that stays closed nothing moves: a dispatch would open it. It is told if it is opened again.
      if (known.over && ended) continue;
      const { due } = event.data;
      if (reopening && due !== undefined && clean(event)) {
        // Opened again, a clock runs for the policy's time: what upstream sets comes with a dispatch, and comes after it.
        happened('dispatched', event.data, `${when('reopened')}:reopened`, reopened + 1);
        continue;
      }
      const before = ended && !untimedEnd ? Math.min(at, Date.parse(ended.time)) : at;
      moves(event, clean(event), known, (name, data) =>
        happened(name, data, `${when(name)}:${shortHash(data)}`, before),
      );
    } else if (OVER.has(step)) {
      // A closed ticket that is touched again stays closed when it was.
      if (known.over) continue;
      if (untimedEnd)
        happened(step.slice('ticket.'.length), event.data, when('closed'), Math.max(now, known.turned + 1));
      else news.push(closedAfter(event, known.turned, subject));
    } else if (!known.ids.has(event.id)) news.push(event);
  }
  return news;
}

/** A dispatched ticket: another unit has it, or it has another deadline. */
function moves(event: Envelope, kept: Data | null, known: Known, happened: (step: string, data: Data) => void): void {
  const { unit, due } = event.data as { unit: string; due?: string };
  if (!kept) return;
  if (kept['unit'] !== known.unit) happened('transferred', { unit });
  const until = due === undefined ? Number.NaN : Date.parse(due);
  if (Number.isNaN(until) || until === known.due) return;
  // Later is an extension. One that is set first, or drawn nearer, comes with the dispatch that it belongs to.
  if (known.due !== null && until > known.due) happened('extended', { until: due! });
  else happened('dispatched', { unit, due: due! });
}

/** A close that comes after the ticket was opened again is not before it, whatever time upstream still says. */
function closedAfter(event: Envelope, turned: number, subject: string): Envelope {
  if (Date.parse(event.time) > turned) return event;
  const time = new Date(turned + 1).toISOString();
  return { ...event, id: eventId(subject, event.type.split('.').at(-1)!, time), time };
}
