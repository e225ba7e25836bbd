/** What a desk does with an alert: claims it, comments, dispatches, resolves. Pure: from the act to the step in its life. */
import { DESK_SOURCE } from '../../contract/alert.ts';
import type { AlertRow } from '../../contract/fact.ts';
import type { LogEvent } from '../log/log.ts';

export const ACTS = ['claim', 'comment', 'dispatch', 'resolve'] as const;
export type Act = (typeof ACTS)[number];

/** What goes with an act. `over`: also where somebody else has it. */
export interface ActWords {
  by: string;
  comment?: string;
  unit?: string;
  over?: boolean;
}

/** An act that cannot be done now. */
export class ActRefused extends Error {
  constructor(
    readonly path: string,
    readonly rule: string,
  ) {
    super(`${path}: ${rule}`);
  }
}

const STEPS = {
  claim: 'hotline.alert.claimed',
  comment: 'hotline.alert.commented',
  dispatch: 'hotline.alert.dispatched',
  resolve: 'hotline.alert.resolved',
} as const;

/** The step that an act is. Throws ActRefused. */
export function stepOfAct(act: Act, alert: AlertRow, words: ActWords, at: number): LogEvent {
  const { by, comment, unit, over = false } = words;
  if (act !== 'comment' && !alert.open) throw new ActRefused('/id', `this alert is ${alert.status} already`);
  if (alert.raised === null) throw new ActRefused('/id', 'this alert is not raised yet');
  if (act === 'claim' && alert.claimedBy !== null && alert.claimedBy !== by && !over)
    throw new ActRefused('/by', `${alert.claimedBy} has claimed it; say "over" to take it over`);
  if (act === 'comment' && !comment) throw new ActRefused('/comment', 'is required');
  if (act === 'dispatch' && unit === undefined) throw new ActRefused('/unit', 'is required');
  return {
    source: DESK_SOURCE,
    // The same desk doing the same twice within a moment did it once.
    id: `${alert.id}|${act}|${by}|${at}`,
    type: STEPS[act],
    subject: alert.id,
    at,
    data: { by, ...(comment && { comment }), ...(act === 'dispatch' && { unit }) },
  };
}
