/** Figures of simulated events by the definitions of the measures, to hold a model against what it is calibrated to. */
import type { EventData } from '../../contract/event.ts';
import { SECOND } from '../../contract/time.ts';
import type { SimEvent } from './life.ts';
import type { World } from './world.ts';

export interface Figures {
  ticketsPerDay: number;
  callsPerDay: number;
  /** Percent. */
  answerRate: number;
  serviceLevel15: number;
  directRate: number;
  onTimeRate: number;
  satisfaction: number;
  repeatRate: number;
  /** Mean number overdue at noon of the days asked for. */
  overdue: number;
  open: number;
}

interface Ticket {
  content?: { nature: string; category?: string; urgency?: string; channel: string };
  started?: number;
  until?: number;
  done?: number;
  ended?: number;
  dispatched?: number;
  closed: boolean;
  off: boolean;
  satisfied?: boolean;
  repeat: boolean;
}

const percent = (part: number, of: number): number => (of === 0 ? NaN : (part / of) * 100);

/** Figures of the events of `days` days. `probes`: moments at which the open and overdue are counted, Unix ms. */
export function figures(
  world: World,
  events: readonly SimEvent[],
  days: number,
  probes: readonly number[] = [],
): Figures {
  const satisfying = new Set<string>(world.city.satisfied);
  const tickets = new Map<string, Ticket>();
  const calls = new Map<string, { queued: number; answered?: number; abandoned?: number }>();
  for (const { at, event } of events.toSorted((a, b) => a.at - b.at)) {
    const { subject, type } = event;
    if (type.startsWith('hotline.call.')) {
      const call = calls.get(subject) ?? { queued: at };
      calls.set(subject, call);
      if (type === 'hotline.call.answered') call.answered = at;
      if (type === 'hotline.call.abandoned') call.abandoned = at;
    }
    if (!type.startsWith('hotline.ticket.')) continue;
    let ticket = tickets.get(subject);
    if (!ticket) tickets.set(subject, (ticket = { closed: false, off: false, repeat: false }));
    const data = event.data as Record<string, unknown>;
    switch (type) {
      case 'hotline.ticket.created':
        ticket.content = data as EventData<'hotline.ticket.created'>;
        ticket.repeat = data['repeatOf'] !== undefined;
        break;
      case 'hotline.ticket.corrected':
        ticket.content = { ...ticket.content!, ...data };
        break;
      case 'hotline.ticket.dispatched':
      case 'hotline.ticket.redone':
      case 'hotline.ticket.reopened':
        ticket.dispatched ??= at;
        ticket.started = at;
        ticket.until = ticket.done = ticket.ended = undefined;
        ticket.closed = false;
        break;
      case 'hotline.ticket.extended':
        ticket.until = Date.parse(data['until'] as string);
        break;
      case 'hotline.ticket.replied':
        ticket.done ??= at;
        break;
      case 'hotline.ticket.closed':
        ticket.done ??= at;
        ticket.ended = at;
        ticket.closed = true;
        break;
      case 'hotline.ticket.merged':
      case 'hotline.ticket.cancelled':
        ticket.off = true;
        break;
      case 'hotline.ticket.rated':
        ticket.satisfied = satisfying.has(data['satisfaction'] as string);
        break;
    }
  }
  const all = [...tickets.values()];
  const dueOf = (t: Ticket): number => t.until ?? world.limit(t.content!, t.started!)!.due;
  const timed = all.filter((t) => t.started !== undefined && !t.off).map((t) => ({ ...t, due: dueOf(t) }));
  const offered = [...calls.values()].filter((c) => c.abandoned === undefined || c.abandoned - c.queued >= 5 * SECOND);
  const answered = offered.filter((c) => c.answered !== undefined);
  const rated = all.filter((t) => t.satisfied !== undefined);
  const mean = (count: (at: number) => number): number =>
    probes.reduce((sum, at) => sum + count(at), 0) / Math.max(1, probes.length);
  return {
    ticketsPerDay: all.length / days,
    callsPerDay: offered.length / days,
    answerRate: percent(answered.length, offered.length),
    serviceLevel15: percent(answered.filter((c) => c.answered! - c.queued <= 15 * SECOND).length, offered.length),
    directRate: percent(all.filter((t) => t.closed && t.started === undefined).length, all.length),
    onTimeRate: percent(timed.filter((t) => t.done! <= t.due).length, timed.length),
    satisfaction: percent(rated.filter((t) => t.satisfied).length, rated.length),
    repeatRate: percent(all.filter((t) => t.repeat).length, all.length),
    overdue: mean((at) => timed.filter((t) => t.started! <= at && t.due < at && t.done! > at).length),
    open: mean((at) => timed.filter((t) => t.dispatched! <= at && t.ended! > at).length),
  };
}
