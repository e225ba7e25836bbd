/** The walls of one city: all that may be done with them, over the shared state, so that any server answers for them. */
import type { City } from '../../contract/city.ts';
import type { StoryItem } from '../../contract/replay.ts';
import type { Json } from '../../contract/text.ts';
import type { Briefing, DeviceItem, DeviceReport, ShowChange, Wall, WallValue } from '../../contract/wall.ts';
import { HttpProblem } from '../api/problem.ts';
import type { State } from '../state/state.ts';
import { openBook, type WallBook } from './book.ts';
import { briefingsOf, BRIEFINGS_MAX, checkBriefing, currentBriefings } from './briefings.ts';
import { checkWall, WALLS_MAX, wallsOf } from './configured.ts';
import * as devices from './devices.ts';
import * as presenters from './presenters.ts';
import { systemChance, type Chance } from './secret.ts';
import { readMembers, showOf, writeMembers, writesOf } from './show.ts';

/** Changes of a city that wait at once; further ones are refused. */
const WAITING_MAX = 200;

export interface WallsParts {
  city: City;
  state: State;
  briefings: readonly Briefing[];
  /** The stories that visitors can be told; absent: none. */
  stories?(): Promise<StoryItem[]>;
  /** The city's clock, Unix ms. */
  now(): number;
  /** The machine's clock, Unix ms. */
  machine?: () => number;
  chance?: Chance;
  /** Something that screens are told changed, here or at another server. */
  changed(): void;
  /** Tells the other servers to read again. */
  tell(): void;
  onError(error: unknown): void;
}

/** Everything here rejects with StateUnavailable where the state cannot be used, and with HttpProblem where it is refused. */
export interface Walls {
  readonly city: City;
  readonly book: WallBook;
  put(id: string, wall: unknown): Promise<Wall>;
  drop(id: string): Promise<void>;
  change(id: string, change: ShowChange): Promise<WallValue>;
  briefings(): Promise<Briefing[]>;
  putBriefing(id: string, briefing: unknown): Promise<Briefing>;
  dropBriefing(id: string): Promise<void>;
  devices(): Promise<DeviceItem[]>;
  beginPairing(): Promise<{ code: string; secret: string; until: number }>;
  askPairing(code: string, secret: string): Promise<'waiting' | { token: string; device: devices.Device }>;
  claim(code: string, place: devices.Place, by: string): Promise<void>;
  device(token: string): Promise<devices.Device | null>;
  report(id: string, report: DeviceReport): Promise<void>;
  move(id: string, change: Partial<devices.Place>): Promise<void>;
  /** Has this screen, or every screen of the city, load its page anew. */
  reload(id: string | null): Promise<void>;
  revoke(id: string): Promise<void>;
  present(wall: string, by: string): Promise<{ token: string; presenter: presenters.Presenter }>;
  presenter(token: string): Promise<presenters.Presenter | null>;
  presenters(): Promise<presenters.Presenter[]>;
  dropPresenter(id: string): Promise<void>;
  /** Another server changed something. */
  told(): void;
  close(): void;
}

