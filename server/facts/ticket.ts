/**
 * The fold of a ticket: its steps in their order → its row. Pure. Every step is looked at, whatever order they
 * arrived in, so the row is the same for every order (rule E4).
 */
import type { Step, TicketRow } from '../../contract/fact.ts';
import type { Deadlines } from '../sla/policy.ts';
import type { WorkTime } from '../sla/calendar.ts';

/** What the fold needs to know of the city. */
export interface TicketContext {
  deadlines: Deadlines;
  work: WorkTime;
  /** Ratings that count as satisfied. */
  satisfied: ReadonlySet<string>;
  /** Lexicon terms in a text, each once. */
  words(title: string | null, text: string | null): string[];
  /** H3 cell of a place. */
  cell(lng: number, lat: number): string;
}

const EMPTY: Omit<TicketRow, 'id' | 'words'> = {
  source: null,
  channel: null,
  nature: null,
  category: null,
  district: null,
  street: null,
  community: null,
  unit: null,
  urgency: 'normal',
  status: 'created',
  clock: 'none',
  satisfaction: null,
  requester: null,
  mergedInto: null,
  repeatOf: null,
  supervision: null,
  cell: null,
  created: null,
  dispatched: null,
  accepted: null,
  contacted: null,
  replied: null,
  closed: null,
  rated: null,
  due: null,
  warn: null,
  done: null,
  updated: null,
  urges: 0,
  returns: 0,
  transfers: 0,
  extensions: 0,
  redos: 0,
  reopens: 0,
  handling: null,
  lng: null,
  lat: null,
  direct: false,
  open: false,
  satisfied: null,
  solved: null,
  repeat: false,
  revisited: false,
  title: null,
  text: null,
  address: null,
}; // the order of members is that of contract/fact.ts

type Draft = TicketRow & { clockStart: number | null; givenDue: number | null };
type Data = Record<string, unknown>;

const CONTENT = ['channel', 'nature', 'category', 'urgency', 'title', 'text', 'requester', 'repeatOf'] as const;
const PLACE = ['district', 'street', 'community', 'address', 'lng', 'lat'] as const;

function content(draft: Draft, data: Data): void {
  for (const name of CONTENT) if (data[name] !== undefined) (draft as unknown as Data)[name] = data[name];
  const place = data['place'] as Data | undefined;
  if (!place) return;
  for (const name of PLACE) if (place[name] !== undefined) (draft as unknown as Data)[name] = place[name];
}

const startClock = (draft: Draft, at: number, due: number | null): void => {
  draft.clockStart = at;
  draft.givenDue = due;
  draft.done = null;
};

const LADDER = ['urge', 'yellow', 'red'];

/** What each kind of step does to the row. Steps of an unknown kind change nothing but `updated`. */
const STEPS: Record<string, (draft: Draft, at: number, data: Data) => void> = {
  'ticket.created'(draft, at, data) {
    draft.created ??= at;
    content(draft, data);
  },
  'ticket.corrected': (draft, _at, data) => content(draft, data),
  'ticket.dispatched'(draft, at, data) {
    draft.dispatched ??= at;
    draft.unit = data['unit'] as string;
    draft.status = 'dispatched';
    startClock(draft, at, data['due'] === undefined ? null : Date.parse(data['due'] as string));
  },
  'ticket.accepted'(draft, at, data) {
    draft.accepted ??= at;
    if (data['unit'] !== undefined) draft.unit = data['unit'] as string;
    draft.status = 'accepted';
  },
  'ticket.returned'(draft) {
    draft.returns = draft.returns! + 1;
    draft.status = 'returned';
  },
  'ticket.transferred'(draft, _at, data) {
    draft.transfers = draft.transfers! + 1;
    draft.unit = data['unit'] as string;
    draft.status = 'dispatched';
  },
  'ticket.extended'(draft, _at, data) {
    draft.extensions = draft.extensions! + 1;
    draft.givenDue = Date.parse(data['until'] as string);
  },
  'ticket.urged': (draft) => void (draft.urges = draft.urges! + 1),
  'ticket.supervised'(draft, _at, data) {
    const level = data['level'] as string;
    if (LADDER.indexOf(level) > LADDER.indexOf(draft.supervision ?? '')) draft.supervision = level;
  },
  'ticket.contacted': (draft, at) => void (draft.contacted ??= at),
  'ticket.replied'(draft, at) {
    draft.contacted ??= at;
    draft.replied = at;
    draft.done ??= at;
    draft.status = 'replied';
  },
  'ticket.closed'(draft, at) {
    draft.closed = at;
    draft.done ??= at;
    draft.status = 'closed';
  },
  'ticket.reopened'(draft, at) {
    draft.reopens = draft.reopens! + 1;
    again(draft, at);
  },
  'ticket.redone'(draft, at) {
    draft.redos = draft.redos! + 1;
    again(draft, at);
  },
  'ticket.merged'(draft, _at, data) {
    draft.mergedInto = data['into'] as string;
    draft.status = 'merged';
  },
  'ticket.cancelled': (draft) => void (draft.status = 'cancelled'),
  'ticket.revisited': (draft) => void (draft.revisited = true),
  'ticket.rated'(draft, at, data) {
    draft.rated = at;
    if (data['satisfaction'] !== undefined) draft.satisfaction = data['satisfaction'] as string;
    if (data['solved'] !== undefined) draft.solved = data['solved'] as boolean;
  },
};

