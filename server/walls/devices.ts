/**
 * Screens that belong to walls. One that is new shows a code; an admin types it in the console and says where the screen
 * hangs; the screen then gets a token, of which only the hash is kept.
 */
import type { Json } from '../../contract/text.ts';
import { MINUTE } from '../../contract/time.ts';
import type { DeviceItem, DeviceReport } from '../../contract/wall.ts';
import type { State } from '../state/state.ts';
import { code, fits, hashOf, type Chance } from './secret.ts';

const devicesOf = (city: string): string => `devices:${city}`;
const signsOf = (city: string): string => `device-signs:${city}`;
const pairingsOf = (city: string): string => `pairings:${city}`;

/** How long a code is good. */
export const CODE_LIVES = 10 * MINUTE;
/** Codes that wait at once, and devices, of one city. */
export const PAIRINGS_MAX = 200;
export const DEVICES_MAX = 500;
const TOKEN = /^hd_([A-Za-z0-9_-]{43})$/;
/** 9 of the 32 bytes; the other 23 stay secret. */
const ID_CHARS = 12;

/** A screen's place. */
export interface Place {
  wall: string;
  row: number;
  column: number;
  name: string;
}
/** A device as it is kept. Moments are Unix ms of the machine's clock. */
export interface Device extends Place {
  id: string;
  hash: string;
  paired: number;
  by: string;
  /** Pages loaded before it, on the city's clock, are to load anew. */
  reload?: number;
}
interface Pairing {
  /** Hash of what the screen asks with. */
  hash: string;
  until: number;
  /** Said by the admin. */
  place: (Place & { by: string }) | null;
}
interface Sign {
  seen: number;
  report: DeviceReport;
}

export const listDevices = async (state: State, city: string): Promise<Device[]> =>
  (await state.list(devicesOf(city), '', DEVICES_MAX)).map(({ value }) => value as unknown as Device);

/** As the console lists them, by name. */
export async function deviceItems(state: State, city: string): Promise<DeviceItem[]> {
  const [devices, signs] = [await listDevices(state, city), await state.list(signsOf(city), '', DEVICES_MAX)];
  const heard = new Map(signs.map(({ id, value }) => [id, value as unknown as Sign]));
  return devices
    .map(({ id, name, wall, row, column, paired }) => {
      const sign = heard.get(id);
      return {
        id,
        name,
        wall,
        row,
        column,
        paired,
        seen: sign?.seen ?? 0,
        ...(sign && { skew: sign.report.clock - sign.seen, report: sign.report }),
      };
    })
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1));
}

export interface DeviceParts {
  city: string;
  state: State;
  /** The machine's clock, Unix ms. */
  machine(): number;
  chance: Chance;
}

/** A new code for a screen, and what it asks with until it belongs to a wall. Null where too many wait. */
export async function beginPairing({ city, state, machine, chance }: DeviceParts): Promise<{ code: string; secret: string; until: number } | null> {
  const waiting = await state.list(pairingsOf(city), '', PAIRINGS_MAX + 1);
  const dead = waiting.filter(({ value }) => (value as unknown as Pairing).until <= machine());
  for (const { id } of dead) await state.drop(pairingsOf(city), id);
  if (waiting.length - dead.length >= PAIRINGS_MAX) return null;
  const secret = chance.bytes(24).toString('base64url');
  const until = machine() + CODE_LIVES;
  const pairing: Pairing = { hash: hashOf(secret), until, place: null };
  for (;;) {
    const name = code(chance, 6);
    const kept = (await state.make(pairingsOf(city), name, pairing as unknown as Json)) as unknown as Pairing;
    // The same code as another screen's: once more.
    if (kept.hash === pairing.hash) return { code: name, secret, until };
  }
} // prettier-ignore

const pairingOf = async ({ city, state, machine }: DeviceParts, name: string): Promise<Pairing | null> => {
  const found = (await state.get(pairingsOf(city), name)) as unknown as Pairing | null;
  return found && found.until > machine() ? found : null;
};

/** Says where the screen with this code hangs. False where there is no such code (any more). */
export async function claimPairing(parts: DeviceParts, name: string, place: Place, by: string): Promise<boolean> {
  const pairing = await pairingOf(parts, name);
  if (!pairing) return false;
  await parts.state.put(pairingsOf(parts.city), name, { ...pairing, place: { ...place, by } } as unknown as Json);
  return true;
}

/**
 * What a screen that waits is told: `null` its code is no longer good, `'waiting'`, or its token, once. The device is made
 * at this moment: of two who ask at once one gets it.
 */
export async function askPairing(parts: DeviceParts, name: string, secret: string): Promise<null | 'waiting' | { token: string; device: Device }> {
  const { city, state, machine, chance } = parts;
  const pairing = await pairingOf(parts, name);
  if (!pairing || !fits(secret, pairing.hash)) return null;
  if (!pairing.place) return 'waiting';
  if (!(await state.drop(pairingsOf(city), name))) return null;
  const bytes = chance.bytes(32).toString('base64url');
  const token = `hd_${bytes}`;
  const device: Device = { id: bytes.slice(0, ID_CHARS), ...pairing.place, hash: hashOf(token), paired: machine() };
  await state.put(devicesOf(city), device.id, device as unknown as Json);
  return { token, device };
} // prettier-ignore

/** The device of a token, or null. */
export async function deviceOf({ city, state }: DeviceParts, token: string): Promise<Device | null> {
  const match = TOKEN.exec(token);
  const id = match?.[1]!.slice(0, ID_CHARS);
  const found = id === undefined ? null : ((await state.get(devicesOf(city), id)) as unknown as Device | null);
  // Compared in any case, so that the time says nothing of whether there is one.
  const same = fits(token, found?.hash ?? hashOf(''));
  return found && same ? found : null;
}

/** Keeps what a screen says of itself. */
export async function keepReport({ city, state, machine }: DeviceParts, id: string, report: DeviceReport): Promise<void> {
  await state.put(signsOf(city), id, { seen: machine(), report } as unknown as Json);
} // prettier-ignore

/** Changes what is kept of a device; null where there is none. */
export async function changeDevice({ city, state }: DeviceParts, id: string, change: Partial<Place & { reload: number }>): Promise<Device | null> {
  const device = (await state.get(devicesOf(city), id)) as unknown as Device | null;
  if (!device) return null;
  const next = { ...device, ...change };
  await state.put(devicesOf(city), id, next as unknown as Json);
  return next;
} // prettier-ignore

/** Takes a screen from its wall: its token is good for nothing from now on. False where there is none. */
export async function revokeDevice({ city, state }: DeviceParts, id: string): Promise<boolean> {
  await state.drop(signsOf(city), id);
  return state.drop(devicesOf(city), id);
}
