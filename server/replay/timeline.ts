/** What the timeline of a replay shows: how many tickets came when, and which alerts there were. */
import { DAY } from '../../contract/time.ts';
import type { Zone } from '../../contract/time.ts';
import { bucketStart, nextBucket } from '../../contract/time.ts';
import type { ReplayTimeline } from '../../contract/replay.ts';
import { cardOf } from '../alerts/book.ts';
import type { AlertRow } from '../../contract/fact.ts';
import type { History } from '../history/history.ts';

const ALERTS_MAX = 200;

/** The timeline of a range, Unix ms. */
export async function timelineOf(
  history: Pick<History, 'count' | 'list'>,
  { from, to }: { from: number; to: number },
  zone: Zone,
): Promise<ReplayTimeline> {
  const step = to - from <= 2 * DAY ? 'ten_minutes' : 'hour';
  const range = { from, to };
  const { rows } = await history.count({ measure: 'accepted', range, step, limit: 5000 });
  const counts = new Map(rows.map(({ bucket, cell }) => [bucket!, cell[0]]));
  const volume: ReplayTimeline['volume'] = [];
  for (let at = bucketStart(zone, step, from); at < to; at = nextBucket(zone, step, at))
    volume.push([at, counts.get(at) ?? 0]);
  const raised = await history.list({ measure: 'alerts_raised', range, size: ALERTS_MAX });
  const alerts = (raised.rows as unknown as AlertRow[]).flatMap((row) => {
    const card = cardOf(row);
    if (!card) return [];
    return [{ id: row.id, at: row.raised!, until: row.resolved, level: row.level ?? 4, titles: card.titles }];
  });
  return { step, volume, alerts: alerts.sort((a, b) => a.at - b.at) };
}
