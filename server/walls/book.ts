/**
 * The walls of a city as this server knows them: read from the shared state, read again when another server says that
 * something changed, and every two seconds while somebody looks, since that word may be lost.
 */
import type { Wall, WallValue } from '../../contract/wall.ts';
import type { State } from '../state/state.ts';
import { rereading } from '../state/reread.ts';
import { listWalls } from './configured.ts';
import { listDevices } from './devices.ts';
import { readMembers, showFrom } from './show.ts';

export interface WallBook {
  /** What a wall shows; null where there is none. The same object until something changed. */
  value(id: string): WallValue | null;
  list(): { id: string; wall: Wall }[];
  /** Reads everything anew. Resolves when what was written before the call is known. */
  reread(): Promise<void>;
  close(): void;
}

export interface BookParts {
  city: string;
  state: State;
  /** The city's clock, Unix ms. */
  now(): number;
  changed(): void;
  onError(error: unknown): void;
}

/** Opens the book; it has been read once. Rejects with StateUnavailable. */
export async function openBook({ city, state, now, changed, onError }: BookParts): Promise<WallBook> {
  let walls: { id: string; wall: Wall }[] = [];
  let values = new Map<string, WallValue>();
  let texts = new Map<string, string>();

  const read = async (): Promise<void> => {
    const listed = await listWalls(state, city);
    const devices = await listDevices(state, city);
    const next = new Map<string, WallValue>();
    const nextTexts = new Map<string, string>();
    for (const { id, wall } of listed) {
      const { show, drivers } = showFrom(await readMembers(state, city, id), now());
      const mine = devices
        .filter((device) => device.wall === id)
        .map(({ id: device, row, column, reload }) => [
          device,
          { row, column, ...(reload !== undefined && { reload }) },
        ]);
      const value: WallValue = { id, wall, show, devices: Object.fromEntries(mine), drivers };
      const text = JSON.stringify(value);
      nextTexts.set(id, text);
      next.set(id, text === texts.get(id) ? values.get(id)! : value);
    }
    const same = next.size === values.size && [...next].every(([id, value]) => values.get(id) === value);
    [walls, values, texts] = [listed, next, nextTexts];
    if (!same) changed();
  };
  const rereads = await rereading(read, onError);

  return {
    value(id) {
      rereads.looked();
      return values.get(id) ?? null;
    },
    list: () => walls,
    reread: rereads.reread,
    close: rereads.close,
  };
}
