/** What passes between the main thread and the thread of a replay. One union a direction; calls are answered by number. */
import type { MessagePort } from 'node:worker_threads';
import type { City } from '../../contract/city.ts';
import type { Frame, JoinReply, JoinRequest } from '../../contract/protocol.ts';
import type { CountAnswer, ListAnswer, TicketAnswer } from '../../contract/query.ts';
import type { ReplayTimeline } from '../../contract/replay.ts';
import type { Rule } from '../../contract/rule.ts';
import type { Count, List } from '../history/history.ts';

/** What the thread opens. `history` is a port of the embedded history. */
export interface Opening {
  city: City;
  id: string;
  from: number;
  to: number;
  rules: Rule[];
  history: MessagePort;
}

/** How the replay stands, as the thread tells it. */
export interface Standing {
  at: number;
  speed: number;
  playing: boolean;
  loading: number | null;
  failure?: string;
}

/** Each call with what it takes and gives. */
export interface Calls {
  open: (opening: Opening) => null;
  change: (change: { at?: number; speed?: number; playing?: boolean }) => Standing;
  join: (request: JoinRequest) => JoinReply;
  count: (query: Count) => CountAnswer;
  list: (query: List) => ListAnswer;
  ticket: (id: string) => TicketAnswer | null;
  timeline: () => ReplayTimeline;
}
export type CallName = keyof Calls;

export type Request =
  | { [C in CallName]: { id: number; call: C; args: Parameters<Calls[C]> } }[CallName]
  /** Viewers of each room. */
  | { looking: Record<string, number> };

/** An error as it crosses; `path` is there where something that was asked for is wrong. */
export interface Failure {
  message: string;
  path?: string;
  rule?: string;
}

export type Told =
  | { id: number; value: unknown }
  | { id: number; failure: Failure }
  | { frame: Frame }
  /** Rooms began anew: viewers must join again. */
  | { moved: true }
  | { standing: Standing }
  | { error: string };
