import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LABELLED } from './labelled.ts';
import { EN, ZH } from './lexicon.ts';
import { LIMIT, sentimentOf, type Polarity } from './sentiment.ts';

const of = (title: string, text: string | null = null): Polarity => sentimentOf(title, text).polarity;
const scoreOf = (title: string): number => sentimentOf(title, null).score;

describe('polarity', () => {
  it('follows words of the field', () => {
    expect(of('夜间施工噪音扰民')).toBe('negative');
    expect(of('感谢热线及时处理')).toBe('positive');
    expect(of('咨询公积金提取')).toBe('neutral');
    expect(sentimentOf(null, null)).toEqual({ polarity: 'neutral', score: 0 });
  });

  it('is turned by a negation, within its clause', () => {
    expect(scoreOf('服务不满意')).toBeLessThan(0);
    expect(scoreOf('现在没有噪音')).toBeGreaterThan(0);
    expect(scoreOf('处理并不及时')).toBeLessThan(0);
    expect(scoreOf('没有拖，态度热情')).toBeGreaterThan(0);
    expect(scoreOf('The crew was not helpful')).toBeLessThan(0);
  });

  it('knows more and less', () => {
    expect(scoreOf('非常满意')).toBeGreaterThanOrEqual(scoreOf('满意'));
    expect(scoreOf('特别及时')).toBeGreaterThan(scoreOf('及时'));
    expect(scoreOf('有点吵')).toBeGreaterThan(scoreOf('吵'));
    expect(scoreOf('very slow')).toBeLessThan(scoreOf('slow'));
  });

  it('goes by what follows a but', () => {
    expect(of('态度热情，但是问题没解决')).toBe('negative');
    expect(of('等了很久，但是最后圆满解决')).toBe('positive');
    expect(of('It was late but the driver was great, thanks')).toBe('positive');
  });

  it('takes no wish for praise', () => {
    expect(of('希望尽快改善')).toBe('neutral');
    expect(of('请及时清理')).toBe('neutral');
    expect(of('please make it better')).toBe('neutral');
  });

  it('weighs the headline more, and a repeated one once', () => {
    expect(of('感谢', '停电')).toBe('positive');
    expect(sentimentOf('停电', '停电').score).toBe(sentimentOf('停电', null).score);
  });

  it('is a number for whatever is written, in bounded time and place', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.array(fc.constantFrom('不', '噪音', '但是', '，', '希望', '满意', 'not ', 'good ', '。')), (noise, parts) => {
        expect(Number.isFinite(sentimentOf(noise, parts.join('')).score)).toBe(true);
      }),
    ); // prettier-ignore
    const long = '满意'.repeat(LIMIT);
    expect(sentimentOf(long, '噪音'.repeat(LIMIT))).toEqual(sentimentOf(long, null));
  });
});

it('has some hundred words, each with one polarity', () => {
  expect(ZH.size).toBeGreaterThan(500);
  expect(EN.size).toBeGreaterThan(150);
});

it('agrees with people on most sentences of the labelled list', () => {
  const wrong: string[] = [];
  let opposite = 0;
  let all = 0;
  for (const [label, sentences] of Object.entries(LABELLED))
    for (const sentence of sentences) {
      all++;
      const { polarity, score } = sentimentOf(sentence, null);
      if (polarity === label) continue;
      wrong.push(`${label} → ${polarity} ${score.toFixed(2)}: ${sentence}`);
      if (polarity !== 'neutral' && label !== 'neutral') opposite++;
    }
  expect(all).toBe(150);
  console.log(`sentiment: ${all - wrong.length} of ${all} as labelled, ${opposite} the opposite\n${wrong.join('\n')}`);
  expect(wrong.length).toBeLessThan(0.2 * all);
  expect(opposite).toBeLessThan(0.05 * all);
});
