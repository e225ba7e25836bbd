/**
 * Which pages may talk to the server. A wall on loopback has no log-in, so a page from elsewhere must not reach it
 * through the visitor's browser: neither by a WebSocket from another origin nor by a name that resolves to loopback.
 */
import { isLoopback } from '../config.ts';

/** The host name of a Host header, without its port and brackets. */
const nameOf = (host: string): string => host.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');

/** Whether a Host header may be answered by a server bound to `bound`. */
export const hostAllowed = (bound: string, host: string | undefined): boolean =>
  host !== undefined && (!isLoopback(bound) || isLoopback(nameOf(host)));

/** Whether a WebSocket may be opened: same origin, or no browser at all. */
export function originAllowed(bound: string, origin: string | undefined, host: string | undefined): boolean {
  if (!hostAllowed(bound, host)) return false;
  if (origin === undefined) return true;
  try {
    return new URL(origin).host === host;
  } catch {
    return false;
  }
}
