/** What the console shows and what may be done, as values: the list, the selection, silences. Pure. */
import { byNeed, type AlertCard } from '../../contract/alert.ts';
import type { Silence } from '../../contract/rule.ts';
import { DAY, HOUR, type Zone } from '../../contract/time.ts';
import { waits } from '../../widgets/shared/alerts.ts';

export interface Item {
  id: string;
  card: AlertCard;
}

/** Which alerts are listed. `waiting`: nobody has them; `held`: somebody has; `resolved`: they are over. */
export const STATUS_FILTERS = ['open', 'waiting', 'held', 'resolved', 'all'] as const;
export interface Filter {
  status: (typeof STATUS_FILTERS)[number];
  /** This level only; null: all. */
  level: AlertCard['level'] | null;
  family: AlertCard['family'] | null;
}
export const EVERYTHING_OPEN: Filter = { status: 'open', level: null, family: null };

export const isOver = ({ status }: AlertCard): boolean => status === 'resolved' || status === 'lapsed';

/**
 * Alerts that are live and those that were asked for, each once. What is live is newer than what was asked for; what was
 * open when asked for and is live no more stays as it was, until it is asked for again.
 */
export function merged(live: Readonly<Record<string, AlertCard>>, asked: readonly Item[]): Item[] {
  const items = new Map(asked.map((item) => [item.id, item]));
  for (const [id, card] of Object.entries(live)) items.set(id, { id, card });
  return [...items.values()].sort(inOrder);
}

/** Open ones by need, then those that are over, the latest first. */
function inOrder(a: Item, b: Item): number {
  const over = Number(isOver(a.card)) - Number(isOver(b.card));
  if (over !== 0) return over;
  if (isOver(a.card)) return (b.card.resolved ?? 0) - (a.card.resolved ?? 0) || (a.id < b.id ? -1 : 1);
  return byNeed({ ...a.card, id: a.id }, { ...b.card, id: b.id });
}

function fits({ card }: Item, { status, level, family }: Filter): boolean {
  if (level !== null && card.level !== level) return false;
  if (family !== null && card.family !== family) return false;
  switch (status) {
    case 'open':
      return !isOver(card);
    case 'waiting':
      return waits(card);
    case 'held':
      return !isOver(card) && !waits(card);
    case 'resolved':
      return isOver(card);
    case 'all':
      return true;
  }
}

export const listed = (items: readonly Item[], filter: Filter): Item[] => items.filter((item) => fits(item, filter));

/** How many each status holds, whatever is chosen of it. */
export const counted = (items: readonly Item[], filter: Filter): Record<Filter['status'], number> =>
  Object.fromEntries(STATUS_FILTERS.map((status) => [status, listed(items, { ...filter, status }).length])) as Record<
    Filter['status'],
    number
  >;

/** The id one step from the selected one, held at the ends; the first where none of the list is selected. */
export function moved(list: readonly Item[], selected: string | undefined, by: 1 | -1): string | undefined {
  const at = list.findIndex(({ id }) => id === selected);
  if (at < 0) return list[0]?.id;
  return list[Math.min(list.length - 1, Math.max(0, at + by))]!.id;
}

export const ACTS = ['claim', 'dispatch', 'comment', 'silence', 'resolve'] as const;
export type Act = (typeof ACTS)[number];
/** Keys of the acts: those of the English words, as the buttons show them. */
export const ACT_KEYS: Record<Act, string> = { claim: 'c', dispatch: 'd', comment: 'm', silence: 's', resolve: 'r' };
export const actOfKey = (key: string): Act | undefined => ACTS.find((act) => ACT_KEYS[act] === key.toLowerCase());

/** Whether an act makes sense; the server has the last word. */
export function canDo(act: Act, card: AlertCard, desk: string): boolean {
  if (act === 'comment' || act === 'silence') return true;
  if (isOver(card)) return false;
  return act !== 'claim' || card.claimedBy === undefined || card.claimedBy !== desk;
}

/** How long a silence holds: hours, until eight tomorrow morning, or until a moment of one's own. */
export const SPANS = ['1h', '4h', 'morning', 'own'] as const;
export type Span = (typeof SPANS)[number];

/** The end of a silence that begins now; `own` is local time of the city as a date field has it. Null: not a later moment. */
export function endOf(span: Span, own: string, tz: Zone, now: number): number | null {
  if (span === '1h') return now + HOUR;
  if (span === '4h') return now + 4 * HOUR;
  if (span === 'morning') return tz.moment(tz.date(tz.addDays(now, 1)), 8 * 60);
  const parts = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})/.exec(own);
  if (!parts) return null;
  const end = tz.moment(parts[1]!, Number(parts[2]) * 60 + Number(parts[3]));
  return end > now && end - now <= 90 * DAY ? end : null;
}

/** What a silence made at an alert is about: its rule with its keys, or all of its rule. */
export const SCOPES = ['keys', 'rule'] as const;
export type Scope = (typeof SCOPES)[number];

export function silenceOf(
  card: Pick<AlertCard, 'rule' | 'keys'>,
  given: { scope: Scope; from: number; to: number; by: string; reason: string },
): Silence {
  const { scope, ...rest } = given;
  const keys = Object.fromEntries(Object.entries(card.keys).map(([field, value]) => [field, [value]]));
  const narrow = scope === 'keys' && Object.keys(keys).length > 0;
  return { match: { rule: [card.rule], ...(narrow && { keys }) }, ...rest };
}
