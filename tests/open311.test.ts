/**
 * Open311 as a live source, against a real HTTP server that changes its requests and fails: every change is to be one event,
 * and none two. The fixtures need the folder `open311/fixtures` under HOTLINE_DATA.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TicketRow } from '../contract/fact.ts';
import type { Open311Source } from '../contract/source.ts';
import { DAY, HOUR, MINUTE, zone } from '../contract/time.ts';
import { Rng } from '../mock-feeds/core/random.ts';
import { manualClock } from '../server/clock.ts';
import { readReply } from '../server/sources/open311/reply.ts';
import { readRequest } from '../server/sources/open311/request.ts';
import type { SourceKind } from '../server/sources/source.ts';
import { figures, settled, testHome, type TestHome } from './support/server.ts';
import {
  FAULTS,
  open311Server,
  type Open311Options,
  type Open311Server,
  type ServedRequest,
} from './support/open311-server.ts';
import { profilesWith, sourceCity, type SourceCity } from './support/source-city.ts';

const FIXTURES = join(process.env['HOTLINE_DATA'] ?? '../shared/data', 'open311', 'fixtures');
const here = existsSync(FIXTURES);
if (!here) console.log(`skipped: ${FIXTURES} is not there; HOTLINE_DATA names the folder with the real data`);

it('has its fixtures in CI', () => {
  expect(here || process.env['CI'] !== 'true').toBe(true);
});

describe.skipIf(!here)('the Open311 fixtures', () => {
  /** What becomes of a file, in a line. */
  function told(name: string): string {
    const context = { settings: { source: '/fixture' }, zone: zone('UTC'), serviceNames: new Map<string, string>() };
    const reply = readReply(readFileSync(join(FIXTURES, name), 'utf8'));
    if (reply.kind === 'errors') return `refused: ${reply.text}`;
    if (!('records' in reply)) return `a ${reply.kind}`;
    if (reply.kind === 'services') return `${reply.records.length} services`;
    return reply.records
      .map((record) => {
        const { read } = readRequest(record, context);
        if ('refused' in read) return `refused: ${read.refused.path} ${read.refused.rule}`;
        return read.snapshot.events.map(({ type }) => type.split('.')[2]).join('+');
      })
      .join(', ');
  }

  it('are each read, or refused with a reason', () => {
    const lines = Object.fromEntries(readdirSync(FIXTURES).map((name) => [name, told(name)]));
    // Every file says something; those that are known say this.
    expect(Object.values(lines).every((line) => typeof line === 'string')).toBe(true);
    expect(lines).toMatchObject({
      'cfa-open311__403.xml': "refused: Invalid api_key received -- can't proceed with create_request.",
      'cfa-open311__get_service_request.xml': 'created+dispatched+closed',
      'cfa-open311__get_service_request_not_found.xml':
        'refused: 404 Service request not found with id or token not-an-id',
      'cfa-open311__post_service_request.xml': 'refused: /status is required',
      'cfa-open311__request_id_from_token.xml': 'refused: /status is required',
      'cfa-open311__service_definition.xml': 'a definition',
      'cfa-open311__service_requests.xml': 'created+dispatched+closed, created+dispatched',
      'cfa-open311__service_requests_empty.xml': '',
      'cfa-open311__services.xml': '36 services',
      'node-open311__dc-services.xml': '86 services',
      'node-open311__discovery-boston.json': 'a discovery',
      'open311status__service_list.json': '3 services',
      'open311status__service_requests.json': 'created+dispatched, created+dispatched',
      'open311status__services_giessen.xml': '8 services',
    });
  });
});

/** A thousand polls take minutes on a busy machine. */
const LIMIT = 20 * 60_000;
const START_LIMIT = 120_000;
const START = Date.UTC(2026, 5, 15, 12);

/** A city on the other side: it changes its requests, and writes down what the wall should make of each. */
class OtherSide {
  readonly expected = new Map<string, string[]>();
  readonly #touched = new Map<string, number>();
  readonly #rng: Rng;
  #next = 1000;
  /** Polls that were answered to the end. */
  answered = 0;

  constructor(
    readonly server: Open311Server,
    readonly now: () => number,
    /** A request rests for so many answered polls between two changes, so that each is seen. */
    readonly rest: number,
    seed: number,
  ) {
    this.#rng = new Rng(seed, 'other side');
  }

