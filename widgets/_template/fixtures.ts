import type { Fixture } from '../../contract/widget.ts';
import { AT, MIDNIGHT } from '../shared/fixture-city.ts';

export const fixtures: Fixture[] = [
  { name: 'today', data: { now: { from: MIDNIGHT, to: AT, cells: { accepted: [1117, 0] } } } },
  { name: 'nobody rated', options: { measure: 'satisfaction' }, data: { now: { from: MIDNIGHT, to: AT, cells: {} } } },
  { name: 'empty', data: {} },
];
