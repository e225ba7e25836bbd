/**
 * Walls: what screens of a city hang side by side, and what they show now. A wall is data that an admin edits; its show is
 * what a presenter, a touch or a tour made of it. All screens of a wall step by the server's clock: what is told them says
 * from which moment it holds.
 */
import Type, { type Static } from 'typebox';
import { Condition } from './condition.ts';
import { MEASURE_IDS, type MeasureId } from './measure.ts';
import type { Story } from './replay.ts';
import { Text } from './text.ts';
import { WINDOWS } from './time.ts';

export { MAIN } from './wall-id.ts';

const closed = { additionalProperties: false } as const;
const ID = '^[a-z0-9-]{1,40}$';
const Id = (description: string) => Type.String({ pattern: ID, description });
const Minutes = Type.Integer({ minimum: 0, maximum: 1440, description: 'Minutes after local midnight.' });

/** A change holds so much later than it was told, ms: by then all screens have it. */
export const AHEAD = 200;
/** A device that was not heard for so long has dropped out, ms. It reports every `REPORT_EVERY`. */
export const DROPPED_AFTER = 15_000;
export const REPORT_EVERY = 10_000;

export const WallId = Id('Id of a wall.');

/** A stop of a tour. */
export const TourStep = Type.Object(
  {
    scene: Id('Scene of the profile.'),
    seconds: Type.Integer({ minimum: 3, maximum: 3600 }),
    /** Said under it, for visitors. */
    caption: Type.Optional(Text),
    /** Placement of the scene that stands out; the others are dimmed. */
    focus: Type.Optional(Id('Placement of the scene.')),
  },
  closed,
);
export type TourStep = Static<typeof TourStep>;

export const Tour = Type.Object(
  { id: Id('Id of the tour.'), names: Text, steps: Type.Array(TourStep, { minItems: 1, maxItems: 40 }) },
  closed,
);
export type Tour = Static<typeof Tour>;

/** When a tour runs by itself, in the city's zone. `from` after `to`: over midnight, counted to the day on which it begins. */
export const TourSlot = Type.Object(
  {
    tour: Id('Tour of this wall.'),
    /** Weekdays, 0 is Sunday; absent: every day. */
    days: Type.Optional(Type.Array(Type.Integer({ minimum: 0, maximum: 6 }), { minItems: 1, uniqueItems: true })),
    from: Minutes,
    to: Minutes,
  },
  closed,
);
export type TourSlot = Static<typeof TourSlot>;

/** A wall as it is configured. */
export const Wall = Type.Object(
  {
    names: Text,
    rows: Type.Integer({ minimum: 1, maximum: 8 }),
    columns: Type.Integer({ minimum: 1, maximum: 16 }),
    /** One screen, px of its own. */
    screen: Type.Object(
      {
        width: Type.Integer({ minimum: 320, maximum: 16384 }),
        height: Type.Integer({ minimum: 320, maximum: 16384 }),
      },
      closed,
    ),
    /** What lies between two pictures beside and below each other, in px of a screen: the picture goes on behind it. */
    bezel: Type.Object(
      { x: Type.Integer({ minimum: 0, maximum: 400 }), y: Type.Integer({ minimum: 0, maximum: 400 }) },
      closed,
    ),
    tours: Type.Array(Tour, { maxItems: 20 }),
    /** The first that fits runs; where none fits there is no tour. */
    schedule: Type.Array(TourSlot, { maxItems: 50 }),
    /** Seconds after the last touch until the tour goes on. */
    idle: Type.Integer({ minimum: 10, maximum: 3600 }),
    /** Darker from `from` to `to`; `brightness` 1 is as by day. */
    night: Type.Optional(
      Type.Object({ from: Minutes, to: Minutes, brightness: Type.Number({ minimum: 0.3, maximum: 1 }) }, closed),
    ),
    /** `exhibit`: for visitors; no ways out, no texts of citizens, and a tour of all scenes where none is configured. */
    mode: Type.Enum(['wall', 'exhibit']),
    theme: Type.Optional(Type.String({ pattern: '^[a-z]{1,20}$' })),
    /** Stories that visitors are told by turns after each round of the tour. Absent: those of the profile; empty: none. */
    stories: Type.Optional(Type.Array(Id('Story.'), { maxItems: 20, uniqueItems: true })),
  },
  closed,
);
export type Wall = Static<typeof Wall>;

/** What `main` is before anybody configured it, and what a new wall begins with. */
export const PLAIN_WALL: Wall = {
  names: { zh: '主屏', en: 'Main wall' },
  rows: 1,
  columns: 1,
  screen: { width: 1920, height: 1080 },
  bezel: { x: 0, y: 0 },
  tours: [],
  schedule: [],
  idle: 60,
  mode: 'wall',
};

