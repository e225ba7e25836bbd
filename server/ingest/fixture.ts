/** A small city and a real intake on a real log and state, for tests. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fastify, type FastifyInstance } from 'fastify';
import type { City } from '../../contract/city.ts';
import { keyRing, type KeyGrant, type KeyRing } from '../access/keys.ts';
// Tests are about the real parts, so that this one place may know which they are.
// oxlint-disable-next-line no-restricted-imports
import { openEmbeddedLog, type EmbeddedLog, type EmbeddedLogOptions } from '../log/embedded/embedded.ts';
// oxlint-disable-next-line no-restricted-imports
import { openEmbeddedState } from '../state/embedded/embedded.ts';
import type { State } from '../state/state.ts';
import { ingest, type IngestOptions } from './ingest.ts';

export const NOW = Date.UTC(2026, 2, 2, 1, 0, 0);
export const SECRET = 'a secret for tests';

const text = (zh: string, en: string) => ({ zh, en });
const street = (code: string, zh: string, en: string) => ({ code, names: text(zh, en) });

/** Two districts that both have a 中山街道. */
export const CITY: City = {
  id: 'testville',
  names: text('测试市', 'Testville'),
  hotline: text('测试热线', 'Test hotline'),
  timeZone: 'Asia/Shanghai',
  about: text('仅用于测试', 'For tests only'),
  satisfied: ['very', 'satisfied', 'basic'],
  targets: {},
  calendar: { kind: 'weekly', weekdays: [1, 2, 3, 4, 5], hours: [[540, 1020]] },
  feeds: [],
  places: [
    {
      code: '990101',
      names: text('东区', 'East'),
      streets: [street('990101001', '中山街道', 'Zhongshan'), street('990101002', '河埒街道', 'Helie')],
    },
    {
      code: '990102',
      names: text('西区', 'West'),
      streets: [street('990102001', '中山街道', 'Zhongshan'), street('990102002', '荣巷街道', 'Rongxiang')],
    },
  ],
  units: [{ id: 'water', names: text('市水务局', 'Water Bureau'), tier: 'department' }],
  categories: [],
  policies: [],
  lexicon: { terms: [] },
  scenes: [],
  alerting: { rules: [] },
};

/** A valid event; members of `more` replace its own, those of `data` replace its data's. */
export function eventOf(
  n: number,
  more: Record<string, unknown> = {},
  data: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    specversion: '1.0',
    id: `e-${n}`,
    source: '/hotline/desk',
    type: 'hotline.ticket.created',
    subject: `TV2026${String(n).padStart(8, '0')}`,
    time: '2026-03-02T08:30:00+08:00',
    data: {
      channel: 'phone',
      nature: 'complaint',
      title: '路灯不亮',
      text: '小区门口的路灯坏了三天',
      place: { district: '东区' },
      ...data,
    },
    ...more,
  };
}

export interface Site {
  server: FastifyInstance;
  /** http://127.0.0.1:port */
  url: string;
  log: EmbeddedLog;
  state: State;
  keys: KeyRing;
  /** The clock that the intake reads. */
  time: { now: number };
  token: string;
  admin: string;
  /** A further key. */
  key(grant: Partial<KeyGrant>): Promise<string>;
  close(): Promise<void>;
}

/** A listening intake in a folder of its own. */
export async function openSite(
  options: Partial<IngestOptions> = {},
  logOptions: Partial<EmbeddedLogOptions> = {},
): Promise<Site> {
  const dir = await mkdtemp(join(tmpdir(), 'ingest-'));
  const log = await openEmbeddedLog({ path: join(dir, 'log.db'), ...logOptions });
  const state = await openEmbeddedState({ path: join(dir, 'state.db') });
  const time = { now: NOW };
  const clock = (): number => time.now;
  const keys = keyRing(state.keys, clock);
  const server = fastify();
  await server.register(ingest, {
    cities: (id: string) => (id === CITY.id ? { city: CITY, log } : undefined),
    state,
    keys,
    clock,
    secret: SECRET,
    ...options,
  });
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  const key = async (grant: Partial<KeyGrant>): Promise<string> =>
    (await keys.create({ name: 'test', city: CITY.id, sources: null, role: 'intake', ...grant })).token;
  return {
    server,
    url,
    log,
    state,
    keys,
    time,
    key,
    token: await key({}),
    admin: await key({ role: 'admin' }),
    async close() {
      await server.close();
      await log.close();
      await state.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
