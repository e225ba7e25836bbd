/**
 * Events: what upstream systems tell us (rule E1).
 *
 * An event is a CloudEvents 1.0 JSON envelope. `type` names what happened, `subject` is the id of the
 * ticket, call, mention, gauge or feed it happened to, `time` (RFC 3339 with offset) is when it happened
 * upstream. The schemas below are the only declaration: types, validation and OpenAPI come out of them.
 */
import Type, { type Static, type TObject, type TProperties } from 'typebox';

const closed = { additionalProperties: false } as const;
/** Ids and codes become keys of objects: the one name that is not a key there is refused. */
const KEY = '^(?!__proto__$)';
const Id = (description: string) => Type.String({ minLength: 1, maxLength: 128, pattern: KEY, description });
const Code = (description: string) => Type.String({ minLength: 1, maxLength: 64, pattern: KEY, description });
const FreeText = (max: number, description: string) =>
  Type.String({ maxLength: max, description: `${description} Personal numbers and names in it are masked at intake.` });
const Instant = (description: string) => Type.String({ format: 'date-time', maxLength: 40, description });
const choice = <const T extends string[]>(values: T, description: string) => Type.Enum(values, { description });

export const CHANNELS = [
  'phone',
  'web',
  'app',
  'wechat',
  'weibo',
  'mail',
  'fax',
  'mayor',
  'petition',
  'transfer',
] as const;
export const NATURES = ['complaint', 'consult', 'help', 'suggestion', 'report', 'praise'] as const;
export const SATISFACTIONS = ['very', 'satisfied', 'basic', 'dissatisfied', 'very_dissatisfied'] as const;
export const URGENCIES = ['normal', 'urgent', 'critical'] as const;
export const MEDIA = ['news', 'newspaper', 'weibo', 'wechat', 'app', 'forum', 'blog', 'tieba', 'video'] as const;
export const SENTIMENTS = ['positive', 'neutral', 'negative'] as const;

/** Where a demand is. Codes are those of the city profile; names are accepted too and mapped at intake. */
export const Place = Type.Object(
  {
    district: Type.Optional(Code('District code or name.')),
    street: Type.Optional(Code('Street or town code or name.')),
    community: Type.Optional(Code('Compound or community name.')),
    address: Type.Optional(FreeText(200, 'Address as it was told.')),
    lng: Type.Optional(Type.Number({ minimum: -180, maximum: 180, description: 'WGS-84 longitude, degrees.' })),
    lat: Type.Optional(Type.Number({ minimum: -90, maximum: 90, description: 'WGS-84 latitude, degrees.' })),
  },
  closed,
);

const ticketContent = {
  channel: choice([...CHANNELS], 'How it reached the hotline.'),
  nature: choice([...NATURES], 'What the citizen wants of the city.'),
  category: Type.Optional(Code('Code path in the category tree, such as 05.03.12.')),
  urgency: Type.Optional(choice([...URGENCIES], 'Absent means normal.')),
  title: FreeText(200, 'One line.'),
  text: Type.Optional(FreeText(4000, 'What the citizen said.')),
  place: Type.Optional(Place),
  requester: Type.Optional(Id('Who asks, such as a telephone number. Stored only as a keyed hash.')),
  repeatOf: Type.Optional(Id('Ticket id of the earlier demand that this one repeats.')),
  call: Type.Optional(Id('Id of the call it was recorded from.')),
};

const unit = Code('Unit id or name.');
const comment = Type.Optional(FreeText(2000, 'Words that go with it.'));

/** `data` of each event type. To add a type is to add a line here. */
export const EVENT_DATA = {
  'hotline.ticket.created': Type.Object(ticketContent, closed),
  'hotline.ticket.corrected': Type.Partial(Type.Object(ticketContent, closed)),
  'hotline.ticket.dispatched': Type.Object(
    {
      unit,
      due: Type.Optional(Instant('Deadline set by the upstream system; else the policy of the city computes it.')),
      comment,
    },
    closed,
  ),
  'hotline.ticket.accepted': Type.Object({ unit: Type.Optional(unit), comment }, closed),
  'hotline.ticket.returned': Type.Object({ comment }, closed),
  'hotline.ticket.transferred': Type.Object({ unit, comment }, closed),
  'hotline.ticket.extended': Type.Object({ until: Instant('The new deadline that was granted.'), comment }, closed),
  'hotline.ticket.urged': Type.Object({ comment }, closed),
  'hotline.ticket.supervised': Type.Object(
    { level: choice(['urge', 'yellow', 'red'], 'Step of the ladder 催办 → 黄牌 → 红牌.'), comment },
    closed,
  ),
  'hotline.ticket.contacted': Type.Object({ comment }, closed),
  'hotline.ticket.replied': Type.Object({ comment }, closed),
  'hotline.ticket.closed': Type.Object({ comment }, closed),
  'hotline.ticket.reopened': Type.Object({ comment }, closed),
  'hotline.ticket.redone': Type.Object({ comment }, closed),
  'hotline.ticket.merged': Type.Object({ into: Id('Ticket id that carries on.') }, closed),
  'hotline.ticket.cancelled': Type.Object({ comment }, closed),
  'hotline.ticket.revisited': Type.Object({ comment }, closed),
  'hotline.ticket.rated': Type.Object(
    {
      satisfaction: Type.Optional(choice([...SATISFACTIONS], 'Answer to "are you satisfied".')),
      solved: Type.Optional(Type.Boolean({ description: 'Answer to "is it solved".' })),
      comment,
    },
    closed,
  ),
  'hotline.call.queued': Type.Object(
    {
      line: Type.Optional(Code('Line or skill group.')),
      caller: Type.Optional(Id('Caller number. Stored only as a keyed hash.')),
    },
    closed,
  ),
  'hotline.call.answered': Type.Object(
    { seat: Type.Optional(Code('Seat.')), zone: Type.Optional(Code('Zone of the hall.')) },
    closed,
  ),
  'hotline.call.abandoned': Type.Object({}, closed),
  'hotline.call.ended': Type.Object({ ticket: Type.Optional(Id('Ticket recorded from it.')) }, closed),
  'hotline.mention.published': Type.Object(
    {
      medium: choice([...MEDIA], 'Kind of medium.'),
      outlet: Type.Optional(Code('Name of the outlet or account.')),
      title: FreeText(300, 'Headline or first line.'),
      text: Type.Optional(FreeText(8000, 'Text.')),
      url: Type.Optional(Type.String({ maxLength: 500 })),
      sentiment: Type.Optional(choice([...SENTIMENTS], 'Polarity, if upstream knows it.')),
      district: Type.Optional(Code('District code or name.')),
      category: Type.Optional(Code('Category code path.')),
    },
    closed,
  ),
  'hotline.mention.removed': Type.Object({}, closed),
  'hotline.gauge.reported': Type.Object(
    {
      value: Type.Number(),
      unit: Type.Optional(Type.String({ maxLength: 20 })),
      district: Type.Optional(Code('District code or name.')),
    },
    closed,
  ),
  'hotline.feed.heartbeat': Type.Object(
    { backlog: Type.Optional(Type.Integer({ minimum: 0, description: 'Events waiting upstream.' })) },
    closed,
  ),
} satisfies Record<string, TObject>;

