/** What goes into the finding of issues and what comes out of it. */

/** A ticket or a mention, as far as it tells what it is about. */
export interface Said {
  id: string;
  kind: 'ticket' | 'mention';
  /** When it was said, Unix ms. */
  at: number;
  title: string | null;
  text: string | null;
  district: string | null;
  street: string | null;
  community: string | null;
  /** Code path, such as 05.03.12. */
  category: string | null;
  /** Keyed hash of who said it. */
  requester: string | null;
  /** Votes for it less votes against it, where a channel has such. */
  votes?: number;
  /** Above 1: weighs so much more (danger to life); below: less (a question). 1 where absent. */
  severity?: number;
}

/** What is kept of each member of an issue. */
export interface Member {
  id: string;
  kind: Said['kind'];
  at: number;
  requester: string | null;
  votes: number;
  severity: number;
}

/**
 * What changed, in the order in which it must be applied. After all changes of a call every member is in the issue that was
 * named last for it. `founded`: a new issue of these members (one, where a ticket stands alone). `joined`: they are now of
 * this issue. `merged`: `from` is gone, its members are of `issue`. `split`: these members left `from` and are of `issue`,
 * which is new. `cooled`: the issue is forgotten here; its members keep its id where they are stored. `aged`: the same of some
 * members of an issue that goes on.
 */
export type Change =
  | { what: 'founded'; issue: string; members: string[] }
  | { what: 'joined'; issue: string; members: string[] }
  | { what: 'merged'; issue: string; from: string; members: string[] }
  | { what: 'split'; issue: string; from: string; members: string[] }
  | { what: 'cooled' | 'aged'; issue: string; members: string[] };
