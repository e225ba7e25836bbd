/**
 * The lease of a city. All servers that follow a city fold the same log and serve their own viewers; one of them holds
 * the lease, and only it writes on behalf of the city: it trims the log and raises what the clock and the rules demand.
 * One suite (`lease.suite.ts`) runs on every implementation.
 */
export interface Lease {
  /** The fencing token while this server holds the city, else null. It rises with every holder. */
  readonly token: number | null;
  /**
   * What the store must still say for a write of this holder to count; null when not held. A step that writes compares it
   * in the store itself, so that a holder that was paused and wakes up with an old token writes nothing.
   */
  readonly proof: string | null;
  /** Id of the server that holds the city as far as is known here; null: nobody, or not known. */
  readonly holder: string | null;
  /** The lowest log position that any server which follows the city now has in its history; Infinity when none said so. */
  readonly keptByAll: number;
  /** Other servers that follow the city and are ready: where they are, and the position that their history includes. */
  readonly peers: readonly { address: string; kept: number }[];
  /** Says what this server has: the position its history includes, and whether it is ready to hold the city. */
  report(kept: number, ready: boolean): void;
  /** Calls back when this server came to hold the city or ceased to. Returns the way to stop it. */
  watch(changed: (token: number | null) => void): () => void;
  /** Gives the lease back, if held, and stops seeking it. */
  close(): Promise<void>;
}

/** The lease where there is only one server: always held. */
export function soleLease(server = 'this server'): Lease {
  return {
    token: 1,
    proof: 'sole',
    holder: server,
    keptByAll: Infinity,
    peers: [],
    report: () => undefined,
    watch: () => () => undefined,
    close: () => Promise.resolve(),
  };
}
