/** The steps that a row tells of a ticket, in time: which happened, when, and whether that can be. Pure. */
import { TIME_TARGETS, type Mapping, type TimeTarget } from '../../contract/mapping.ts';
import { MINUTE, SECOND, type Zone } from '../../contract/time.ts';
import type { RowReader } from './row.ts';
import type { Moment } from './times/wall.ts';

/** A step that a row tells: the event's name without `hotline.ticket.`, Unix ms, and its data. */
export interface RowStep {
  step: string;
  at: number;
  data: Record<string, unknown>;
}

/** Times of a row, Unix ms. `created` is there. */
export type Times = Partial<Record<TimeTarget, number>> & { created: number };

/** Times that are not steps after the creation. */
const NOT_STEPS = new Set<TimeTarget>(['created', 'due', 'updated']);

/**
 * The times of a row. A step told by the day or the minute in which the ticket was created was not before it; what was
 * before it is refused, or left out with a remark, as the mapping says. A deadline told by its day is the end of that day.
 */
export function timesOf(row: RowReader, created: Moment, mapping: Mapping, tz: Zone): Times {
  const times: Times = { created: created.at };
  for (const target of TIME_TARGETS) {
    if (target === 'created') continue;
    const moment = row.time(target);
    if (!moment) continue;
    if (target === 'due') times.due = moment.precision === 'day' ? tz.addDays(moment.at, 1) - SECOND : moment.at;
    else if (NOT_STEPS.has(target) || moment.at >= created.at) times[target] = moment.at;
    else if (sameTold(moment, created.at, tz)) times[target] = created.at;
    else if (mapping.onBeforeCreated === 'omit')
      row.remarks.push({ path: `/${target}`, rule: 'is before created: the step is left out' });
    else row.refused.push({ path: `/${target}`, rule: 'must not be before created' });
  }
  return times;
}

const sameTold = ({ at, precision }: Moment, created: number, tz: Zone): boolean =>
  precision === 'day'
    ? tz.dayStart(at) === tz.dayStart(created)
    : precision === 'minute' && Math.floor(at / MINUTE) === Math.floor(created / MINUTE);

const withComment = (comment: string | undefined): Record<string, unknown> =>
  comment === undefined ? {} : { comment };

/** Steps after the creation, in the order of a life. */
export function stepsOf(row: RowReader, times: Times, mapping: Mapping): RowStep[] {
  const steps: RowStep[] = [];
  const add = (step: string, at: number | undefined, data: Record<string, unknown> = {}): void => {
    if (at !== undefined) steps.push({ step, at, data });
  };
  const unit = row.word('unit', 64);
  const comment = row.word('comment', 2000);
  const outcome = row.choice('status', true);

  // Without a column of its own, what has a unit was dispatched as it came.
  const dispatched = mapping.columns.dispatched === undefined && unit !== undefined ? times.created : times.dispatched;
  if (dispatched !== undefined && unit === undefined)
    row.remarks.push({ path: '/unit', rule: 'is blank: the dispatch is left out' });
  else if (dispatched !== undefined)
    add('dispatched', dispatched, { unit, ...(times.due !== undefined && { due: new Date(times.due).toISOString() }) });
  if (times.due !== undefined && steps.length === 0)
    row.remarks.push({ path: '/due', rule: 'is of a ticket that was not dispatched, and is left out' });

  add('accepted', times.accepted, unit === undefined ? {} : { unit });
  add('contacted', times.contacted);
  const end = endOf(row, times, outcome);
  add('replied', times.replied, end === undefined ? withComment(comment) : {});
  if (end) add(end.step, end.at, withComment(comment));
  add('revisited', times.revisited);

  const satisfaction = row.choice('satisfaction');
  const solved = row.choice('solved');
  if (satisfaction !== undefined || solved !== undefined) {
    const at = times.rated ?? times.revisited ?? times.closed ?? end?.at;
    if (at === undefined) row.remarks.push({ path: '/satisfaction', rule: 'has no time, and is left out' });
    add('rated', at, {
      ...(satisfaction !== undefined && { satisfaction }),
      ...(solved !== undefined && { solved: solved === 'true' }),
    });
  }
  return steps;
}

/** How the ticket ended, if it did: by its times, unless its status says otherwise. */
function endOf(row: RowReader, times: Times, outcome: string | undefined): { step: string; at: number } | undefined {
  const { closed } = times;
  if (outcome === 'open') {
    if (closed !== undefined)
      row.remarks.push({ path: '/closed', rule: 'is of a ticket that is open, and is left out' });
    return undefined;
  }
  if (outcome === 'cancelled') return { step: 'cancelled', at: closed ?? latest(times) };
  if (closed !== undefined) return { step: 'closed', at: closed };
  if (outcome !== 'closed') return undefined;
  const at = times.updated ?? times.replied;
  if (at !== undefined && at >= times.created) return { step: 'closed', at };
  row.remarks.push({ path: '/closed', rule: 'is blank though the status says so: the ticket stays open' });
  return undefined;
}

const latest = ({ created, updated, replied }: Times): number => Math.max(created, updated ?? 0, replied ?? 0);
