/**
 * Hot issues (热点诉求): many tickets about the same matter at the same place, as one card. Which issue a ticket or mention
 * belongs to is a step of its own life, and an issue has a life as an alert has: every step is an event in the log, written
 * by the wall that reads the texts or by a desk, so a restart forgets nothing and a replay shows it as it was.
 */
import Type, { type Static, type TObject } from 'typebox';
import { WALL } from './alert.ts';
import type { IssueEventType, ReadEventType } from './event.ts';

const closed = { additionalProperties: false } as const;
const Code = Type.String({ minLength: 1, maxLength: 64 });
const Id = Type.String({ minLength: 1, maxLength: 128 });
const Title = Type.String({ minLength: 1, maxLength: 120 });

/** Source of what the wall reads in texts. */
export const TEXT_SOURCE = `${WALL}text`;

const by = Type.String({ minLength: 1, maxLength: 64, description: 'Who did it, as the desk is called.' });
const comment = Type.Optional(Type.String({ maxLength: 500, description: 'Words that go with it.' }));

/** What an issue is about: codes of the place (`community` is a name) and of the category, as far as its tickets agree. */
export const IssueContent = Type.Object(
  {
    /** Place and matter, as a person would write it, in the language of the tickets. */
    title: Title,
    district: Type.Optional(Code),
    street: Type.Optional(Code),
    community: Type.Optional(Code),
    category: Type.Optional(Code),
  },
  closed,
);
export type IssueContent = Static<typeof IssueContent>;

/** What an issue tells of its place and matter beside its title. */
export const ISSUE_ABOUT = ['district', 'street', 'community', 'category'] as const;
export type IssueAbout = Pick<IssueContent, (typeof ISSUE_ABOUT)[number]>;

/** Place and matter of a fact, as far as it tells them: without what is null or not there. */
export const aboutOf = (row: { [K in (typeof ISSUE_ABOUT)[number]]?: string | null }): IssueAbout =>
  Object.fromEntries(ISSUE_ABOUT.flatMap((field) => (typeof row[field] === 'string' ? [[field, row[field]]] : [])));

/** `data` of each step in the life of an issue; its id is the event's subject. */
export const ISSUE_DATA = {
  /** A second ticket about the same matter came. `began`: when the first one did, Unix ms. */
  'hotline.issue.founded': Type.Object({ ...IssueContent.properties, began: Type.Integer() }, closed),
  /** What it is about is known better by now. A name that a person gave stays. */
  'hotline.issue.described': IssueContent,
  'hotline.issue.renamed': Type.Object({ title: Title, by, comment }, closed),
  /** A desk put tickets into it or took some out: the wall does not undo that. */
  'hotline.issue.held': Type.Object({ by, comment }, closed),
  /** Another one is the same matter and carries on. */
  'hotline.issue.merged': Type.Object({ into: Id, by: Type.Optional(by), comment }, closed),
  /** A desk says that it is none: its tickets are no longer counted together. */
  'hotline.issue.dismissed': Type.Object({ by, comment }, closed),
  'hotline.issue.restored': Type.Object({ by, comment }, closed),
  /** Tickets that a desk took out of it, into a new issue or, without `into`, to stand alone. */
  'hotline.issue.split': Type.Object(
    { tickets: Type.Array(Id, { minItems: 1, maxItems: 200 }), into: Type.Optional(Id), by, comment },
    closed,
  ),
  /** Nothing came for so long that a new ticket of the kind would be another matter. */
  'hotline.issue.cooled': Type.Object({}, closed),
} as const satisfies Record<IssueEventType, TObject>;
export type IssueData<T extends IssueEventType> = Static<(typeof ISSUE_DATA)[T]>;

/** What the wall read in the text of a ticket or mention. Members that are absent say nothing new. */
export const READ_DATA = {
  'hotline.ticket.read': Type.Object(
    {
      /** The issue that it belongs to; empty: it stands alone again. */
      issue: Type.Optional(Type.String({ maxLength: 128 })),
      /** Category that its words suggest, for a ticket that came without one. */
      category: Type.Optional(Code),
      /** Unit that usually handles what its words are about. */
      unit: Type.Optional(Code),
      /** Of the category: the share of right ones among those that were as sure, 0–1. */
      confidence: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
    },
    closed,
  ),
  'hotline.mention.read': Type.Object({ issue: Type.Optional(Type.String({ maxLength: 128 })) }, closed),
} as const satisfies Record<ReadEventType, TObject>;

/** What a desk does with an issue. */
export const ISSUE_ACTS = ['rename', 'merge', 'split', 'dismiss', 'restore'] as const;
export type IssueAct = (typeof ISSUE_ACTS)[number];

/** What goes with an act. */
export const IssueWords = Type.Object(
  {
    by: Type.String({ minLength: 1, maxLength: 64, description: 'How the desk is called.' }),
    comment: Type.Optional(Type.String({ maxLength: 500 })),
    title: Type.Optional(Type.String({ minLength: 1, maxLength: 120, description: 'rename, split: the title.' })),
    into: Type.Optional(Type.String({ maxLength: 128, description: 'merge: the issue that carries on.' })),
    tickets: Type.Optional(
      Type.Array(Type.String({ maxLength: 128 }), { minItems: 1, maxItems: 200, description: 'split: what leaves.' }),
    ),
  },
  closed,
);
export type IssueWords = Static<typeof IssueWords>;

/** States of an issue. `cooled`: over; what comes of the kind is another. */
export const ISSUE_STATUSES = ['open', 'cooled', 'merged', 'dismissed'] as const;
export type IssueStatus = (typeof ISSUE_STATUSES)[number];

/** An issue as walls show it. Counts are of tickets created in the window of the topic, unless they say otherwise. */
export interface IssueCard {
  title: string;
  district?: string;
  street?: string;
  community?: string;
  category?: string;
  /** Unit that has most of its tickets. */
  unit?: string;
  /** Tickets in the window, and distinct requesters among them (a ticket without one is one). */
  count: number;
  requesters: number;
  /** Of them: not closed. */
  open: number;
  /** Tickets since it began. */
  total: number;
  /** Mentions in the window, and the negative ones. */
  mentions: number;
  negative: number;
  /** Unix ms. */
  first: number;
  last: number;
  /** server/text/issues/README.md has the formula. */
  heat: number;
  /** Tickets in each of 24 equal parts of the window, oldest first, by number; parts without are absent. */
  trend: Record<string, number>;
}
