/**
 * Live sources: upstream systems that are asked for news, instead of sending it. A profile names them in `sources`; what
 * each kind may be told is declared here and nowhere else. Secrets are never in a profile: it names the environment
 * variables that hold them.
 */
import Type, { type Static } from 'typebox';
import { CHANNELS, NATURES } from './event.ts';
import { Mapping } from './mapping.ts';
import { Text } from './text.ts';

const closed = { additionalProperties: false } as const;
const Name = (description: string) => Type.Optional(Type.String({ minLength: 1, maxLength: 200, description }));
const Variable = (description: string) =>
  Type.Optional(
    Type.String({
      pattern: '^[A-Za-z_][A-Za-z0-9_]{0,127}$',
      description: `Name of the environment variable that holds ${description}.`,
    }),
  );
const whole = (minimum: number, maximum: number, description: string) =>
  Type.Optional(Type.Integer({ minimum, maximum, description }));
const table = (description: string) =>
  Type.Optional(
    Type.Record(Type.String({ maxLength: 200 }), Type.String({ minLength: 1, maxLength: 64 }), { description }),
  );

/** What every kind of source may be told. */
const common = {
  source: Type.String({
    minLength: 1,
    maxLength: 128,
    pattern: '^(?!/wall/)',
    description: 'Source of the events, as on the scene of the feeds.',
  }),
  names: Type.Optional(Text),
  every: whole(1, 86_400, 'Seconds from one poll to the next. Absent: 60.'),
  silentAfter: whole(
    1,
    604_800,
    'Seconds without an answer after which it is silent. Absent: five polls, at least 5 minutes.',
  ),
  timeout: whole(1, 300, 'Seconds that one request or statement may take. Absent: 30.'),
};

/** A server that speaks Open311 GeoReport v2. */
export const Open311Source = Type.Object(
  {
    kind: Type.Literal('open311'),
    ...common,
    url: Type.String({
      pattern: '^https?://',
      maxLength: 500,
      description: 'Address of the API, such as https://city.example/open311/v2: /requests.json is asked for below it.',
    }),
    jurisdiction: Name('jurisdiction_id, where the server serves several.'),
    apiKeyEnv: Variable('the api_key'),
    query: Type.Optional(
      Type.Record(Type.String({ minLength: 1, maxLength: 60 }), Type.String({ maxLength: 500 }), {
        description: 'Further parameters of every request, such as {"extensions": "true"}.',
      }),
    ),
    format: Type.Optional(Type.Enum(['json', 'xml'], { description: 'Absent: json, and xml where there is none.' })),
    updatedAfter: Type.Optional(
      Type.Boolean({ description: 'Whether the server knows updated_after (GeoReport v2.1). Absent: found out.' }),
    ),
    days: whole(1, 3650, 'Requests of so many days are read at first and looked at again from then on. Absent: 90.'),
    windowDays: whole(
      1,
      90,
      'The longest range that is asked for at once. Absent: 90, the most that the standard allows.',
    ),
    overlap: whole(0, 86_400, 'Seconds before the last news from which on it is read again. Absent: 600.'),
    pageSize: whole(1, 10_000, 'Sent as page_size. Absent: not sent.'),
    requestsPerPoll: whole(2, 1000, 'Requests that a poll may make; the rest waits for the next. Absent: 20.'),
    idPrefix: Type.Optional(
      Type.String({ maxLength: 32, description: 'Before each ticket id, where other systems may use the same.' }),
    ),
    channel: Type.Optional(
      Type.Enum([...CHANNELS], { description: 'Open311 does not say how it was reported. Absent: app.' }),
    ),
    nature: Type.Optional(Type.Enum([...NATURES], { description: 'Absent: report.' })),
    categories: table('Category of each service_code. One that is not here: its service_name.'),
    units: table('Unit of each agency_responsible. One that is not here: as it is named.'),
    unit: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 64,
        description: 'Unit of requests for which no agency is named. Absent: 311.',
      }),
    ),
    districts: table('District of each zipcode.'),
    statuses: Type.Optional(
      Type.Record(Type.String({ maxLength: 100 }), Type.Enum(['open', 'closed']), {
        description: 'What further words for the status mean.',
      }),
    ),
    timeZone: Name('IANA name: the zone of times without an offset. Absent: that of the city.'),
  },
  closed,
);
export type Open311Source = Static<typeof Open311Source>;

const { name: _name, source: _source, ...mappingMembers } = Mapping.properties;

/** What the sources that read a table of a database have in common. */
const tabular = {
  ...common,
  urlEnv: Variable('the whole connection URL, instead of the members below'),
  host: Name('Host of the database.'),
  port: whole(1, 65_535, 'Absent: that of the kind of database.'),
  database: Name('Name of the database.'),
  user: Name('A user that may read and do nothing else.'),
  passwordEnv: Variable('the password'),
  tls: Type.Optional(
    Type.Union([Type.Boolean(), Type.Object({ ca: Type.String({ minLength: 1, maxLength: 500 }) }, closed)], {
      description: 'true: the connection is encrypted and the certificate checked; ca: file of the authority in PEM.',
    }),
  ),
  table: Name('Table or view, also with its schema: tickets, crm.tickets. Else `select`.'),
  select: Type.Optional(Type.String({ minLength: 8, maxLength: 10_000, description: 'A SELECT that gives the rows.' })),
  cursor: Type.String({
    minLength: 1,
    maxLength: 64,
    description: 'Column that rises with every change of a row: a time or a whole number, never null.',
  }),
  key: Type.String({ minLength: 1, maxLength: 64, description: 'Column that tells rows apart.' }),
  since: Type.Optional(
    Type.String({
      maxLength: 40,
      description: 'Value of the cursor to begin with, as the database writes it. Absent: all rows.',
    }),
  ),
  overlap: whole(
    0,
    86_400,
    'Seconds (of a number: steps) before the last row from which on it is read again: rows that were committed late. Absent: 60.',
  ),
  batch: whole(1, 10_000, 'Rows of a statement. Absent: 500.'),
  rowsPerPoll: whole(1, 1_000_000, 'Rows of a poll; the rest waits for the next. Absent: 20,000.'),
  mapping: Type.Object(mappingMembers, {
    ...closed,
    description: 'Which column is what, as in a mapping of an import; the source is that of this source.',
  }),
};

/** A table of a PostgreSQL database. */
export const PostgresSource = Type.Object({ kind: Type.Literal('postgres'), ...tabular }, closed);
/** A table of a MySQL or MariaDB database. */
export const MysqlSource = Type.Object({ kind: Type.Literal('mysql'), ...tabular }, closed);

/** Schema of each kind. To add a kind is to add a line here and its folder under server/sources/. */
export const SOURCES = { open311: Open311Source, postgres: PostgresSource, mysql: MysqlSource };

export type SourceKindName = keyof typeof SOURCES;
type Columns = { mapping: Omit<Mapping, 'name' | 'source'> };
export type PostgresSource = Omit<Static<typeof PostgresSource>, 'mapping'> & Columns;
export type MysqlSource = Omit<Static<typeof MysqlSource>, 'mapping'> & Columns;
/** A source that reads a table. */
export type TableSource = PostgresSource | MysqlSource;
export type Source = Open311Source | TableSource;

/** As far as the profile's own schema looks: the rest is checked by the schema of the kind, which can say what is wrong. */
export const AnySource = Type.Object(
  { kind: Type.Enum(Object.keys(SOURCES) as SourceKindName[]) },
  { additionalProperties: true },
);
