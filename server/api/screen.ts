/** Serves the built screen: hashed files for ever, the page itself never from a cache. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { HttpProblem } from './problem.ts';

/** Addresses of the screen's own router, all answered by the one page. */
const PAGES = ['/', '/scene/*', '/gallery', '/console', '/explore', '/screen', '/screen/*', '/remote'];

/**
 * What every page asks first, as a `Link` header: the browser fetches it beside the script and not after it. `asked` is the
 * city of the address. Pure.
 */
export function ahead(cities: readonly string[], asked: unknown): string {
  const shown = cities.find((id) => id === asked) ?? cities[0];
  const paths = ['/api/v1/cities', ...(shown === undefined ? [] : [`/api/v1/cities/${encodeURIComponent(shown)}`])];
  return paths.map((path) => `<${path}>; rel=preload; as=fetch; crossorigin`).join(', ');
}

/** `cities` gives the ids in the order in which screens are told them. */
export async function screenRoutes(app: FastifyInstance, dir: string, cities: () => readonly string[]): Promise<void> {
  if (!existsSync(join(dir, 'index.html'))) {
    for (const page of PAGES) {
      app.get(page, { schema: { hide: true } }, () => {
        throw new HttpProblem(404, '/', 'the screen is not built: npm run build');
      });
    }
    return;
  }
  await app.register(fastifyStatic, {
    root: dir,
    wildcard: false,
    index: false,
    immutable: true,
    maxAge: '1y',
    // Compressed when it was built (scripts/screen/compressed.ts).
    preCompressed: true,
    globIgnore: ['**/*.br', '**/*.gz'],
  });
  for (const page of PAGES) {
    app.get<{ Querystring: { city?: unknown } }>(page, { schema: { hide: true } }, (request, reply) =>
      reply
        .header('link', ahead(cities(), request.query.city))
        .sendFile('index.html', { maxAge: 0, immutable: false, cacheControl: true }),
    );
  }
}