  add(requested: number): void {
    const id = String(this.#next++);
    const expected = this.#rng.next() < 0.5 ? null : requested + 5 * DAY;
    const one: ServedRequest = { id, status: 'open', code: String(this.#rng.int(9)).padStart(3, '0'), text: this.#rng.next() < 0.3 ? null : `text of <b>${id}</b>`, agency: this.#rng.next() < 0.3 ? null : 'Streets', requested, updated: requested, expected, lat: 39.29, long: -76.61 }; // prettier-ignore
    this.server.requests.set(id, one);
    this.expected.set(id, ['created', 'dispatched']);
    this.#touched.set(id, this.answered);
  }

  /** Changes one request in one way, if one is rested. */
  change(): void {
    const rested = [...this.server.requests.values()].filter(
      ({ id }) => this.answered - this.#touched.get(id)! > this.rest,
    );
    const one = rested[this.#rng.int(Math.max(1, rested.length))];
    if (!one) return;
    const life = this.expected.get(one.id)!;
    const drawn = this.#rng.int(5);
    // What moves while it is closed is told when it is opened again: not what is looked at here.
    const kind = one.status === 'closed' && (drawn === 2 || drawn === 3) ? 0 : drawn;
    one.updated = this.now();
    this.#touched.set(one.id, this.answered);
    if (kind === 0) {
      one.status = one.status === 'open' ? 'closed' : 'open';
      if (one.status === 'closed') life.push('closed');
      else life.push('reopened', ...(one.expected === null ? [] : ['dispatched']));
    } else if (kind === 1) {
      one.text = `changed at ${this.now()}`;
      life.push('corrected');
    } else if (kind === 2) {
      one.agency = one.agency === 'Water' ? 'Streets' : 'Water';
      life.push('transferred');
    } else if (kind === 3) {
      life.push(one.expected === null ? 'dispatched' : 'extended');
      one.expected = (one.expected ?? this.now()) + DAY;
    } // else touched only: nothing happened
  }
}

interface Followed {
  polls: number;
  served: Record<string, number>;
}

/** Follows a changing server for so many polls, and compares every ticket's life with what happened. */
async function follow(
  city: SourceCity,
  clock: { now(): number; set(at: number): void },
  options: Open311Options,
  {
    polls,
    rest,
    faulty,
    seed,
    settings = {},
  }: { polls: number; rest: number; faulty: number; seed: number; settings?: Partial<Open311Source> },
): Promise<Followed> {
  const rng = new Rng(seed, 'faults');
  let calm = false;
  /** A time-out takes its whole second, so there are few. */
  const fault = () => {
    if (calm || rng.next() >= faulty) return undefined;
    const one = FAULTS[rng.int(FAULTS.length)]!;
    return one === 'hang' && rng.next() > 0.1 ? '500' : one;
  };
  const server = await open311Server({ ...options, fault });
  const source = `/test/open311-${seed}`;
  const prefix = `${seed}-`;
  const other = new OtherSide(server, () => clock.now(), rest, seed);
  for (let i = 0; i < 150; i++) other.add(clock.now() - 1000 * Math.floor((i * 60 * DAY) / 150_000) - HOUR);
  let asked = 0;
  let finished: () => void;
  const done = new Promise<void>((resolve) => (finished = resolve));
  const wrap = (kind: SourceKind): SourceKind => ({
    ...kind,
    open(given, context) {
      const real = kind.open(given, context);
      return {
        async *poll(cursor, signal) {
          if (asked++ >= polls) calm = true;
          clock.set(clock.now() + MINUTE);
          if (!calm) {
            if (asked % 3 === 0) other.add(clock.now());
            other.change();
          }
          yield* real.poll(cursor, signal);
          other.answered++;
          if (asked >= polls + rest + 3) finished();
        },
        close: () => real.close(),
      };
    },
  });
  const errors: unknown[] = [];
  const settled: Open311Source = {
    kind: 'open311',
    source,
    url: server.url,
    timeout: 1,
    idPrefix: prefix,
    requestsPerPoll: 60,
    ...settings,
  };
  const running = city.follow([settled], { wrap, errors });
  await done;
  await running.close();
  await server.close();
  const [state] = running.states();
  const ids = [...other.expected.keys()];
  const lives = await city.lives(ids.map((id) => prefix + id));
  const seen = Object.fromEntries(
    ids.map((id) => [id, (lives.get(prefix + id) ?? []).map(({ type }) => type.slice('ticket.'.length))]),
  );
  expect(seen).toEqual(Object.fromEntries(other.expected));
  // How they stand is how the server has them.
  const records = await city.city.records('ticket', ids.map((id) => prefix + id)); // prettier-ignore
  for (const { row } of records) {
    const { status, text, due, category, created } = row as TicketRow;
    const one = server.requests.get(row.id.slice(prefix.length))!;
    expect({ id: one.id, closed: status === 'closed', text: text ?? null, due, category, created }).toEqual({
      id: one.id, closed: one.status === 'closed', text: one.text, due: one.expected === null ? null : Math.floor(one.expected / 1000) * 1000, category: `Service ${one.code}`, created: Math.floor(one.requested / 1000) * 1000,
    }); // prettier-ignore
  }
  expect(state!.refused).toBe(0);
  return { polls: state!.polls, served: server.served };
}

describe('a city that is followed through Open311', () => {
  const clock = manualClock(START);
  let city: SourceCity;
  beforeAll(async () => void (city = await sourceCity(clock)));
  afterAll(() => city.stop());

  it(
    '[E3] misses nothing and doubles nothing over 1,000 polls of a server that fails in every way',
    async () => {
      const options = { updatedAfter: true, pages: true, most: 40 };
      const { polls, served } = await follow(city, clock, options, { polls: 1000, rest: 2, faulty: 0.15, seed: 1 });
      expect(polls).toBeGreaterThanOrEqual(1000);
      for (const fault of FAULTS) expect([fault, served[fault] ?? 0]).not.toEqual([fault, 0]);
      console.log(`${polls} polls, replies: ${JSON.stringify(served)}`);
    },
    LIMIT,
  );

  it('a server without updated_after and without pages, which gives 40 at a time, in XML only', async () => {
    const { served } = await follow(
      city,
      clock,
      { most: 40, xmlOnly: true },
      { polls: 60, rest: 6, faulty: 0.05, seed: 2 },
    );
    expect(served['good']).toBeGreaterThan(60);
  });

  it('a server with pages only', async () => {
    const { polls } = await follow(
      city,
      clock,
      { most: 25, pages: true },
      { polls: 60, rest: 6, faulty: 0.05, seed: 3 },
    );
    expect(polls).toBeGreaterThanOrEqual(60);
  });

  it('a server that looks at no parameter', async () => {
    const { polls } = await follow(city, clock, { deaf: true }, { polls: 40, rest: 4, faulty: 0.05, seed: 4 });
    expect(polls).toBeGreaterThanOrEqual(40);
  });
});

describe('a server that follows through Open311', () => {
  let other: Open311Server;
  let home: TestHome;
  let profiles: ReturnType<typeof profilesWith>;
  beforeAll(async () => {
    other = await open311Server({ updatedAfter: true, pages: true, most: 20 });
    profiles = profilesWith('polled', [
      {
        kind: 'open311',
        source: '/test/killed',
        url: other.url,
        every: 1,
        apiKeyEnv: 'OPEN311_KEY',
        names: { zh: '热线', en: 'Hotline' },
      },
    ]);
    home = await testHome('polled');
  });
  afterAll(async () => {
    await other.close();
    home.remove();
    profiles.remove();
  });

  it(
    '[E2] [E3] loses nothing and doubles nothing over kills, and says how its source does',
    async () => {
      const env = { CITIES_DIR: profiles.dir, OPEN311_KEY: 'a-secret-key', READ_TEXTS: 'off' };
      const side = new OtherSide(other, Date.now, 0, 9);
      for (let kill = 0; kill < 5; kill++) {
        for (let i = 0; i < 40; i++) side.add(Date.now() - (kill * 40 + i) * HOUR);
        const server = await home.start({ env, limit: START_LIMIT });
        await new Promise((resolve) => setTimeout(resolve, 50 + kill * 150));
        await server.kill();
      }
      const server = await home.start({ env, limit: START_LIMIT });
      const end = Date.now() + 60_000;
      while ((await figures(server.address, 'polled'))['tickets'] !== 200) {
        if (Date.now() > end) throw new Error(server.errors());
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
      // Two events of each request, whatever was killed when.
      expect((await settled(server.address, 'polled'))['log_head']).toBe(400);
      expect(other.last['api_key']).toBe('a-secret-key');
      const get = async (path: string): Promise<string> =>
        (await fetch(`${server.address}${path}`, { headers: { authorization: `Bearer ${home.admin}` } })).text();
      const [state] = JSON.parse(await get('/api/v1/cities/polled/sources')) as {
        asking: boolean;
        error: string | null;
      }[];
      expect(state).toMatchObject({ source: '/test/killed', asking: true, error: null });
      expect(await get('/metrics')).toMatch(/hotline_wall_source_polls\{city="polled",source="\/test\/killed"\} [1-9]/);
      // It is a feed without being named as one, and what the profile says of it is not told to screens.
      const face = await get('/api/v1/cities/polled');
      expect(face).toContain('/test/killed');
      expect(face).not.toContain('OPEN311_KEY');
      await server.stop();
    },
    LIMIT,
  );

  it('a secret that is missing is named at the start', async () => {
    const failed = home.start({ env: { CITIES_DIR: profiles.dir, OPEN311_KEY: '' }, limit: START_LIMIT });
    await expect(failed).rejects.toThrow(
      '/sources/0/apiKeyEnv names the environment variable OPEN311_KEY, which is not set',
    );
  });
});