/** Work begins again: the clock restarts, the earlier end does not count. */
function again(draft: Draft, at: number): void {
  draft.closed = null;
  draft.replied = null;
  draft.status = draft.dispatched === null ? 'created' : 'dispatched';
  if (draft.dispatched !== null) startClock(draft, at, null);
}

const ENDED = new Set(['closed', 'merged', 'cancelled']);

/**
 * The row of a ticket, or null while its creation is not known. `steps` are in the order of compareSteps;
 * `clock` is as of the last step and moved on by `clockAt`. `before` spares the text work when texts are the same.
 */
export function foldTicket(
  id: string,
  steps: readonly Step[],
  context: TicketContext,
  before: TicketRow | null,
): TicketRow | null {
  const draft: Draft = { id, ...EMPTY, words: [], clockStart: null, givenDue: null };
  for (const step of steps) {
    if (step.type === 'ticket.created') draft.source = step.source;
    STEPS[step.type]?.(draft, step.at, step.data);
    draft.updated = step.at;
  }
  if (draft.created === null) return null;
  const { clockStart, givenDue, ...row } = draft;
  row.repeat = row.repeatOf !== null;
  row.direct = row.dispatched === null && row.status === 'closed';
  row.open = row.dispatched !== null && !ENDED.has(row.status!);
  row.satisfied = row.satisfaction === null ? null : context.satisfied.has(row.satisfaction);
  row.handling =
    row.dispatched !== null && row.closed !== null ? context.work.between(row.dispatched, row.closed) : null;
  const sameText = before !== null && before.title === row.title && before.text === row.text;
  row.words = sameText ? before.words : context.words(row.title, row.text);
  if (row.lng !== null && row.lat !== null) {
    row.cell = before?.lng === row.lng && before.lat === row.lat ? before.cell : context.cell(row.lng, row.lat);
  }
  if (clockStart !== null && row.status !== 'merged' && row.status !== 'cancelled') {
    row.due = givenDue ?? context.deadlines.due(row, clockStart);
    row.warn = row.due === null ? null : context.deadlines.warn(row, row.due);
  } else {
    row.done = row.status === 'closed' ? row.closed : null;
  }
  return row;
}

/** State of the deadline clock of a row at this moment. */
export function clockState(row: TicketRow, now: number): TicketRow['clock'] {
  if (row.due === null) return 'none';
  if (row.done !== null) return row.done <= row.due ? 'met' : 'missed';
  if (now > row.due) return 'overdue';
  return row.warn !== null && now >= row.warn ? 'due_soon' : 'running';
}

/** When the clock of a row next changes its state, or null when it rests. */
export function nextMoment(row: TicketRow, now: number): number | null {
  if (row.due === null || row.done !== null || now > row.due) return null;
  if (row.warn !== null && now < row.warn) return row.warn;
  return row.due + 1;
}
