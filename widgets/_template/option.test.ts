import { describe, expect, it } from 'vitest';
import { DASH } from '../shared/format.ts';
import declaration from './widget.ts';
import { model } from './option.ts';

const now = { from: 0, to: 60_000, cells: { accepted: [1117, 0] as [number, number] } };

describe('_template', () => {
  it('writes the number, and — for what is not known', () => {
    expect(model({ measure: 'accepted', window: 'today' }, now, 'zh')).toEqual({
      value: 1117,
      text: '1,117',
      unit: '件',
    });
    expect(model({ measure: 'satisfaction', window: 'today' }, now, 'zh').text).toBe(DASH);
    expect(model({ measure: 'accepted', window: 'today' }, undefined, 'en').text).toBe(DASH);
  });

  it('[M2] drills down to the tickets of the range that it shows', () => {
    const options = { measure: 'accepted', window: 'today' } as const;
    expect(declaration.hit({}, options, { now })).toEqual({ measure: 'accepted', range: { from: 0, to: 60_000 } });
    expect(declaration.hit({}, options, {})).toBeNull();
  });
});
