/**
 * What passes between hub and screen over Socket.IO (rules T1–T4). One union a direction; SPEC.md tells the order.
 */
import Type from 'typebox';
import { TOPICS, VIEW_NAMES, type Topic } from './topic.ts';
import type { Json } from './text.ts';

export { BEAT } from './beat.ts';

/** A place in a stream. An unknown `epoch` or a `seq` too old is answered by a snapshot (rule T1). */
export interface Position {
  epoch: string;
  seq: number;
}

/** Screen → hub: join these topics as one room; `have` holds the seq of each topic already held in `epoch`. */
export const JoinRequest = Type.Object(
  {
    city: Type.String({ maxLength: 64 }),
    topics: Type.Array(Type.Union(VIEW_NAMES.map((view) => TOPICS[view])), { maxItems: 64 }),
    have: Type.Optional(
      Type.Object(
        { epoch: Type.String({ maxLength: 64 }), seqs: Type.Array(Type.Integer({ minimum: -1 }), { maxItems: 64 }) },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);
export interface JoinRequest {
  city: string;
  topics: Topic[];
  /** seq held of each topic, in the order of `topics`; −1: none. */
  have?: { epoch: string; seqs: number[] };
}

/** One topic as it is joined: its value, or the deltas since the position held, in order. */
export type Joined = { seq: number; value: Json } | { seq: number; deltas: Json[] };

/** Answer to a join. `error` names the path and the rule, and nothing was joined. */
export type JoinReply =
  | {
      room: string;
      epoch: string;
      frame: number;
      clock: number;
      log: number;
      topics: Joined[];
      /** This is not the present: the id of the replay that is shown (contract/replay.ts). */
      replay?: string;
    }
  | { error: { path: string; rule: string } };

/**
 * Hub → screen: all that changed in a room within a tick, or (without `topics`) a sign of life once a second.
 * `frame` counts the frames of the room that carried topics: one that was missed shows as a gap.
 */
export interface Frame {
  room: string;
  epoch: string;
  frame: number;
  /** The city's clock, Unix ms. */
  clock: number;
  /** Log position that the values include. */
  log: number;
  /** index in the room's topics → [seq after the delta, merge patch]. */
  topics?: Record<string, [seq: number, patch: Json]>;
}

export interface ClientToServer {
  join(request: JoinRequest, reply: (answer: JoinReply) => void): void;
  leave(room: string): void;
  /** Asks for the city's clock, Unix ms, so that a screen knows it better than frames tell it. No answer: asked too often. */
  clock(reply: (now: number) => void): void;
}

export interface ServerToClient {
  frame(frame: Frame): void;
}
