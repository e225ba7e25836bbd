import { describe, expect, it } from 'vitest';
import { FIXTURE_CITY } from '../shared/fixture-city.ts';
import { fixtures } from './fixtures.ts';
import { bars } from './option.ts';
import declaration from './widget.ts';

const at = (i: number) => ({
  options: { kind: 'steps', ...fixtures[i]!.options } as never,
  value: fixtures[i]!.data['gauges'] as never,
});

describe('bars', () => {
  it('are steps in their order, each beside the one before', () => {
    const { options, value } = at(0);
    expect(bars(options, value, FIXTURE_CITY, 'zh').map(({ name, text, part }) => [name, text, part])).toEqual([
      ['信息登记', '48,000', ''],
      ['报名申请', '25,000', '52.1%'],
      ['发放通知书', '24,000', '96.0%'],
    ]);
  });
  it('are parts of their sum, the largest first', () => {
    const { options, value } = at(1);
    expect(
      bars(options, value, FIXTURE_CITY, 'zh').map(({ gauge, part, share }) => [gauge, part, Math.round(share * 100)]),
    ).toEqual([
      ['residence', '59.2%', 100],
      ['age', '24.5%', 41],
      ['papers', '16.3%', 28],
    ]);
  });
  it('say — beside nothing, and where nothing was read', () => {
    const { options, value } = at(2);
    expect(bars(options, value, FIXTURE_CITY, 'en').map(({ text, part }) => [text, part])).toEqual([
      ['0', ''],
      ['0', '—'],
      ['—', '—'],
    ]);
  });
  it('[M2] opens the readings', () => {
    const { options, value } = at(0);
    expect(declaration.hit({ kind: 'gauge', gauge: 'applied' }, options, { gauges: value })).toEqual({
      measure: 'gauge_readings',
      filter: { gauge: 'applied' },
    });
    expect(declaration.hit({ kind: 'gauge', gauge: 'nothing' }, options, { gauges: value })).toBeNull();
  });
});
