import type { Fixture } from '../../contract/widget.ts';
import { ISSUES, MANY_ISSUES, NO_ISSUES } from '../shared/fixture-issues.ts';

export const fixtures: Fixture[] = [
  { name: 'a cold Saturday', data: { issues: ISSUES } },
  { name: 'more than fit, late', data: { issues: MANY_ISSUES }, late: true },
  { name: 'nothing yet', data: { issues: NO_ISSUES } },
  { name: 'empty', data: {} },
];
