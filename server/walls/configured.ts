/** Walls of a city as they are configured: kept in the shared state; `main` is there without. */
import { Compile } from 'typebox/compile';
import type { City } from '../../contract/city.ts';
import { MAIN, PLAIN_WALL, Wall } from '../../contract/wall.ts';
import { HttpProblem } from '../api/problem.ts';
import type { State } from '../state/state.ts';

export const wallsOf = (city: string): string => `walls:${city}`;
/** Walls of one city at most. */
export const WALLS_MAX = 50;
const checker = Compile(Wall);

/** Whether some layout of a scene has this placement. */
export const hasPlacement = ({ scenes }: Pick<City, 'scenes'>, scene: string, placement: string): boolean =>
  scenes.some(({ id, layouts }) => id === scene && layouts.some(({ widgets }) => widgets.some((w) => w.id === placement))); // prettier-ignore

/** A wall that this city can have. Throws HttpProblem 400 with path and rule. */
export function checkWall(value: unknown, city: Pick<City, 'scenes'>): Wall {
  if (!checker.Check(value)) {
    const [first] = checker.Errors(value);
    throw new HttpProblem(400, first?.instancePath || '/', first?.message ?? 'is not a wall');
  }
  const wall = value as Wall;
  const scenes = new Set(city.scenes.map(({ id }) => id));
  const tours = new Set<string>();
  for (const [i, tour] of wall.tours.entries()) {
    const path = `/tours/${i}`;
    if (tours.has(tour.id)) throw new HttpProblem(400, `${path}/id`, 'is there twice');
    if (tour.id === 'schedule' || tour.id === 'off') throw new HttpProblem(400, `${path}/id`, 'means something else');
    tours.add(tour.id);
    for (const [j, { scene, focus }] of tour.steps.entries()) {
      const step = `${path}/steps/${j}`;
      if (!scenes.has(scene)) throw new HttpProblem(400, `${step}/scene`, 'is not a scene of the profile');
      if (focus !== undefined && !hasPlacement(city as City, scene, focus))
        throw new HttpProblem(400, `${step}/focus`, `is not a placement of the scene ${scene}`);
    }
  }
  for (const [i, slot] of wall.schedule.entries()) {
    if (!tours.has(slot.tour)) throw new HttpProblem(400, `/schedule/${i}/tour`, 'is not a tour of this wall');
    if (slot.from === slot.to) throw new HttpProblem(400, `/schedule/${i}/to`, 'must differ from from');
  }
  return wall;
}

/** All walls of a city, `main` first, then by their ids. */
export async function listWalls(state: State, city: string): Promise<{ id: string; wall: Wall }[]> {
  const kept = (await state.list(wallsOf(city), '', WALLS_MAX)).map(({ id, value }) => ({
    id,
    wall: value as unknown as Wall,
  }));
  const main = kept.find(({ id }) => id === MAIN) ?? { id: MAIN, wall: PLAIN_WALL };
  return [main, ...kept.filter(({ id }) => id !== MAIN)];
}
