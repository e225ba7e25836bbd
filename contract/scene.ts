/** Scenes as data: which widget stands where on the grid, with which options. */
import Type, { type Static } from 'typebox';
import { Condition } from './condition.ts';
import { Text } from './text.ts';

const closed = { additionalProperties: false } as const;

/** One widget on a scene. `at` is [column, row, columns, rows] in grid cells, from 0. */
export const Placement = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z0-9-]{1,40}$' }),
    widget: Type.String({ pattern: '^[a-z0-9-]{1,40}$' }),
    at: Type.Tuple([Type.Integer(), Type.Integer(), Type.Integer(), Type.Integer()]),
    options: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    /** Added to the scope of the scene. */
    scope: Type.Optional(Condition),
  },
  closed,
);

/** A layout holds for canvases at least this wide for their height; the widest that fits is taken. */
export const Layout = Type.Object(
  {
    minAspect: Type.Number({ minimum: 0 }),
    columns: Type.Integer({ minimum: 1, maximum: 96 }),
    rows: Type.Integer({ minimum: 1, maximum: 96 }),
    widgets: Type.Array(Placement, { maxItems: 60 }),
  },
  closed,
);

/** Layouts of a scene at most. */
export const LAYOUTS_MAX = 8;

export const Scene = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z0-9-]{1,40}$' }),
    titles: Text,
    subtitles: Type.Optional(Text),
    /** Scenes of the same group stand under one tab of this name. */
    group: Type.Optional(Text),
    scope: Type.Optional(Condition),
    layouts: Type.Array(Layout, { minItems: 1, maxItems: LAYOUTS_MAX }),
  },
  closed,
);
export type Scene = Static<typeof Scene>;
export type Layout = Static<typeof Layout>;
export type Placement = Static<typeof Placement>;

/** Where something breaks which rule. */
export interface Fault {
  path: string;
  rule: string;
}

type At = Placement['at'];
/** Whether two areas share a cell. */
export const overlap = ([ac, ar, aw, ah]: At, [bc, br, bw, bh]: At): boolean =>
  ac < bc + bw && bc < ac + aw && ar < br + bh && br < ar + ah;
/** Whether an area has cells, all of them in the grid. */
export const within = ([column, row, columns, rows]: At, grid: Pick<Layout, 'columns' | 'rows'>): boolean =>
  column >= 0 && row >= 0 && columns >= 1 && rows >= 1 && column + columns <= grid.columns && row + rows <= grid.rows;

/** The first rule of grids that a scene breaks and its schema cannot say; null: none. */
export function gridFault({ layouts }: Pick<Scene, 'layouts'>): Fault | null {
  for (const [i, layout] of layouts.entries()) {
    const path = `/layouts/${i}`;
    if (layouts.findIndex(({ minAspect }) => minAspect === layout.minAspect) < i)
      return { path: `${path}/minAspect`, rule: 'is there twice' };
    for (const [j, { id, at }] of layout.widgets.entries()) {
      const here = `${path}/widgets/${j}`;
      const before = layout.widgets.slice(0, j);
      if (before.some((one) => one.id === id)) return { path: `${here}/id`, rule: `${id} is there twice` };
      if (!within(at, layout))
        return { path: `${here}/at`, rule: `must lie in the grid of ${layout.columns} × ${layout.rows} cells` };
      const under = before.find((one) => overlap(one.at, at));
      if (under) return { path: `${here}/at`, rule: `overlaps ${under.id}` };
    }
  }
  return null;
}

/** Versions of a scene that are kept; the oldest go. */
export const VERSIONS_KEPT = 50;
/** Deleted scenes whose versions are kept; of those that were deleted longest ago nothing is. */
export const DELETED_KEPT = 20;
/** Scenes of a city at most, with those that are hidden. */
export const SCENES_MAX = 60;

/** Who saved a version, and how it came to be. Version 0 is the profile's own: it has no author and no time. */
export interface SceneVersion {
  version: number;
  /** Unix ms of the city's clock. */
  at: number;
  by: string;
  comment: string;
  /** From here on the scene is not shown. */
  hidden?: true;
  /** It is hidden, and in no list but that of the deleted. */
  deleted?: true;
  /** The content is that of this older version. */
  from?: number;
}
/** A version with its content. */
export interface KeptScene extends SceneVersion {
  scene: Scene;
}

const By = Type.String({ minLength: 1, maxLength: 64, description: 'Who does it, for the others who do.' });
const Comment = Type.Optional(Type.String({ maxLength: 200, description: 'What for.' }));
const Base = Type.Integer({ minimum: 0, description: 'The newest version that was known; 0: that of the profile.' });

/** What makes a new version of a scene. */
export const SceneSave = Type.Object({ base: Base, by: By, comment: Comment, scene: Scene }, closed);
export type SceneSave = Static<typeof SceneSave>;
/** What makes a scene that was not there. */
export const SceneNew = Type.Object({ by: By, comment: Comment, scene: Scene }, closed);
export type SceneNew = Static<typeof SceneNew>;
/** What makes a new version with the content of an older one. */
export const SceneBack = Type.Object(
  { base: Base, by: By, comment: Comment, to: Type.Integer({ minimum: 0 }) },
  closed,
);
export type SceneBack = Static<typeof SceneBack>;
/** What makes a new version that is not shown. */
export const SceneHide = Type.Object({ base: Base, by: By, comment: Comment }, closed);
export type SceneHide = Static<typeof SceneHide>;

/** A file of the profile that is not shown as it is: what it held last is. */
export interface FileFault extends Fault {
  file: string;
}

/** Among the versions of scenes: names the content of the profile's files, so that a change of one is seen. No id of a scene. */
export const FILES = '~files';

/** Answer to `GET …/scenes`. */
export interface ScenesAnswer {
  /** Those that are shown, in their order. */
  scenes: Scene[];
  /** Which version of each is shown; under `FILES`, what the files of the profile hold, once one of them changed. */
  versions: Record<string, number>;
  hidden: Scene[];
  /** Deleted scenes whose versions are kept; absent: none. */
  deleted?: Scene[];
  /** Files of the profile that are refused; absent: none. */
  faults?: FileFault[];
}
