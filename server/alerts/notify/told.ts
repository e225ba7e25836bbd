/**
 * Who was told of which alert, in the collection `told:<city>`: whoever was told that it began is told that it ended,
 * also when routes or levels changed meanwhile.
 */
import { DAY, HOUR } from '../../../contract/time.ts';
import type { Clock } from '../../clock.ts';
import type { State } from '../../state/state.ts';
import type { NoticeKind } from './notice.ts';

interface Told {
  recipients: string[];
  /** When it was resolved, Unix ms of the machine's clock. It may come back for a while. */
  ended?: number;
}

/** An alert that was resolved is remembered for so long. */
const REMEMBERED = DAY;

export interface ToldBook {
  /** Ids of those who were told of this alert. */
  of(alert: string): Promise<Set<string>>;
  /** Notes that they were told of this. */
  note(alert: string, recipients: readonly string[], kind: NoticeKind): Promise<void>;
}

export function toldBook(state: State, city: string, machine: Clock): ToldBook {
  const collection = `told:${city}`;
  let swept = -Infinity;
  const read = async (alert: string): Promise<Told | null> =>
    (await state.get(collection, alert)) as unknown as Told | null;

  async function sweep(now: number): Promise<void> {
    if (now - swept < HOUR) return;
    swept = now;
    for (const { id, value } of await state.list(collection)) {
      const { ended } = value as unknown as Told;
      if (ended !== undefined && now - ended > REMEMBERED) await state.drop(collection, id);
    }
  }

  return {
    of: async (alert) => new Set((await read(alert))?.recipients),
    async note(alert, recipients, kind) {
      const before = await read(alert);
      if (!before && recipients.length === 0) return;
      const now = machine.now();
      const all = [...new Set([...(before?.recipients ?? []), ...recipients])];
      const ended = kind === 'resolved' ? now : kind === 'reopened' ? undefined : before?.ended;
      await state.put(collection, alert, { recipients: all, ...(ended !== undefined && { ended }) });
      await sweep(now);
    },
  };
}
