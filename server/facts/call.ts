/** The fold of a call: its steps in their order → its row. Pure; the same for every order of arrival (rule E4). */
import type { CallRow, Step } from '../../contract/fact.ts';

/** A call that hangs up this soon after queueing was not offered (GB/T 33358-2016). */
export const SHORT_ABANDON = 5000;

/** The row of a call, or null while it is not known when it queued. */
export function foldCall(id: string, steps: readonly Step[]): CallRow | null {
  const row: CallRow = {
    id, source: null, line: null, seat: null, zone: null, ticket: null, caller: null,
    queued: null, answered: null, abandoned: null, ended: null, updated: null,
    wait: null, talk: null, short: null, waiting: false, 
  }; // prettier-ignore
  for (const { type, at, source, data } of steps) {
    row.updated = at;
    if (type === 'call.queued') {
      row.queued ??= at;
      row.source = source;
      row.line = (data['line'] as string | undefined) ?? row.line;
      row.caller = (data['caller'] as string | undefined) ?? row.caller;
    } else if (type === 'call.answered') {
      row.answered ??= at;
      row.seat = (data['seat'] as string | undefined) ?? row.seat;
      row.zone = (data['zone'] as string | undefined) ?? row.zone;
    } else if (type === 'call.abandoned') row.abandoned ??= at;
    else if (type === 'call.ended') {
      row.ended = at;
      row.ticket = (data['ticket'] as string | undefined) ?? row.ticket;
    }
  }
  if (row.queued === null) return null;
  // An answered call was not abandoned, whatever a late event of the switch says.
  if (row.answered !== null) row.abandoned = null;
  const left = row.answered ?? row.abandoned ?? row.ended;
  row.waiting = left === null;
  if (left !== null) row.wait = Math.max(0, left - row.queued);
  if (row.answered !== null && row.ended !== null) row.talk = Math.max(0, row.ended - row.answered);
  if (left !== null) row.short = row.abandoned !== null && row.wait! < SHORT_ABANDON;
  return row;
}
