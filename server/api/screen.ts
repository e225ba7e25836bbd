/** Serves the built screen: hashed files for ever, the page itself never from a cache. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { HttpProblem } from './problem.ts';

/** Addresses of the screen's own router, all answered by the one page. */
const PAGES = ['/', '/scene/*', '/gallery', '/console', '/explore'];

export async function screenRoutes(app: FastifyInstance, dir: string): Promise<void> {
  if (!existsSync(join(dir, 'index.html'))) {
    for (const page of PAGES) {
      app.get(page, { schema: { hide: true } }, () => {
        throw new HttpProblem(404, '/', 'the screen is not built: npm run build');
      });
    }
    return;
  }
  await app.register(fastifyStatic, { root: dir, wildcard: false, index: false, immutable: true, maxAge: '1y' });
  for (const page of PAGES) {
    app.get(page, { schema: { hide: true } }, (_request, reply) =>
      reply.sendFile('index.html', { maxAge: 0, immutable: false, cacheControl: true }),
    );
  }
}
