/** The thread of one replay: takes calls, gives answers and frames. What it does is in past.ts. */
import { parentPort } from 'node:worker_threads';
import { ConditionError } from '../../contract/condition.ts';
import type { JoinReply, JoinRequest, Position } from '../../contract/protocol.ts';
import type { TicketAnswer } from '../../contract/query.ts';
import { zone as zoneOf, type Zone } from '../../contract/time.ts';
import { findSignals } from '../alerts/signals/signal.ts';
import { residentsOf, withResidents } from '../city/residents.ts';
import { historyThrough } from '../history/through.ts';
import { CursorError, type Count, type History, type List } from '../history/history.ts';
import { findViews } from '../views/view.ts';
import { countOf, listOf } from './answers.ts';
import type { Calls, Failure, Opening, Request, Standing, Told } from './messages.ts';
import { Past } from './past.ts';
import { timelineOf } from './timeline.ts';

const port = parentPort!;
const tell = (told: Told): void => port.postMessage(told);
/** How often it moves on, and how often it says where it is, ms. */
const BEAT = 100;
const SAY = 500;
/** What lies further back than this before the range is asked of history, ms. */
const HELD = 39 * 86_400_000;

let past: Past | null = null;
let history: History;
let zone: Zone;
let opening: Opening;
let loading: number | null = 0;
let failure: string | undefined;
let looking: Record<string, number> = {};

const standing = (): Standing => ({
  at: past?.clock.at(performance.now()) ?? opening.from,
  speed: past?.clock.speed ?? 1,
  playing: past?.clock.playing ?? false,
  loading,
  ...(failure !== undefined && { failure }),
});
const onError = (error: unknown): void => tell({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }); // prettier-ignore

function ready(): Past {
  if (failure !== undefined) throw new Error(failure);
  if (!past || loading !== null) throw new ConditionError('', 'the replay is still being opened');
  return past;
}
const position = (one: Past): Position => ({ epoch: opening.id, seq: one.now });
/** Whether a query reaches back before what is held here. */
const before = ({ range }: Pick<Count, 'range'>): boolean => range !== undefined && range.from < opening.from - HELD;

const calls: { [C in keyof Calls]: (...args: Parameters<Calls[C]>) => Promise<ReturnType<Calls[C]>> } = {
  async open(given) {
    opening = given;
    const { city, id, from, to, rules } = given;
    zone = zoneOf(city.timeZone);
    history = historyThrough(given.history);
    past = new Past({
      city,
      id,
      from,
      to,
      rules,
      history,
      views: await findViews(),
      signals: await findSignals(),
      machine: () => performance.now(),
      send: (frame) => tell({ frame }),
      onMoved: () => tell({ moved: true }),
      onError,
    });
    await past.load((facts) => (loading = facts));
    loading = null;
    setInterval(() => past!.beat(), BEAT);
    return null;
  },
  async change({ at, speed, playing }) {
    const one = ready();
    one.clock.set({ ...(speed !== undefined && { speed }), ...(playing !== undefined && { playing }) }, performance.now()); // prettier-ignore
    if (at !== undefined) await one.go(at);
    return standing();
  },
  async join(request: JoinRequest): Promise<JoinReply> {
    const reply = await ready().rooms.join({ ...request, city: opening.id });
    ready().rooms.lookedAt('hub', looking);
    return 'error' in reply ? reply : { ...reply, replay: opening.id };
  },
  async count(query) {
    const one = ready();
    const answer = before(query) ? await history.count(query) : countOf((kind) => one.rows(kind), query, zone, position(one)); // prettier-ignore
    return withResidents(residentsOf(opening.city), query, answer);
  },
  async list(query: List) {
    const one = ready();
    return before(query) ? history.list(query) : listOf((kind) => one.rows(kind), query, position(one));
  },
  async ticket(id): Promise<TicketAnswer | null> {
    const one = ready();
    const record = one.record('ticket', id);
    if (record?.kind === 'ticket') return { ticket: record.row, steps: record.steps, position: position(one) };
    const answer = await history.ticket(id);
    // What was not there yet is not shown.
    return answer && answer.ticket.created !== null && answer.ticket.created <= one.now ? answer : null;
  },
  timeline: () => timelineOf(history, opening, zone),
};

function failureOf(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof ConditionError) return { message, path: error.path, rule: error.rule };
  return error instanceof CursorError ? { message, path: '/after', rule: message } : { message };
}

port.on('message', (request: Request) => {
  if ('looking' in request) {
    looking = request.looking;
    past?.rooms.lookedAt('hub', looking);
    return;
  }
  const call = calls[request.call] as (...args: unknown[]) => Promise<unknown>;
  call(...request.args).then(
    (value) => tell({ id: request.id, value }),
    (error: unknown) => {
      if (request.call === 'open') {
        failure = error instanceof Error ? error.message : String(error);
        loading = null;
      }
      tell({ id: request.id, failure: failureOf(error) });
    },
  );
});
setInterval(() => opening && tell({ standing: standing() }), SAY);
