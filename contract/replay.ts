/**
 * Replay: a city at a past moment, on a clock of its own beside the live one (rule F2). Its facts are folded from the same
 * steps by the same fold, so its numbers are those of that moment. What it shows always says that it is the past.
 */
import Type, { type Static } from 'typebox';
import { Text } from './text.ts';

export * from './replay-id.ts';

const closed = { additionalProperties: false } as const;
const Moment = (description: string) => Type.Integer({ minimum: 0, description: `${description} Unix ms.` });

/** Speeds: seconds of the past in a second. */
export const SLOWEST = 1;
export const FASTEST = 3600;
/** The longest range of one replay, ms: it is held in memory. */
export const LONGEST_REPLAY = 8 * 86_400_000;

const Speed = Type.Number({ minimum: SLOWEST, maximum: FASTEST, description: 'Seconds of the past in a second.' });

/** What is asked for when a replay is opened. */
export const ReplayAsk = Type.Object(
  {
    from: Moment('Where it begins.'),
    to: Moment('Where it ends; it stands still there.'),
    at: Type.Optional(Moment('Where it is first; absent: at its beginning.')),
    speed: Type.Optional(Speed),
    playing: Type.Optional(Type.Boolean({ description: 'Absent: it stands still.' })),
    everyone: Type.Optional(Type.Boolean({ description: 'All walls of the city show it instead of the present. Needs a desk or admin key.' })),
  },
  closed,
); // prettier-ignore
export type ReplayAsk = Static<typeof ReplayAsk>;

/** What may be changed while it runs. */
export const ReplayChange = Type.Object(
  {
    at: Type.Optional(Moment('Goes there.')),
    speed: Type.Optional(Speed),
    playing: Type.Optional(Type.Boolean()),
    everyone: Type.Optional(Type.Boolean()),
  },
  closed,
);
export type ReplayChange = Static<typeof ReplayChange>;

/** How a replay stands. `id` is what stands for the city in joins and queries: `wuxi~k3v9`. */
export interface ReplayState {
  id: string;
  city: string;
  from: number;
  to: number;
  /** The moment shown, Unix ms. */
  at: number;
  speed: number;
  playing: boolean;
  everyone: boolean;
  /** While its facts are fetched: how many there are so far; null when it can be looked at. */
  loading: number | null;
  /** Why it could not be opened. */
  failure?: string;
}

/** What its timeline shows: tickets accepted in each bucket, and alerts. Times are Unix ms. */
export interface ReplayTimeline {
  step: 'ten_minutes' | 'hour';
  volume: [at: number, tickets: number][];
  alerts: { id: string; at: number; until: number | null; level: number; titles: Text }[];
}

/** A moment of a story: see `to` of it. */
const Told = (description: string) => Type.Integer({ description });

/**
 * A replay that was saved under a name, with chapters that a presenter goes through, or that go on by themselves before
 * visitors. Where `to` is not above 0, all its moments are told back from the moment at which it is opened: -3600000 is an
 * hour before (contract/story.ts).
 */
export const Story = Type.Object(
  {
    names: Text,
    from: Told('Where it begins. Unix ms, or ms from the moment at which it is opened.'),
    to: Told('Where it ends. Above 0: Unix ms; else so many ms before the moment at which it is opened.'),
    chapters: Type.Array(
      Type.Object(
        {
          at: Told('Where it begins, as from and to.'),
          names: Text,
          /** What is said of it. */
          says: Type.Optional(Text),
          speed: Type.Optional(Speed),
          scene: Type.Optional(Type.String({ maxLength: 64, description: 'Scene that it is shown on.' })),
          focus: Type.Optional(
            Type.String({ pattern: '^[a-z0-9-]{1,40}$', description: 'Placement of the scene that stands out.' }),
          ),
          camera: Type.Optional(
            Type.String({ minLength: 1, maxLength: 64, description: 'District that maps are about.' }),
          ),
          seconds: Type.Optional(
            Type.Integer({ minimum: 3, maximum: 600, description: 'How long it is told where it goes on by itself.' }),
          ),
        },
        closed,
      ),
      { maxItems: 50 },
    ),
  },
  closed,
);
export type Story = Static<typeof Story>;
/** A story with its id. `profile`: it came with the city's folder, and plays by itself before visitors. */
export interface StoryItem {
  id: string;
  story: Story;
  profile?: true;
}
