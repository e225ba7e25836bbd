/** Which of several servers is to hold which city, agreed upon without talking: rendezvous hashing. */
import { createHash } from 'node:crypto';

const weight = (city: string, server: string): string => createHash('sha1').update(`${city}\n${server}`).digest('hex');

/**
 * Place of `server` among `servers` for a city; 0 holds it. Each server comes first for about as many cities, and when
 * one goes only its cities move. A server that is not among them stands behind all.
 */
export function rankOf(city: string, server: string, servers: readonly string[]): number {
  if (!servers.includes(server)) return servers.length;
  const own = weight(city, server);
  return servers.filter((other) => weight(city, other) > own).length;
}
