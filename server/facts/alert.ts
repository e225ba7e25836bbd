/** The fold of an alert: its steps in their order → its row. Pure; the same for every order of arrival (rule E4). */
import type { AlertContent, AlertData, AlertStatus, Sight } from '../../contract/alert.ts';
import type { AlertEventType } from '../../contract/event.ts';
import type { AlertRow, Step } from '../../contract/fact.ts';
import { KEY_FIELDS } from '../../contract/rule.ts';

/** An alert while it is folded. */
interface Draft {
  row: AlertRow;
  content: AlertContent | null;
  lapsed: boolean;
}

const blank = (id: string): AlertRow => ({
  id, rule: null, family: null, status: null, district: null, street: null, community: null, category: null,
  nature: null, channel: null, unit: null, words: null, medium: null, source: null, issue: null, owner: null, claimedBy: null,
  dispatchedTo: null, resolvedBy: null, began: null, raised: null, claimed: null, dispatched: null, recovering: null,
  resolved: null, escalated: null, updated: null, level: null, escalations: 0, flaps: 0, value: null, peak: null,
  open: false, title: null, content: null,
}); // prettier-ignore

function say(draft: Draft, content: AlertContent): void {
  const { row } = draft;
  draft.content = content;
  row.rule = content.rule;
  row.family = content.family;
  row.owner = content.owner ?? null;
  row.title = content.titles.zh;
  for (const field of KEY_FIELDS) row[field] = content.keys[field] ?? null;
  for (const field of ['district', 'street', 'community'] as const) row[field] = content.place[field] ?? null;
  row.level = content.level;
  see(draft, content.sight);
}

function see({ row, content }: Draft, sight: Sight): void {
  if (content) content.sight = sight;
  row.value = sight.value;
  row.peak = row.peak === null ? sight.value : Math.max(row.peak, sight.value);
}

function grow(draft: Draft, { level, says, sight }: AlertData<'hotline.alert.updated'>): void {
  draft.row.level = Math.min(draft.row.level ?? level, level);
  if (draft.content) draft.content = { ...draft.content, says };
  see(draft, sight);
}

/** What each step does. */
const STEPS: { [T in AlertEventType]: (draft: Draft, at: number, data: AlertData<T>) => void } = {
  'hotline.alert.pending'(draft, at, data) {
    draft.row.began ??= at;
    say(draft, { ...(data as AlertContent) });
  },
  'hotline.alert.lapsed': (draft) => void (draft.lapsed = true),
  'hotline.alert.raised'(draft, at, data) {
    draft.row.began ??= at;
    draft.row.raised ??= at;
    say(draft, { ...(data as AlertContent) });
  },
  'hotline.alert.reopened'(draft, _at, data) {
    const { row } = draft;
    // Whoever had it had closed it: it needs a person again.
    row.resolved = row.resolvedBy = row.recovering = row.claimed = row.claimedBy = null;
    row.dispatched = row.dispatchedTo = row.escalated = null;
    row.escalations = 0;
    row.flaps = row.flaps! + 1;
    row.peak = null;
    say(draft, { ...(data as AlertContent) });
  },
  'hotline.alert.updated': (draft, _at, data) => grow(draft, data),
  'hotline.alert.claimed'({ row }, at, { by }) {
    row.claimed ??= at;
    row.claimedBy = by;
  },
  'hotline.alert.commented': () => undefined,
  'hotline.alert.dispatched'({ row }, at, { by, unit }) {
    row.claimed ??= at;
    row.claimedBy ??= by;
    row.dispatched = at;
    row.dispatchedTo = unit;
  },
  'hotline.alert.escalated'({ row }, at, { level, times }) {
    row.level = Math.min(row.level ?? level, level);
    row.escalations = times;
    row.escalated = at;
  },
  'hotline.alert.recovering'(draft, at, { sight }) {
    draft.row.recovering = at;
    if (sight) see(draft, sight);
  },
  'hotline.alert.relapsed'(draft, _at, data) {
    draft.row.recovering = null;
    draft.row.flaps = draft.row.flaps! + 1;
    grow(draft, data);
  },
  'hotline.alert.resolved'({ row }, at, { by }) {
    row.resolved = at;
    row.resolvedBy = by ?? null;
  },
};

function statusOf({ row, lapsed }: Draft): AlertStatus {
  if (row.resolved !== null) return 'resolved';
  if (row.raised === null) return lapsed ? 'lapsed' : 'pending';
  if (row.recovering !== null) return 'recovering';
  if (row.dispatchedTo !== null) return 'dispatched';
  return row.claimedBy === null ? 'firing' : 'claimed';
}

/** The row of an alert, or null while it is not known what it is about. */
export function foldAlert(id: string, steps: readonly Step[]): AlertRow | null {
  const draft: Draft = { row: blank(id), content: null, lapsed: false };
  for (const { type, at, data } of steps) {
    draft.row.updated = at;
    STEPS[`hotline.${type}` as AlertEventType]?.(draft, at, data as never);
  }
  if (!draft.content) return null;
  const { row } = draft;
  const status = statusOf(draft);
  row.status = status;
  row.open = status !== 'resolved' && status !== 'lapsed';
  row.content = JSON.stringify({ ...draft.content, level: row.level });
  return row;
}