export type EventType = keyof typeof EVENT_DATA;
export const EVENT_TYPES = Object.keys(EVENT_DATA) as EventType[];
export type EventData<T extends EventType = EventType> = Static<(typeof EVENT_DATA)[T]>;

const envelope = <T extends EventType>(type: T) =>
  Type.Object(
    {
      specversion: Type.Literal('1.0'),
      id: Id('Unique within its source (rule E3).'),
      source: Type.String({ minLength: 1, maxLength: 128, description: 'URI reference of the upstream system.' }),
      type: Type.Literal(type),
      subject: Id('Id of the ticket, call, mention, gauge or feed.'),
      time: Instant('When it happened upstream, with offset.'),
      datacontenttype: Type.Optional(Type.String({ pattern: '^application/json(;.*)?$' })),
      dataschema: Type.Optional(Type.String({ maxLength: 500 })),
      data: EVENT_DATA[type],
    } satisfies TProperties,
    { $id: `${type}.event`, title: type, description: `CloudEvents 1.0 envelope of ${type}.` },
  );

type EnvelopeOf<T extends EventType> = {
  specversion: '1.0';
  id: string;
  source: string;
  type: T;
  subject: string;
  /** RFC 3339 with offset. */
  time: string;
  data: EventData<T>;
};

/** Envelope schema of each event type. */
export const EVENTS = Object.fromEntries(EVENT_TYPES.map((type) => [type, envelope(type)])) as unknown as {
  [T in EventType]: TObject;
};

/** Any event, discriminated by `type`. */
export type HotlineEvent = { [T in EventType]: EnvelopeOf<T> }[EventType];
export type EventOf<T extends EventType> = EnvelopeOf<T>;

/**
 * Steps in the life of an alert. Only the wall writes them; what each holds is told by `ALERT_DATA` (contract/alert.ts).
 * Their order is that of steps that happen at the same moment.
 */
export const ALERT_TYPES = [
  'hotline.alert.pending',
  'hotline.alert.lapsed',
  'hotline.alert.raised',
  'hotline.alert.reopened',
  'hotline.alert.updated',
  'hotline.alert.claimed',
  'hotline.alert.commented',
  'hotline.alert.dispatched',
  'hotline.alert.escalated',
  'hotline.alert.recovering',
  'hotline.alert.relapsed',
  'hotline.alert.resolved',
] as const;
export type AlertEventType = (typeof ALERT_TYPES)[number];

/** What the wall reads in texts (contract/issue.ts). */
export const READ_TYPES = ['hotline.ticket.read', 'hotline.mention.read'] as const;
export type ReadEventType = (typeof READ_TYPES)[number];

/** Steps in the life of an issue, in the order of those that happen at the same moment (contract/issue.ts). */
export const ISSUE_TYPES = [
  'hotline.issue.founded',
  'hotline.issue.described',
  'hotline.issue.renamed',
  'hotline.issue.held',
  'hotline.issue.split',
  'hotline.issue.merged',
  'hotline.issue.dismissed',
  'hotline.issue.restored',
  'hotline.issue.cooled',
] as const;
export type IssueEventType = (typeof ISSUE_TYPES)[number];

/** Types of entries in the log: what upstream systems tell, and what the wall writes itself. */
export type EntryType = EventType | AlertEventType | ReadEventType | IssueEventType;
export const ENTRY_TYPES: readonly EntryType[] = [...EVENT_TYPES, ...ALERT_TYPES, ...READ_TYPES, ...ISSUE_TYPES];

/** What a fact is made of: the middle word of the event type. */
export type Matter = 'ticket' | 'call' | 'mention' | 'alert' | 'issue' | 'gauge' | 'feed';

const PARTS = new Map<string, { matter: Matter; step: string }>(
  ENTRY_TYPES.map((type) => {
    const [, matter, name] = type.split('.');
    return [type, { matter: matter as Matter, step: `${matter}.${name}` }];
  }),
);

/** `hotline.ticket.created` → `ticket`. */
export const matterOf = (type: EntryType): Matter => PARTS.get(type)!.matter;

/** `hotline.ticket.created` → `ticket.created`, the name of a step in the life of a fact. */
export const stepOf = (type: EntryType): string => PARTS.get(type)!.step;
