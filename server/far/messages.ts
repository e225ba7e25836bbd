/** What a server that does not follow a city and the one that holds it say to one another, as JSON over sharded channels. */
import type { JoinReply, JoinRequest } from '../../contract/protocol.ts';

/** To the holder. `from` is the asking server; its answers go to a channel of its own. */
export type Ask =
  | { from: string; id: number; join: JoinRequest }
  /** The viewers that it has now, by room. Said once a second, and when a room is entered for the first time. */
  | { from: string; looking: Record<string, number> };

/** From the holder. */
export interface Answer {
  id: number;
  reply: JoinReply;
}

/** What a server tells all servers of a city since it stands in no log: an answer that it gave, or that walls or scenes changed. */
export type Unlogged = Heard | { walls: true } | { scenes: true };

/** An event was heard that changed nothing. */
interface Heard {
  source: string;
  /** The city's time, Unix ms. */
  at: number;
  refused: number;
}