/** A stroke drawn over the picture: x and y by turns, in thousandths of the stage's width and height. */
export const Mark = Type.Object(
  {
    points: Type.Array(Type.Integer({ minimum: 0, maximum: 1000 }), { minItems: 4, maxItems: 600 }),
    tone: Type.Optional(Type.Enum(['accent', 'ink'])),
  },
  closed,
);
export type Mark = Static<typeof Mark>;
/** Strokes at once; further ones are refused until they are cleared. */
export const MARKS_MAX = 60;

/** What is opened by a touch: as `Drill` (contract/widget.ts), checked. `outer`: the window that `range` was chosen from. */
const Span = Type.Object({ from: Type.Integer(), to: Type.Integer() }, closed);
export const ShownDrill = Type.Object(
  {
    measure: Type.Enum([...MEASURE_IDS]),
    part: Type.Optional(Type.Boolean()),
    filter: Type.Optional(Condition),
    range: Type.Optional(Span),
    outer: Type.Optional(Span),
  },
  closed,
);
export interface ShownDrill {
  measure: MeasureId;
  part?: boolean;
  filter?: Condition;
  range?: { from: number; to: number };
  outer?: { from: number; to: number };
}

/** Which tour runs: the scheduled one, none, or this one. Its clock is `offset` ms behind; `held`: it stands at that moment. */
export const TourRun = Type.Object(
  {
    run: Type.String({ pattern: ID, description: '`schedule`, `off`, or the id of a tour.' }),
    offset: Type.Integer({ minimum: 0 }),
    held: Type.Optional(Type.Integer({ minimum: 0, description: 'Unix ms.' })),
  },
  closed,
);
export type TourRun = Static<typeof TourRun>;
export const SCHEDULED: TourRun = { run: 'schedule', offset: 0 };

/** A story that begins to be told: by this replay, `base` what its moments are told back from (contract/story.ts). */
export const StoryBegin = Type.Object(
  {
    id: Id('Story.'),
    replay: Type.String({ pattern: '^[a-z0-9-]{1,64}~[A-Za-z0-9]{1,24}$' }),
    begun: Type.Integer({ minimum: 0, description: 'When its first chapter began, Unix ms.' }),
    base: Type.Integer({ minimum: 0, description: 'Unix ms.' }),
  },
  closed,
);

/** A change of what a wall shows. `null` takes a member away. */
export const ShowChange = Type.Object(
  {
    /** Who does it, for the others who do. */
    by: Type.String({ minLength: 1, maxLength: 64 }),
    /** It was a touch at a screen: after the wall's idle time the tour goes on. */
    touch: Type.Optional(Type.Boolean()),
    scene: Type.Optional(Type.Union([Id('Scene of the profile.'), Type.Null()])),
    drill: Type.Optional(Type.Union([ShownDrill, Type.Null()])),
    tour: Type.Optional(TourRun),
    frozen: Type.Optional(Type.Boolean()),
    blank: Type.Optional(Type.Boolean()),
    focus: Type.Optional(Type.Union([Id('Placement of the scene.'), Type.Null()])),
    /** District that the map is about. */
    camera: Type.Optional(Type.Union([Type.String({ minLength: 1, maxLength: 64 }), Type.Null()])),
    draw: Type.Optional(Mark),
    clear: Type.Optional(Type.Boolean()),
    briefing: Type.Optional(
      Type.Union([
        Type.Object({ id: Id('Briefing.'), step: Type.Integer({ minimum: 0, maximum: 99 }) }, closed),
        Type.Null(),
      ]),
    ),
    /** A story that visitors are told; `hold`: it stands still for the wall's idle time, and then ends. */
    story: Type.Optional(Type.Union([StoryBegin, Type.Literal('hold'), Type.Null()])),
  },
  closed,
);
export type ShowChange = Omit<Static<typeof ShowChange>, 'drill'> & { drill?: ShownDrill | null };

/** What a wall shows. Absent members are as usual; moments are Unix ms of the server's clock. */
export interface Show {
  /** From when on this holds. */
  at: number;
  /** Chosen by hand; `until`: then the tour goes on; absent: it stays. */
  scene?: { id: string; until?: number };
  drill?: ShownDrill & { until?: number };
  tour: TourRun;
  /** Since when the numbers stand still. */
  frozen?: number;
  blank?: number;
  focus?: string;
  camera?: string;
  marks?: Record<string, Mark>;
  briefing?: ShownStep;
  /** Told until its `until`; it then no longer counts. */
  story?: ToldStory;
}

