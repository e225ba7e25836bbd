import { fastify } from 'fastify';
import swagger from '@fastify/swagger';
import { expect, it } from 'vitest';
import type { State } from '../state/state.ts';
import { EVENT_TYPES } from '../../contract/event.ts';
import { BODIES } from './parse.ts';
import { ingest } from './ingest.ts';

it('the API description holds every route, body type, event type and answer', async () => {
  const server = fastify();
  await server.register(swagger, { openapi: { openapi: '3.1.0', info: { title: 't', version: '1' } } });
  const unused = {} as State;
  await server.register(ingest, {
    cities: () => undefined,
    state: unused,
    clock: () => 0,
    secret: 'x',
    keys: undefined,
  });
  await server.ready();
  const described = JSON.parse(JSON.stringify(server.swagger())) as {
    paths: Record<
      string,
      Record<string, { requestBody?: { content: Record<string, unknown> }; responses: Record<string, unknown> }>
    >;
  };
  expect(Object.keys(described.paths)).toEqual([
    '/api/v1/events',
    '/api/v1/quarantine',
    '/api/v1/quarantine/{id}/retry',
    '/api/v1/quarantine/{id}',
  ]);
  const intake = described.paths['/api/v1/events']!.post!;
  expect(Object.keys(intake.requestBody!.content)).toEqual(Object.keys(BODIES));
  expect(Object.keys(intake.responses)).toEqual(['200', '400', '401', '403', '413', '415', '422', '429', '503']);
  for (const type of EVENT_TYPES) expect(JSON.stringify(intake.requestBody)).toContain(`"${type}"`);
  await server.close();
});
