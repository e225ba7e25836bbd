import type { Fixture } from '../../contract/widget.ts';
import { ISSUES, MANY_ISSUES, NO_ISSUES } from '../shared/fixture-issues.ts';

const silent = Object.fromEntries(
  Object.entries(ISSUES.issues).map(([id, card]) => [id, { ...card, mentions: 0, negative: 0 }]),
);

export const fixtures: Fixture[] = [
  { name: 'both sides', data: { issues: ISSUES } },
  { name: 'the media speak of other things', data: { issues: { ...ISSUES, issues: silent } } },
  { name: 'long titles, late', data: { issues: MANY_ISSUES }, late: true },
  { name: 'nothing yet', data: { issues: NO_ISSUES } },
  { name: 'empty', data: {} },
];