/** A story as it is told to visitors: chapter after chapter by the server's clock (contract/story.ts). */
export interface ToldStory {
  id: string;
  /** The replay that it is told by. */
  replay: string;
  begun: number;
  base: number;
  until: number;
  /** Since when it stands still. */
  held?: number;
  names: Text;
  chapters: (Story['chapters'][number] & { seconds: number; speed: number })[];
}

/** The step of a briefing that is shown, without what is for the speaker only. */
export interface ShownStep {
  id: string;
  step: number;
  /** How many there are. */
  steps: number;
  titles: Text;
  /** A template (contract/template.ts). */
  says?: Text;
}

/** Value of the topic `wall`. */
export interface WallValue {
  id: string;
  wall: Wall;
  show: Show;
  /** Screens that belong to it, by their ids. `reload`: they are to load anew if they were loaded before. */
  devices: Record<string, { row: number; column: number; reload?: number }>;
  /** Who changed it within the last hour, and when last. */
  drivers: Record<string, number>;
}

/** A window's drill in a briefing: its range is that of the moment at which it is shown. */
const StepDrill = Type.Object(
  {
    measure: Type.Enum([...MEASURE_IDS]),
    part: Type.Optional(Type.Boolean()),
    filter: Type.Optional(Condition),
    window: Type.Optional(Type.Enum([...WINDOWS])),
  },
  closed,
);

export const BriefingStep = Type.Object(
  {
    titles: Text,
    scene: Id('Scene of the profile.'),
    focus: Type.Optional(Id('Placement of the scene.')),
    camera: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: 'District.' })),
    drill: Type.Optional(StepDrill),
    /** Shown on the wall; placeholders are live measures (contract/template.ts). */
    says: Type.Optional(Text),
    /** For the speaker only. */
    notes: Type.Optional(Text),
  },
  closed,
);
/** A prepared talk: `cities/<id>/briefings/<briefing>.json`, or edited. */
export const Briefing = Type.Object(
  { id: Id('Id of the briefing.'), names: Text, steps: Type.Array(BriefingStep, { minItems: 1, maxItems: 60 }) },
  closed,
);
export type BriefingStep = Omit<Static<typeof BriefingStep>, 'drill'> & {
  drill?: Omit<Static<typeof StepDrill>, 'filter'> & { filter?: Condition };
};
export type Briefing = Omit<Static<typeof Briefing>, 'steps'> & { steps: BriefingStep[] };

/** What a screen tells of itself. */
export const DeviceReport = Type.Object(
  {
    version: Type.String({ maxLength: 64, description: 'Build of the screen.' }),
    uptime: Type.Integer({ minimum: 0, description: 'Seconds since the page was loaded.' }),
    fps: Type.Number({ minimum: 0, maximum: 1000 }),
    heap: Type.Optional(Type.Number({ minimum: 0, description: 'MB.' })),
    errors: Type.Integer({ minimum: 0 }),
    lastError: Type.Optional(Type.String({ maxLength: 200 })),
    width: Type.Integer({ minimum: 0, maximum: 65535 }),
    height: Type.Integer({ minimum: 0, maximum: 65535 }),
    pixelRatio: Type.Number({ minimum: 0, maximum: 16 }),
    scene: Type.Optional(Type.String({ maxLength: 64 })),
    clock: Type.Integer({ minimum: 0, description: 'The clock of its machine, Unix ms.' }),
    awake: Type.Optional(Type.Boolean({ description: 'Whether the machine is kept from sleeping.' })),
    stuck: Type.Optional(Type.Boolean({ description: 'It stopped painting again and again and reloads no more.' })),
  },
  closed,
);
export type DeviceReport = Static<typeof DeviceReport>;

/** A paired screen as the console lists it. */
export interface DeviceItem {
  id: string;
  name: string;
  wall: string;
  row: number;
  column: number;
  /** When it was paired, and when it was last heard; 0: never. Unix ms. */
  paired: number;
  seen: number;
  /** How far the clock of its machine is ahead of the server's, ms, less what the report took on its way. */
  skew?: number;
  report?: DeviceReport;
}

/** Codes that people read off a screen and type: six characters, none of which looks like another. */
export const CODE_ALPHABET = 'ACDEFGHJKMNPQRTUVWXY34679';
export const PAIRING_CODE = `^[${CODE_ALPHABET}]{6}$`;
/** How long a presenter's code is good. */
export const PRESENTER_HOURS = 8;
export const PRESENTER_CODE = `^hp_[${CODE_ALPHABET}]{12}$`;
