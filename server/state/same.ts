/** When two refused events are the same one. */
import { createHash } from 'node:crypto';
import type { Refused } from './state.ts';

/** Digest of what makes a refused event itself within its city: what came and why it was refused. 32 bytes. */
export const sameness = ({ path, rule, raw }: Pick<Refused, 'path' | 'rule' | 'raw'>): Buffer =>
  createHash('sha256')
    .update(JSON.stringify([path, rule, raw]))
    .digest();
