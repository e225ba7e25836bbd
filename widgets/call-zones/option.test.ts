import { describe, expect, it } from 'vitest';
import { zones } from './option.ts';
import declaration from './widget.ts';

const range = { from: 1, to: 2 };
const data = {
  zones: {
    ...range,
    cells: {
      call_answered: { 二区: [4, 0], 一区: [9, 0] },
      call_talking: { 一区: [1, 0], '-': [1, 0] },
      talk_mean: { 一区: [900_000, 9] },
    },
    total: {},
  },
  seats: {
    ...range,
    cells: {
      call_answered: { '一区|10': [5, 0], '一区|9': [4, 0], '二区|3': [4, 0], '一区|-': [1, 0] },
      call_talking: { '一区|9': [1, 0] },
    },
    total: {},
  },
} as never;

describe('zones', () => {
  it('go by name and so do their seats, whatever they did; calls of no zone come last', () => {
    const rows = zones(data, 'zh');
    expect(rows.map(({ name }) => name).at(-1)).toBe('未知');
    const first = rows.find(({ key }) => key === '一区')!;
    expect(first.seats).toEqual([
      { seat: '9', talking: true },
      { seat: '10', talking: false },
    ]);
    expect(first.figures.map(({ text, unit }) => `${text}${unit}`)).toEqual(['1', '9', '100.0秒', '—']);
    expect(zones({}, 'zh')).toEqual([]);
  });
});

describe('hit', () => {
  it('[M2] opens the calls of a zone by the measure that was touched, and of a seat only the call it is on', () => {
    const options = {} as never;
    expect(declaration.hit({ kind: 'zone', zone: '一区', measure: 'talk_mean' }, options, data)).toEqual({
      measure: 'talk_mean',
      filter: { zone: '一区' },
      range,
    });
    expect(declaration.hit({ kind: 'zone', zone: '-', measure: 'call_talking' }, options, data)).toEqual({
      measure: 'call_talking',
      filter: { zone: { set: false } },
    });
    expect(declaration.hit({ kind: 'seat', zone: '一区', seat: '9' }, options, data)).toEqual({
      measure: 'call_talking',
      filter: { zone: '一区', seat: '9' },
    });
  });
});
