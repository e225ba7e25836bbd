/**
 * Bodies that an intake must survive and answer with a reason (rule E5). Each holds at least one thing that must be
 * refused, so the answer is a 4xx; valid neighbours of a refused event are named and must be taken.
 */
import { gzipSync } from 'node:zlib';

/** Gives numbers in [0, 1), the same ones for the same seed. */
export type Rng = () => number;

/** Mulberry32. */
export function seeded(seed: number): Rng {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface Malformed {
  /** Which kind of damage, for the report of a failure. */
  kind: string;
  contentType: string;
  /** Further headers. */
  headers: Record<string, string>;
  body: Buffer;
  /** Ids of valid events in it that must be taken all the same. */
  valid: string[];
}

type Event = Record<string, unknown> & { data: Record<string, unknown> };
const pick = <T>(rng: Rng, from: readonly T[]): T => from[Math.floor(rng() * from.length)]!;
const upTo = (rng: Rng, most: number): number => Math.floor(rng() * most);
const word = (rng: Rng): string => Math.floor(rng() * 2 ** 48).toString(36);

/** A valid event of its own id. */
export function goodEvent(rng: Rng): Event {
  return {
    specversion: '1.0',
    id: `fuzz-${word(rng)}${word(rng)}`,
    source: '/fuzz',
    type: 'hotline.ticket.created',
    subject: `F${word(rng)}`,
    time: '2026-03-02T08:30:00+08:00',
    data: {
      channel: 'phone',
      nature: 'help',
      title: pick(rng, ['路灯不亮', 'water', '噪音 😀', '']),
      place: { district: '东区' },
    },
  };
}

/** Values that fit no member of an event where they are put. */
const WRONG: readonly unknown[] = [null, 0, -1, 1.5e308, [], {}, [[]], true];
const BAD_TIMES = [
  '',
  'yesterday',
  '2026-02-30T00:00:00Z',
  '2026-03-02 08:30:00+08:00',
  '2026-03-02T08:30:00',
  '2026-03-02T24:00:00Z',
  '2026-03-02T08:60:00Z',
  '1999-12-31T23:59:59Z',
  '9999-12-31T23:59:59Z',
  '2026-03-02T08:30:00+0800',
  '2026-13-01T00:00:00Z',
  '2026-03-02',
  'Mon, 02 Mar 2026 00:00:00 GMT',
  '2026-03-02T08:30:00+08:00[Asia/Shanghai]',
  '０２０６-03-02T08:30:00Z',
  `2026-03-02T08:30:00.${'1'.repeat(60)}Z`,
];
const BAD_TYPES = [
  '',
  'hotline',
  'hotline.ticket',
  'hotline.ticket.exploded',
  '__proto__',
  'constructor',
  'toString',
  'HOTLINE.TICKET.CREATED',
  'x'.repeat(5_000),
];
const lines = (n: number, one: string): string => one.repeat(n);

/** Spoils one event so that it must be refused. */
const SPOILERS: Record<string, (event: Event, rng: Rng) => unknown> = {
  'wrong type': (event, rng) => ({
    ...event,
    [pick(rng, ['specversion', 'id', 'source', 'type', 'subject', 'time', 'data'])]: pick(rng, WRONG),
  }),
  'wrong data type': (event, rng) => ({
    ...event,
    data: {
      ...event.data,
      [pick(rng, ['channel', 'nature', 'title', 'text', 'requester', 'category'])]: pick(rng, WRONG),
    },
  }),
  'not an event': (_event, rng) => pick<unknown>(rng, [null, 1, 'event', true, [0], [[]], {}, { data: {} }]),
  'missing member': (event, rng) => {
    const copy: Record<string, unknown> = { ...event };
    delete copy[pick(rng, ['specversion', 'id', 'source', 'type', 'subject', 'time', 'data'])];
    return copy;
  },
  'missing data member': (event, rng) => {
    const data = { ...event.data };
    delete data[pick(rng, ['channel', 'nature', 'title'])];
    return { ...event, data };
  },
  'unknown member': (event, rng) => ({
    ...event,
    data: { ...event.data, [pick(rng, ['catgory', 'constructor', 'a/b~c', '', '13800138000', word(rng)])]: word(rng) },
  }),
  'unknown choice': (event, rng) => ({
    ...event,
    data: { ...event.data, channel: pick(rng, ['', 'Phone', 'fax machine', '电话', 'toString']) },
  }),
  'unknown type': (event, rng) => ({ ...event, type: pick(rng, BAD_TYPES) }),
  'bad time': (event, rng) => ({ ...event, time: pick(rng, BAD_TIMES) }),
  'too long': (event, rng) => ({ ...event, data: { ...event.data, title: '长'.repeat(201 + upTo(rng, 5_000)) } }),
  'long id': (event, rng) => ({
    ...event,
    [pick(rng, ['id', 'source', 'subject'])]: 'i'.repeat(129 + upTo(rng, 1_000)),
  }),
  'empty id': (event, rng) => ({ ...event, [pick(rng, ['id', 'source', 'subject'])]: pick(rng, ['', ' ', '\t\n']) }),
  'off the map': (event, rng) => ({
    ...event,
    data: { ...event.data, place: { lng: pick<unknown>(rng, [181, -1e9, '120', null]) } },
  }),
  'unknown place member': (event) => ({ ...event, data: { ...event.data, place: { city: 'x' } } }),
  'nul character': (event) => ({ ...event, data: { ...event.data, title: 'a\u0000b' } }),
  'lone surrogate': (event, rng) => ({
    ...event,
    data: { ...event.data, title: pick(rng, ['\ud83d', '\ude00x', 'a\udfff']) },
  }),
  'many members': (event) => ({
    ...event,
    data: Object.fromEntries(Array.from({ length: 3_000 }, (_, i) => [`m${i}`, i])),
  }),
};

/** Texts of one event that must be refused though (or because) no object writes them. */
const TEXTS: Record<string, (rng: Rng) => string> = {
  'member __proto__': (rng) =>
    JSON.stringify(goodEvent(rng)).replace('"data":{', '"data":{"__proto__":{"polluted":true},'),
  'data is __proto__ only': (rng) =>
    JSON.stringify({ ...goodEvent(rng), data: 0 }).replace('"data":0', '"__proto__":{"data":{}}'),
  'huge number': (rng) =>
    JSON.stringify({ ...goodEvent(rng), type: 'hotline.gauge.reported', data: { value: 0 } }).replace(
      '"value":0',
      `"value":${pick(rng, ['1e999', '-1e999', `1${lines(400, '0')}`])}`,
    ),
  'twice, the last is wrong': (rng) =>
    JSON.stringify(goodEvent(rng)).replace('"specversion":"1.0"', '"specversion":"1.0","specversion":"0.3"'),
  'deep data': (rng) => JSON.stringify({ ...goodEvent(rng), data: 0 }).replace('"data":0', `"data":${deep(rng)}`),
};
/** Texts that are no JSON. */
const BROKEN: Record<string, (rng: Rng) => string> = {
  truncated: (rng) => {
    const text = JSON.stringify(goodEvent(rng));
    return text.slice(0, 1 + upTo(rng, text.length - 2));
  },
  'not JSON': (rng) =>
    pick(rng, [
      '<event/>',
      'id,source\n',
      '{',
      '}',
      '[',
      '{"a"',
      "{'id':1}",
      'undefined',
      'NaN',
      '{"a":1,}',
      '{"a":01}',
      '"\\x"',
      '{"a":"\u0001"}',
      '//',
      '\u0000',
      '{} {}',
    ]),
};

function deep(rng: Rng): string {
  const depth = 10 ** (1 + upTo(rng, 4)) + upTo(rng, 50);
  return rng() < 0.5 ? `${lines(depth, '[')}${lines(depth, ']')}` : `${lines(depth, '{"a":')}1${lines(depth, '}')}`;
}

const garbage = (rng: Rng, bytes: number): Buffer => Buffer.from(Array.from({ length: bytes }, () => upTo(rng, 256)));
const spoiled = (rng: Rng): { kind: string; text: string } => {
  if (rng() < 0.25) {
    const kind = pick(rng, Object.keys(TEXTS));
    return { kind, text: TEXTS[kind]!(rng) };
  }
  const kind = pick(rng, Object.keys(SPOILERS));
  return { kind, text: JSON.stringify(SPOILERS[kind]!(goodEvent(rng), rng)) };
};
const plain = (kind: string, contentType: string, body: string | Buffer, valid: string[] = []): Malformed => ({
  kind,
  contentType,
  headers: {},
  body: Buffer.from(body as string),
  valid,
});

/** Bodies by how they are packed; numbers weigh them. */
const PACKINGS: [number, (rng: Rng) => Malformed][] = [
  [
    4,
    (rng) => {
      const { kind, text } = spoiled(rng);
      return plain(
        `one: ${kind}`,
        pick(rng, ['application/cloudevents+json', 'application/json', 'application/json; charset=utf-8']),
        text,
      );
    },
  ],
  [
    3,
    (rng) => {
      const { kind, text } = spoiled(rng);
      const good = Array.from({ length: upTo(rng, 6) }, () => goodEvent(rng));
      const texts = good.map((event) => JSON.stringify(event));
      texts.splice(upTo(rng, texts.length + 1), 0, text);
      return plain(
        `batch: ${kind}`,
        pick(rng, ['application/cloudevents-batch+json', 'application/json']),
        `[${texts.join(',')}]`,
        good.map((event) => String(event.id)),
      );
    },
  ],
  [
    3,
    (rng) => {
      const broken = pick(rng, Object.keys(BROKEN));
      const { kind, text } =
        rng() < 0.5 ? spoiled(rng) : { kind: broken, text: BROKEN[broken]!(rng).replaceAll('\n', ' ') };
      const good = Array.from({ length: upTo(rng, 6) }, () => goodEvent(rng));
      const texts: Buffer[] = good.map((event) => Buffer.from(JSON.stringify(event)));
      const bad =
        rng() < 0.2
          ? Buffer.concat([Buffer.from('{"id":"'), Buffer.from([0xff, 0xc0, 0x80 + upTo(rng, 64)]), Buffer.from('"}')])
          : Buffer.from(text);
      texts.splice(upTo(rng, texts.length + 1), 0, bad);
      const body = Buffer.concat(texts.flatMap((one) => [one, Buffer.from(pick(rng, ['\n', '\r\n', '\n\n']))]));
      return plain(
        `lines: ${kind}`,
        'application/x-ndjson',
        body,
        good.map((event) => String(event.id)),
      );
    },
  ],
  [
    2,
    (rng) => {
      const kind = pick(rng, Object.keys(BROKEN));
      return plain(
        `text: ${kind}`,
        pick(rng, ['application/cloudevents+json', 'application/json', 'application/cloudevents-batch+json']),
        BROKEN[kind]!(rng),
      );
    },
  ],
  [
    1,
    (rng) =>
      plain(
        'not an event at all',
        'application/json',
        pick(rng, ['1', '"x"', 'null', 'true', '-0', '[1]', '[null]', '[[]]', '{}']),
      ),
  ],
  [
    1,
    (rng) =>
      rng() < 0.5
        ? plain('wrong kind of list', 'application/cloudevents-batch+json', JSON.stringify(goodEvent(rng)))
        : plain('wrong kind of list', 'application/cloudevents+json', JSON.stringify([goodEvent(rng)])),
  ],
  [
    1,
    (rng) =>
      plain(
        'binary garbage',
        pick(rng, ['application/json', 'application/cloudevents+json']),
        Buffer.concat([Buffer.from([0xff]), garbage(rng, 1 + upTo(rng, 3_000))]),
      ),
  ],
  [
    1,
    (rng) => {
      const text = Buffer.from(JSON.stringify(goodEvent(rng)));
      return plain(
        'wrong UTF-8',
        'application/json',
        Buffer.concat([
          text.subarray(0, 40),
          Buffer.from(pick(rng, [[0xc3], [0xed, 0xa0, 0x80], [0xf8, 0x88], [0xc0, 0x80]])),
          text.subarray(40),
        ]),
      );
    },
  ],
  [1, (rng) => plain('deep', 'application/json', deep(rng))],
  [
    1,
    (rng) => {
      const packed = gzipSync(JSON.stringify(goodEvent(rng)));
      const cut = packed.subarray(0, 1 + upTo(rng, packed.length - 9));
      return {
        ...plain(
          'broken gzip',
          'application/json',
          pick(rng, [cut, garbage(rng, 200), Buffer.from('{}'), Buffer.alloc(0)]),
        ),
        headers: { 'content-encoding': 'gzip' },
      };
    },
  ],
  [
    1,
    (rng) => {
      const { kind, text } = spoiled(rng);
      return {
        ...plain(`gzip: ${kind}`, 'application/cloudevents+json', gzipSync(text)),
        headers: { 'content-encoding': 'gzip' },
      };
    },
  ],
  [
    0.02,
    (rng) => ({
      ...plain('zip bomb', 'application/json', gzipSync(Buffer.alloc((17 << 20) + upTo(rng, 1_000), 32))),
      headers: { 'content-encoding': 'gzip' },
    }),
  ],
  [0.02, () => plain('too many', 'application/x-ndjson', lines(20_001, '{}\n'))],
  [
    1,
    (rng) =>
      plain(
        'content type',
        pick(rng, [
          'text/plain',
          'application/xml',
          'application/jsonx',
          'x',
          'application/json; charset=gbk',
          'multipart/form-data',
        ]),
        JSON.stringify(goodEvent(rng)),
      ),
  ],
  [
    1,
    (rng) => ({
      ...plain('content encoding', 'application/json', JSON.stringify(goodEvent(rng))),
      headers: { 'content-encoding': pick(rng, ['br', 'deflate', 'zip']) },
    }),
  ],
  [
    1,
    (rng) =>
      plain('empty', pick(rng, ['application/json', 'application/x-ndjson', 'application/cloudevents+json']), ''),
  ],
  [
    1,
    (rng) => {
      const headers: Record<string, string> = {
        'ce-specversion': '1.0',
        'ce-id': word(rng),
        'ce-source': '/fuzz',
        'ce-type': 'hotline.call.abandoned',
        'ce-subject': 'c',
        'ce-time': '2026-03-02T00:00:00Z',
      };
      const name = pick(rng, Object.keys(headers));
      const bad = pick(rng, ['%', '%ff', '%E4%B8', undefined]);
      if (bad === undefined) delete headers[name];
      else headers[name] = bad;
      return { ...plain('binary mode', 'application/json', '{}'), headers };
    },
  ],
];
const TOTAL = PACKINGS.reduce((sum, [weight]) => sum + weight, 0);

/** A malformed body; the same for the same state of `rng`. */
export function malformedBody(rng: Rng): Malformed {
  let at = rng() * TOTAL;
  for (const [weight, make] of PACKINGS) {
    at -= weight;
    if (at < 0) return make(rng);
  }
  return PACKINGS[0]![1](rng);
}
