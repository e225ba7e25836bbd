/**
 * The fold of a ticket: its steps in their order → its row. Pure. Every step is looked at, whatever order they
 * arrived in, so the row is the same for every order (rule E4).
 */
import type { Step, TicketRow } from '../../contract/fact.ts';
import { rowCopier } from './row.ts';
import type { WorkTime } from '../sla/calendar.ts';
import { dueOf, turn, unstarted, type ClockStand } from '../sla/clock.ts';
import type { Deadlines, Limit } from '../sla/policy.ts';

/** What the fold needs to know of the city. */
export interface TicketContext {
  deadlines: Deadlines;
  work: WorkTime;
  /** Ratings that count as satisfied. */
  satisfied: ReadonlySet<string>;
  /** Lexicon terms in a text, each once. */
  words(title: string | null, text: string | null): string[];
  /** Words that may become hot, each once. */
  terms(ticket: Pick<TicketRow, 'title' | 'text' | 'community' | 'address'>): string[];
  /** What a mention that says nothing of it sounds like. */
  polarity(title: string | null, text: string | null): string;
  /** H3 cell of a place. */
  cell(lng: number, lat: number): string;
}

const EMPTY: TicketRow = {
  id: '',
  words: [],
  terms: [],
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
  issue: null,
  categoryBy: null,
  suggestedUnit: null,
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
  confidence: null,
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

/** A ticket as it is folded: its row, and what the deadline depends on beyond it. */
export interface TicketState {
  row: TicketRow;
  /** The policy that its content picks. */
  limit: Limit;
  /** Where the clock of that policy stands. */
  clock: ClockStand;
  /** How many steps it includes. */
  steps: number;
}

type Draft = TicketRow & Record<string, unknown>;
type Data = Record<string, unknown>;

const CONTENT = ['channel', 'nature', 'category', 'urgency', 'title', 'text', 'requester', 'repeatOf'] as const;
const PLACE = ['district', 'street', 'community', 'address', 'lng', 'lat'] as const;

function content(row: TicketRow, data: Data): void {
  const draft = row as Draft;
  for (const name of CONTENT) if (data[name] !== undefined) draft[name] = data[name] as never;
  if (data['category'] !== undefined) {
    row.categoryBy = 'person';
    row.confidence = null;
  }
  const place = data['place'] as Data | undefined;
  if (!place) return;
  for (const name of PLACE) if (place[name] !== undefined) draft[name] = place[name] as never;
}

/**
 * What each kind of step does to the row; what it does to the deadline clock is in `server/sla/clock.ts`. Steps of an
 * unknown kind change nothing but `updated`.
 */
const STEPS: Record<string, (row: TicketRow, at: number, data: Data, source: string) => void> = {
  'ticket.created'(row, at, data, source) {
    row.created ??= at;
    row.source = source;
    content(row, data);
  },
  'ticket.corrected': (row, _at, data) => content(row, data),
  'ticket.read'(row, _at, data) {
    if (data['issue'] !== undefined) row.issue = (data['issue'] as string) || null;
    if (data['unit'] !== undefined) row.suggestedUnit = data['unit'] as string;
    // What a person said of it is never changed by what the wall thinks of it.
    if (data['category'] === undefined || row.categoryBy === 'person') return;
    row.category = data['category'] as string;
    row.categoryBy = 'wall';
    row.confidence = (data['confidence'] as number | undefined) ?? null;
  },
  'ticket.dispatched'(row, at, data) {
    row.dispatched ??= at;
    row.unit = data['unit'] as string;
    row.status = 'dispatched';
  },
  'ticket.accepted'(row, at, data) {
    row.accepted ??= at;
    if (data['unit'] !== undefined) row.unit = data['unit'] as string;
    row.status = 'accepted';
  },
  'ticket.returned'(row) {
    row.returns = row.returns! + 1;
    row.status = 'returned';
  },
  'ticket.transferred'(row, _at, data) {
    row.transfers = row.transfers! + 1;
    row.unit = data['unit'] as string;
    row.status = 'dispatched';
  },
  'ticket.extended': (row) => void (row.extensions = row.extensions! + 1),
  'ticket.urged': (row) => void (row.urges = row.urges! + 1),
  'ticket.contacted': (row, at) => void (row.contacted ??= at),
  'ticket.replied'(row, at) {
    row.contacted ??= at;
    row.replied = at;
    row.status = 'replied';
  },
  'ticket.closed'(row, at) {
    row.closed = at;
    row.status = 'closed';
  },
  'ticket.reopened'(row) {
    row.reopens = row.reopens! + 1;
    again(row);
  },
  'ticket.redone'(row) {
    row.redos = row.redos! + 1;
    again(row);
  },
  'ticket.merged'(row, _at, data) {
    row.mergedInto = data['into'] as string;
    row.status = 'merged';
  },
  'ticket.cancelled': (row) => void (row.status = 'cancelled'),
  'ticket.revisited': (row) => void (row.revisited = true),
  'ticket.rated'(row, at, data) {
    row.rated = at;
    if (data['satisfaction'] !== undefined) row.satisfaction = data['satisfaction'] as string;
    if (data['solved'] !== undefined) row.solved = data['solved'] as boolean;
  },
};

/** Work begins again: the earlier end does not count. */
function again(row: TicketRow): void {
  row.closed = null;
  row.replied = null;
  row.status = row.dispatched === null ? 'created' : 'dispatched';
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

/** The row as policies see it: a category that nobody but the wall says moves no deadline. */
const forPolicy = (row: TicketRow): TicketRow => (row.categoryBy === 'wall' ? { ...row, category: null } : row);

/**
 * What follows from the steps as a whole. `old` is an earlier row of the same ticket: what was worked out from fields that
 * have not changed is taken over, since texts, cells and working time cost more than all the rest.
 */
function conclude(row: TicketRow, context: TicketContext, old: TicketRow | undefined): void {
  row.repeat = row.repeatOf !== null;
  row.direct = row.dispatched === null && row.status === 'closed';
  row.open = row.dispatched !== null && !ENDED.has(row.status!);
  row.satisfied = row.satisfaction === null ? null : context.satisfied.has(row.satisfaction);
  if (row.dispatched === null || row.closed === null) row.handling = null;
  else if (old && old.dispatched === row.dispatched && old.closed === row.closed) row.handling = old.handling;
  else row.handling = context.work.between(row.dispatched, row.closed);
  const sameText = old && old.title === row.title && old.text === row.text;
  row.words = sameText ? old.words : context.words(row.title, row.text);
  const samePlace = old && old.community === row.community && old.address === row.address;
  row.terms = sameText && samePlace ? old.terms : context.terms(row);
  if (row.lng === null || row.lat === null) row.cell = null;
  else row.cell = old?.lng === row.lng && old.lat === row.lat ? old.cell : context.cell(row.lng, row.lat);
}

/** Works the deadline out of the clock of the policy that the ticket picks. `before`: as for `conclude`. */
function concludeClock({ row, limit, clock }: TicketState, before: TicketState | null): void {
  row.supervision = clock.supervision;
  if (clock.start === null || row.status === 'merged' || row.status === 'cancelled') {
    row.due = null;
    row.warn = null;
    row.done = row.status === 'closed' ? row.closed : null;
    return;
  }
  row.done = clock.stopped;
  const same = before?.limit === limit && before.clock.start === clock.start && before.clock.given === clock.given;
  if (same && before.row.due !== null) {
    row.due = before.row.due;
    row.warn = before.row.warn;
    return;
  }
  row.due = dueOf(clock, limit);
  row.warn = row.due === null ? null : limit.warn(row.due);
}

/**
 * Folds the steps of a ticket, in the order of compareSteps. While `row.created` is null its creation is not known
 * and the ticket counts nowhere. `before` is the state of all steps but the last, or of any others of this ticket:
 * only in the first case it is carried on, else the fold begins anew. `clock` of the row is left to clockState.
 */
export function foldTicket(
  id: string,
  steps: readonly Step[],
  context: TicketContext,
  before: TicketState | null,
  appended: boolean,
): TicketState {
  const carried = appended && before?.steps === steps.length - 1 ? before : null;
  const row = carried ? copyTicket(carried.row) : blank(id);
  for (let i = carried ? steps.length - 1 : 0; i < steps.length; i++) {
    const { type, at, data, source } = steps[i]!;
    STEPS[type]?.(row, at, data, source);
    row.updated = at;
  }
  const old = before?.row;
  const picks = forPolicy(row);
  const picked = old && forPolicy(old);
  const samePolicy = picked !== undefined && POLICY_FIELDS.every((name) => picked[name] === picks[name]);
  const limit = samePolicy ? before!.limit : context.deadlines.of(picks);
  // The clock is carried on under the same policy only: another one sees the earlier steps in another way.
  const goesOn = carried?.limit === limit;
  const clock = goesOn ? { ...carried.clock } : unstarted();
  for (let i = goesOn ? steps.length - 1 : 0; i < steps.length; i++) turn(clock, steps[i]!, limit);
  const state: TicketState = { row, limit, clock, steps: steps.length };
  conclude(row, context, old);
  concludeClock(state, before);
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
