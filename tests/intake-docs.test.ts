/** What the server says about itself, and whom it answers: API description, security headers, hosts and origins. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { EVENT_TYPES } from '../contract/event.ts';
import { startApp, type App } from '../server/app.ts';
import { systemClock } from '../server/clock.ts';
import { readConfig } from '../server/config.ts';
import { created } from './support/events.ts';

interface Description {
  openapi: string;
  paths: Record<
    string,
    Record<string, { summary?: string; requestBody?: unknown; responses?: Record<string, unknown> }>
  >;
}
interface Reply {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

const dir = mkdtempSync(join(tmpdir(), 'hotline-wall-test-'));
/** "GET /api/v1/…" of every route that was registered. */
const routes: string[] = [];
const listen = (message: unknown): void => {
  const { fastify } = message as { fastify: FastifyInstance };
  fastify.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) if (one !== 'HEAD') routes.push(`${one} ${url}`);
  });
};
let app: App;
let described: Description;

/** Asks with headers that fetch would not let one set. */
const ask = (path: string, headers: Record<string, string> = {}, method = 'GET', body?: string): Promise<Reply> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(app.address);
    const sent = request({ hostname, port, path, method, headers: { connection: 'close', ...headers } }, (reply) => {
      let text = '';
      reply.on('data', (chunk: Buffer) => (text += chunk.toString()));
      reply.on('end', () => resolve({ status: reply.statusCode ?? 0, headers: reply.headers, body: text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });

beforeAll(async () => {
  subscribe('fastify.initialization', listen);
  app = await startApp(readConfig(['--port', '0', '--data', dir], { LOG_LEVEL: 'silent' }), systemClock);
  unsubscribe('fastify.initialization', listen);
  described = JSON.parse((await ask('/api/docs/json')).body) as Description;
});
afterAll(async () => {
  await app?.stop();
  rmSync(dir, { recursive: true, force: true });
});

describe('the API description', () => {
  it('is OpenAPI 3.1 and names every route under /api/v1', () => {
    expect(described.openapi).toMatch(/^3\.1\./);
    const named = Object.entries(described.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const served = routes
      .filter((route) => route.includes(' /api/v1/'))
      .map((route) => route.replace(/:(\w+)/g, '{$1}'));
    expect(served.length).toBeGreaterThanOrEqual(10);
    expect(named.sort()).toEqual([...new Set(served)].sort());
  });

  it('says of each what it does and what it answers, and holds every type of event', () => {
    for (const [path, methods] of Object.entries(described.paths)) {
      for (const [method, one] of Object.entries(methods)) {
        expect(one.summary, `${method} ${path}`).toBeTruthy();
        expect(Object.keys(one.responses ?? {}).length, `${method} ${path}`).toBeGreaterThan(0);
      }
    }
    const body = JSON.stringify(described.paths['/api/v1/events']!['post']!.requestBody);
    expect(EVENT_TYPES.filter((type) => !body.includes(`"${type}"`))).toEqual([]);
    // A schema can be followed to its end.
    const text = JSON.stringify(described);
    const refs = [...text.matchAll(/"\$ref":"(#[^"]*)"/g)].map(([, ref]) => ref!);
    const at = (ref: string): unknown =>
      ref
        .slice(2)
        .split('/')
        .reduce<unknown>((node, name) => (node as Record<string, unknown> | undefined)?.[name], described);
    expect(refs.filter((ref) => at(ref) === undefined)).toEqual([]);
  });
});

describe('security of every answer', () => {
  const event = JSON.stringify(created('d1'));
  const json = { 'content-type': 'application/json' };
  const count = JSON.stringify({ city: 'wuxi', measure: 'accepted' });
  const kinds: [name: string, status: number, ...Parameters<typeof ask>][] = [
    ['the page', 200, '/'],
    ['a page of the router', 200, '/scene/overview'],
    ['data', 200, '/api/v1/cities'],
    ['a streamed file', 200, '/api/v1/cities/wuxi/shapes.geojson'],
    ['health', 200, '/healthz'],
    ['a count', 200, '/api/v1/query/count', json, 'POST', count],
    ['a refused query', 400, '/api/v1/query/count', json, 'POST', '{}'],
    ['a broken body', 400, '/api/v1/query/count', json, 'POST', '{'],
    ['no key', 401, '/api/v1/events', json, 'POST', event],
    ['an unknown type of body', 415, '/api/v1/query/count', { 'content-type': 'text/csv' }, 'POST', 'a'],
    ['nothing there', 404, '/nothing'],
    ['no such city', 404, '/api/v1/cities/nowhere'],
    ['no such file', 404, '/assets/none.js'],
    ['the docs page', 200, '/api/docs'],
    ['a file of the docs', 200, '/api/docs/static/swagger-ui-bundle.js'],
    ['the API description', 200, '/api/docs/json'],
    ['another host name', 403, '/', { host: 'wall.example.com' }],
  ];

  it.each(kinds)('%s (%i) carries them', async (_name, status, ...asked) => {
    const reply = await ask(...asked);
    expect(reply.status).toBe(status);
    const policy = String(reply.headers['content-security-policy'] ?? '');
    const directives = Object.fromEntries(
      policy
        .split(';')
        .map((part) => part.trim().split(/\s+/))
        .filter(([name]) => name)
        .map(([name, ...values]) => [name!, values]),
    );
    expect(reply.headers['x-content-type-options']).toBe('nosniff');
    expect(directives['default-src']).toEqual(["'self'"]);
    expect(directives['script-src']).toEqual(["'self'"]);
    expect(directives['object-src']).toEqual(["'none'"]);
    expect(directives['frame-ancestors']).toEqual(["'self'"]);
    // Nothing may be evaluated, and nothing may be loaded from any other host.
    expect(policy).not.toMatch(/unsafe-eval|https?:|\*|\w\.\w/);
    // Over plain HTTP an upgrade to HTTPS would leave the page without its own files.
    expect(policy).not.toContain('upgrade-insecure-requests');
    if (status >= 400)
      expect(JSON.parse(reply.body)).toMatchObject({ error: { path: expect.anything(), rule: expect.anything() } });
  });

  it('errors tell nothing of the inside', async () => {
    for (const [, , ...asked] of kinds.filter(([, code]) => code >= 400)) {
      expect((await ask(...asked)).body).not.toMatch(/node_modules|\.ts\b|\n\s+at /);
    }
  });
});

describe('who may ask', () => {
  it.each(['wall.example.com', 'wall.example.com:80', '127.0.0.1.example.com', 'localhost.example.com', '10.0.0.1'])(
    'the host name %s is refused on loopback',
    async (host) => {
      const paths = ['/', '/api/v1/cities', '/healthz', '/api/docs/json', '/assets/none.js', '/nothing'];
      const replies = await Promise.all(paths.map((path) => ask(path, { host })));
      expect(replies.map(({ status }) => status)).toEqual(paths.map(() => 403));
    },
  );
  it.each(['127.0.0.1', 'localhost', 'localhost:1234', '[::1]:80'])('the host name %s is served', async (host) => {
    expect((await ask('/healthz', { host })).status).toBe(200);
  });

  /** Whether a WebSocket with these headers is opened. */
  const upgrade = (headers: Record<string, string>): Promise<boolean> =>
    new Promise((resolve, reject) => {
      const url = `${app.address.replace('http', 'ws')}/live/?EIO=4&transport=websocket`;
      const socket = new WebSocket(url, { headers });
      socket.on('open', () => {
        socket.terminate();
        resolve(true);
      });
      socket.on('unexpected-response', (asked) => {
        asked.destroy();
        resolve(false);
      });
      socket.on('error', reject);
    });
  it('a WebSocket is opened for its own origin and for programs, and refused for any other page', async () => {
    const { host } = new URL(app.address);
    expect(await upgrade({})).toBe(true);
    expect(await upgrade({ origin: app.address })).toBe(true);
    for (const origin of ['http://wall.example.com', 'http://127.0.0.1:1', `https://${host}.example.com`, 'null'])
      expect([origin, await upgrade({ origin })]).toEqual([origin, false]);
    expect(await upgrade({ host: 'wall.example.com', origin: 'http://wall.example.com' })).toBe(false);
  });
});
