/**
 * The fold of a ticket: its steps in their order → its row. Pure. Every step is looked at, whatever order they
 * arrived in, so the row is the same for every order (rule E4).
 */
import type { Step, TicketRow } from '../../contract/fact.ts';
import { rowCopier } from './row.ts';
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

const EMPTY: TicketRow = {
  id: '',
  words: [],
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

/** A ticket while it is folded: its row, and what the deadline depends on beyond it. */
export interface TicketState {
  row: TicketRow;
  /** When the deadline clock last started; null: never. */
  clockStart: number | null;
  /** Deadline that upstream set or granted; null: the policy's. */
  givenDue: number | null;
  /** When the clock last stopped; null: it runs, or never started. */
  stopped: number | null;
  /** How many steps it includes. */
  steps: number;
}

type Draft = TicketRow & Record<string, unknown>;
type Data = Record<string, unknown>;

const CONTENT = ['channel', 'nature', 'category', 'urgency', 'title', 'text', 'requester', 'repeatOf'] as const;
const PLACE = ['district', 'street', 'community', 'address', 'lng', 'lat'] as const;

function content({ row }: TicketState, data: Data): void {
  const draft = row as Draft;
  for (const name of CONTENT) if (data[name] !== undefined) draft[name] = data[name] as never;
  const place = data['place'] as Data | undefined;
  if (!place) return;
  for (const name of PLACE) if (place[name] !== undefined) draft[name] = place[name] as never;
}

const startClock = (state: TicketState, at: number, due: number | null): void => {
  state.clockStart = at;
  state.givenDue = due;
  state.stopped = null;
};

const LADDER = ['urge', 'yellow', 'red'];

/** What each kind of step does. Steps of an unknown kind change nothing but `updated`. */
const STEPS: Record<string, (state: TicketState, at: number, data: Data, source: string) => void> = {
  'ticket.created'(state, at, data, source) {
    state.row.created ??= at;
    state.row.source = source;
    content(state, data);
  },
  'ticket.corrected': (state, _at, data) => content(state, data),
  'ticket.dispatched'(state, at, data) {
    state.row.dispatched ??= at;
    state.row.unit = data['unit'] as string;
    state.row.status = 'dispatched';
    startClock(state, at, data['due'] === undefined ? null : Date.parse(data['due'] as string));
  },
  'ticket.accepted'({ row }, at, data) {
    row.accepted ??= at;
    if (data['unit'] !== undefined) row.unit = data['unit'] as string;
    row.status = 'accepted';
  },
  'ticket.returned'({ row }) {
    row.returns = row.returns! + 1;
    row.status = 'returned';
  },
  'ticket.transferred'({ row }, _at, data) {
    row.transfers = row.transfers! + 1;
    row.unit = data['unit'] as string;
    row.status = 'dispatched';
  },
  'ticket.extended'(state, _at, data) {
    state.row.extensions = state.row.extensions! + 1;
    state.givenDue = Date.parse(data['until'] as string);
  },
  'ticket.urged': ({ row }) => void (row.urges = row.urges! + 1),
  'ticket.supervised'({ row }, _at, data) {
    const level = data['level'] as string;
    if (LADDER.indexOf(level) > LADDER.indexOf(row.supervision ?? '')) row.supervision = level;
  },
  'ticket.contacted': ({ row }, at) => void (row.contacted ??= at),
  'ticket.replied'(state, at) {
    state.row.contacted ??= at;
    state.row.replied = at;
    state.row.status = 'replied';
    state.stopped ??= at;
  },
  'ticket.closed'(state, at) {
    state.row.closed = at;
    state.row.status = 'closed';
    state.stopped ??= at;
  },
  'ticket.reopened'(state, at) {
    state.row.reopens = state.row.reopens! + 1;
    again(state, at);
  },
  'ticket.redone'(state, at) {
    state.row.redos = state.row.redos! + 1;
    again(state, at);
  },
  'ticket.merged'({ row }, _at, data) {
    row.mergedInto = data['into'] as string;
    row.status = 'merged';
  },
  'ticket.cancelled': ({ row }) => void (row.status = 'cancelled'),
  'ticket.revisited': ({ row }) => void (row.revisited = true),
  'ticket.rated'({ row }, at, data) {
    row.rated = at;
    if (data['satisfaction'] !== undefined) row.satisfaction = data['satisfaction'] as string;
    if (data['solved'] !== undefined) row.solved = data['solved'] as boolean;
  },
};

/** Work begins again: the clock restarts, the earlier end does not count. */
function again(state: TicketState, at: number): void {
  const { row } = state;
  row.closed = null;
  row.replied = null;
  row.status = row.dispatched === null ? 'created' : 'dispatched';
  if (row.dispatched !== null) startClock(state, at, null);
}

/** Copies a ticket's row. */
export const copyTicket = rowCopier('ticket');

function blank(id: string): TicketRow {
  const row = copyTicket(EMPTY);
  row.id = id;
  return row;
}

const ENDED = new Set(['closed', 'merged', 'cancelled']);

/** The fields that a deadline policy may look at: what the ticket is about, not what became of it. */
export const POLICY_FIELDS = ['category', 'nature', 'channel', 'urgency', 'district', 'street', 'unit'] as const;

/**
 * What follows from the steps as a whole. `before` is an earlier state of the same ticket: what it was worked out
 * from and has not changed is taken over, since texts, cells and working time cost more than all the rest.
 */
function conclude(
  { row, clockStart, givenDue, stopped }: TicketState,
  context: TicketContext,
  before: TicketState | null,
): void {
  const old = before?.row;
  row.repeat = row.repeatOf !== null;
  row.direct = row.dispatched === null && row.status === 'closed';
  row.open = row.dispatched !== null && !ENDED.has(row.status!);
  row.satisfied = row.satisfaction === null ? null : context.satisfied.has(row.satisfaction);
  if (row.dispatched === null || row.closed === null) row.handling = null;
  else if (old && old.dispatched === row.dispatched && old.closed === row.closed) row.handling = old.handling;
  else row.handling = context.work.between(row.dispatched, row.closed);
  const sameText = old && old.title === row.title && old.text === row.text;
  row.words = sameText ? old.words : context.words(row.title, row.text);
  if (row.lng === null || row.lat === null) row.cell = null;
  else row.cell = old?.lng === row.lng && old.lat === row.lat ? old.cell : context.cell(row.lng, row.lat);
  if (clockStart === null || row.status === 'merged' || row.status === 'cancelled') {
    row.due = null;
    row.warn = null;
    row.done = row.status === 'closed' ? row.closed : null;
    return;
  }
  row.done = stopped;
  const sameClock = before && before.clockStart === clockStart && before.givenDue === givenDue && old!.due !== null;
  if (sameClock && POLICY_FIELDS.every((name) => old![name] === row[name])) {
    row.due = old!.due;
    row.warn = old!.warn;
    return;
  }
  row.due = givenDue ?? context.deadlines.due(row, clockStart);
  row.warn = row.due === null ? null : context.deadlines.warn(row, row.due);
}

/**
 * Folds the steps of a ticket, in the order of compareSteps. While `row.created` is null its creation is not known
 * and the ticket counts nowhere. `before` is the state of all steps but the last, or of any others of this ticket:
 * only in the first case it is carried on, else the fold begins anew. `clock` is left to clockState.
 */
export function foldTicket(
  id: string,
  steps: readonly Step[],
  context: TicketContext,
  before: TicketState | null,
  appended: boolean,
): TicketState {
  const carry = appended && before !== null && before.steps === steps.length - 1;
  const state: TicketState = carry
    ? { ...before, row: copyTicket(before.row), steps: steps.length }
    : { row: blank(id), clockStart: null, givenDue: null, stopped: null, steps: steps.length };
  for (let i = carry ? steps.length - 1 : 0; i < steps.length; i++) {
    const { type, at, data, source } = steps[i]!;
    STEPS[type]?.(state, at, data, source);
    state.row.updated = at;
  }
  conclude(state, context, before);
  return state;
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
