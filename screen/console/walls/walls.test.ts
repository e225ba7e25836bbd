import { describe, expect, it } from 'vitest';
import { PLAIN_WALL, type Wall } from '../../../contract/wall.ts';
import { isOld, stateOf } from './device.ts';
import { draftOf, wallOf } from './draft.ts';

describe('a wall that is edited', () => {
  const wall: Wall = {
    ...PLAIN_WALL, rows: 2, columns: 3, bezel: { x: 4, y: 6 }, night: { from: 1, to: 2, brightness: 0.5 },
    tours: [{ id: 'a', names: { zh: '甲', en: 'A' }, steps: [{ scene: 'overview', seconds: 20 }] }],
  }; // prettier-ignore
  it('stays what it is where nothing was changed', () => {
    expect(wallOf(draftOf('x', wall))).toEqual(wall);
    expect(wallOf(draftOf('x'))).toEqual(PLAIN_WALL);
  });
  it('says where its JSON is none', () => {
    expect(() => wallOf({ ...draftOf('x'), more: '{' })).toThrow(SyntaxError);
    expect(() => wallOf({ ...draftOf('x'), more: '[]' })).toThrow(SyntaxError);
  });
});

describe('a screen in the table', () => {
  it('dropped out after fifteen seconds', () => {
    expect([stateOf({ seen: 0 }, 5), stateOf({ seen: 1000 }, 16_000), stateOf({ seen: 1000 }, 16_001)]).toEqual(['never', 'alive', 'dropped']); // prettier-ignore
  });
  it('is old when it runs another build than is given out', () => {
    const report = (version: string) => ({ report: { version } as never });
    expect([isOld(report('a'), 'b'), isOld(report('a'), 'a'), isOld(report(''), 'b'), isOld({}, 'b'), isOld(report('a'), '')]).toEqual([true, false, false, false, false]); // prettier-ignore
  });
});
