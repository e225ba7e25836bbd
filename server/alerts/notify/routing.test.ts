import { describe, expect, it } from 'vitest';
import type { Route } from '../../../contract/rule.ts';
import { notice } from './fixture.ts';
import { routesFor } from './routing.ts';

const routes: Route[] = [
  { to: ['duty'] },
  { match: { level: 2 }, to: ['duty', 'leaders'], above: ['deputy', 'mayor'] },
  { match: { family: ['feed'] }, to: ['technicians'] },
  { match: { keys: { district: ['990101'] } }, to: ['east'], above: ['mayor'] },
];

describe('[A1] routes', () => {
  it('every one that fits counts, and everybody once', () => {
    expect(routesFor(routes, notice(), 0)).toEqual(['duty', 'leaders', 'east']);
    expect(routesFor(routes, notice({ level: 3, keys: {} }), 0)).toEqual(['duty']);
    expect(routesFor(routes, notice({ family: 'feed', keys: {}, level: 4 }), 0)).toEqual(['duty', 'technicians']);
    expect(routesFor([], notice(), 3)).toEqual([]);
  });

  it('each escalation takes in one more', () => {
    expect(routesFor(routes, notice(), 1)).toEqual(['duty', 'leaders', 'deputy', 'east', 'mayor']);
    expect(routesFor(routes, notice({ keys: {} }), 1)).toEqual(['duty', 'leaders', 'deputy']);
    expect(routesFor(routes, notice({ keys: {} }), 9)).toEqual(['duty', 'leaders', 'deputy', 'mayor']);
  });
});