/** Opens them; rejects with StateUnavailable. */
export async function openWalls(parts: WallsParts): Promise<Walls> {
  const { city, state, now, machine = Date.now, chance = systemChance, onError } = parts;
  const book = await openBook({ city: city.id, state, now, changed: parts.changed, onError });
  const shared = { city: city.id, state, machine, chance };
  const changed = async (): Promise<void> => {
    await book.reread();
    parts.tell();
  };
  const needed = (id: string): WallValue => {
    const value = book.value(id);
    if (!value) throw new HttpProblem(404, '/wall', `there is no wall ${id}`);
    return value;
  };
  /** One after another: a change is of what the one before it left. */
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    if (waiting >= WAITING_MAX) return Promise.reject(new HttpProblem(503, '', 'too much at once; try again'));
    waiting++;
    const mine = last.then(work).finally(() => void waiting--);
    last = mine.catch(() => undefined);
    return mine;
  };
  const inside = ({ wall, row, column }: Pick<devices.Place, 'wall' | 'row' | 'column'>): void => {
    const { rows, columns } = needed(wall).wall;
    if (row >= rows) throw new HttpProblem(400, '/row', `must be below ${rows}`);
    if (column >= columns) throw new HttpProblem(400, '/column', `must be below ${columns}`);
  };

  return {
    city,
    book,
    async put(id, given) {
      const wall = checkWall(given, city);
      const known = wall.stories ? ((await parts.stories?.()) ?? []) : [];
      const lost = wall.stories?.findIndex((story) => !known.some((one) => one.id === story)) ?? -1;
      if (lost >= 0) throw new HttpProblem(400, `/stories/${lost}`, 'is not a story of this city');
      if (book.list().length >= WALLS_MAX && !book.list().some((one) => one.id === id))
        throw new HttpProblem(400, '', `at most ${WALLS_MAX} walls a city`);
      await state.put(wallsOf(city.id), id, wall as unknown as Json);
      await changed();
      return wall;
    },
    async drop(id) {
      if (!(await state.drop(wallsOf(city.id), id)))
        throw new HttpProblem(404, '/wall', 'there is no such wall to take away');
      for (const [member] of await readMembers(state, city.id, id)) await state.drop(showOf(city.id, id), member);
      await changed();
    },
    change: (id, change) =>
      inTurn(async () => {
        const { wall } = needed(id);
        const members = await readMembers(state, city.id, id);
        const briefings = change.briefing ? await currentBriefings(state, city.id, parts.briefings) : [];
        const asked = typeof change.story === 'object' && change.story !== null;
        const stories = asked ? ((await parts.stories?.()) ?? []) : [];
        await writeMembers(
          state,
          city.id,
          id,
          writesOf(change, { city, wall, members, briefings, stories, now: now() }),
        );
        await changed();
        return needed(id);
      }),
    briefings: () => currentBriefings(state, city.id, parts.briefings),
    async putBriefing(id, given) {
      const briefing = checkBriefing(given, city);
      if (briefing.id !== id) throw new HttpProblem(400, '/id', 'must be that of the address');
      const all = await currentBriefings(state, city.id, parts.briefings);
      if (all.length >= BRIEFINGS_MAX && !all.some((one) => one.id === id))
        throw new HttpProblem(400, '', `at most ${BRIEFINGS_MAX} briefings a city`);
      await state.put(briefingsOf(city.id), id, briefing as unknown as Json);
      return briefing;
    },
    async dropBriefing(id) {
      if (!(await state.drop(briefingsOf(city.id), id)))
        throw new HttpProblem(404, '/id', 'this briefing was not edited');
    },
    devices: () => devices.deviceItems(state, city.id),
    async beginPairing() {
      const begun = await devices.beginPairing(shared);
      if (!begun) throw new HttpProblem(503, '', 'too many screens wait for their place; try again in some minutes');
      return begun;
    },
    async askPairing(code, secret) {
      const answer = await devices.askPairing(shared, code, secret);
      if (!answer) throw new HttpProblem(404, '/code', 'this code is no longer good');
      if (answer !== 'waiting') await changed();
      return answer;
    },
    async claim(code, place, by) {
      inside(place);
      if ((await devices.listDevices(state, city.id)).length >= devices.DEVICES_MAX)
        throw new HttpProblem(400, '', `at most ${devices.DEVICES_MAX} screens a city`);
      if (!(await devices.claimPairing(shared, code, place, by)))
        throw new HttpProblem(404, '/code', 'no screen shows this code (any more)');
    },
    device: (token) => devices.deviceOf(shared, token),
    report: (id, report) => devices.keepReport(shared, id, report),
    async move(id, change) {
      const before = (await devices.listDevices(state, city.id)).find((one) => one.id === id);
      if (!before) throw new HttpProblem(404, '/id', 'there is no such screen');
      inside({ ...before, ...change });
      await devices.changeDevice(shared, id, change);
      await changed();
    },
    async reload(id) {
      const all = id === null ? (await devices.listDevices(state, city.id)).map((one) => one.id) : [id];
      for (const one of all)
        if (!(await devices.changeDevice(shared, one, { reload: now() })) && id !== null)
          throw new HttpProblem(404, '/id', 'there is no such screen');
      await changed();
    },
    async revoke(id) {
      if (!(await devices.revokeDevice(shared, id))) throw new HttpProblem(404, '/id', 'there is no such screen');
      await changed();
    },
    async present(wall, by) {
      needed(wall);
      const made = await presenters.makePresenter(shared, wall, by);
      if (!made) throw new HttpProblem(503, '', `at most ${presenters.PRESENTERS_MAX} codes at once`);
      return made;
    },
    presenter: (token) => presenters.presenterOf(shared, token),
    presenters: () => presenters.listPresenters(shared),
    async dropPresenter(id) {
      if (!(await presenters.dropPresenter(shared, id))) throw new HttpProblem(404, '/id', 'there is no such code');
    },
    told: () => void book.reread().catch(onError),
    close: () => book.close(),
  };
}
