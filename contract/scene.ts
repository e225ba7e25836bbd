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

export const Scene = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z0-9-]{1,40}$' }),
    titles: Text,
    subtitles: Type.Optional(Text),
    scope: Type.Optional(Condition),
    layouts: Type.Array(Layout, { minItems: 1, maxItems: 8 }),
  },
  closed,
);
export type Scene = Static<typeof Scene>;
export type Layout = Static<typeof Layout>;
export type Placement = Static<typeof Placement>;
