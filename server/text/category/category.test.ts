import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Classifier } from './classifier.ts';
import { Suggester } from './suggest.ts';

const TEXTS: [string, string][] = [
  ['停水 水压 小区', '01.01.01'],
  ['停水 通知 小时', '01.01.01'],
  ['水压 不足 高层', '01.01.01'],
  ['噪音 施工 夜间', '02.01.01'],
  ['施工 噪音 工地', '02.01.01'],
  ['噪音 广场舞 音响', '02.01.02'],
  ['音响 广场舞 声音', '02.01.02'],
  ['违停 车辆 占用', '03.01.01'],
  ['违停 消防通道 车辆', '03.01.01'],
];
const all = TEXTS.map(([text, label]) => ({ words: text.split(' '), label }));
const taught = (texts = all): Classifier => {
  const made = new Classifier();
  for (const { words, label } of texts) made.learn(words, label, 1);
  return made;
};

describe('classifier', () => {
  it('finds the label of words like those it learned', () => {
    const made = taught();
    expect(made.suggest(['停水', '通知'], 0)?.label).toBe('01.01.01');
    expect(made.suggest(['工地', '噪音'], 0)?.label).toBe('02.01.01');
    expect(made.suggest(['广场舞', '噪音'], 0)?.label).toBe('02.01.02');
  });

  it('knows nothing of words never seen, and suggests nothing before it was measured', () => {
    expect(taught().suggest(['公积金'], 0)).toBeNull();
    expect(taught().suggest(['停水', '水压'], 0.8)).toBeNull();
    expect(new Classifier().suggest(['停水'], 0)).toBeNull();
  });

  it('is confident by how often it was right', () => {
    const many = Array.from({ length: 40 }, () => all).flat();
    const made = taught(many);
    made.calibrate(many);
    const sure = made.suggest(['停水', '水压', '小区'], 0.8);
    expect(sure?.label).toBe('01.01.01');
    expect(sure!.confidence).toBeGreaterThan(0.9);
    // Labels that follow from nothing are right by chance only, and it says so.
    const noise = Array.from({ length: 300 }, (_, i) => ({ words: ['相同', '文字'], label: `0${i % 3}` }));
    const lost = taught(noise);
    lost.calibrate(noise);
    expect(lost.suggest(['相同', '文字'], 0.8)).toBeNull();
    expect(lost.suggest(['相同', '文字'], 0)!.confidence).toBeLessThan(0.5);
  });

  it('is the same for every order, and after unlearning as if it had never learned', () => {
    const some = fc.array(fc.record({ words: fc.array(fc.constantFrom(...'abcdefgh'), { maxLength: 6 }), label: fc.constantFrom('x', 'y', 'z') }), { maxLength: 20 }); // prettier-ignore
    fc.assert(
      fc.property(
        some.chain((texts) =>
          fc.tuple(fc.constant(texts), fc.shuffledSubarray(texts, { minLength: texts.length }), some),
        ),
        ([texts, shuffled, others]) => {
          const made = taught(texts);
          const again = taught([...others, ...shuffled]);
          for (const { words, label } of others) again.learn(words, label, -1);
          expect(again.state()).toEqual(made.state());
          made.calibrate(texts);
          again.calibrate(shuffled);
          expect(again.state()).toEqual(made.state());
          for (const { words } of texts) expect(again.suggest(words, 0)).toEqual(made.suggest(words, 0));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('is restored from its state', () => {
    const made = taught();
    made.calibrate(all);
    const state = JSON.parse(JSON.stringify(made.state())) as ReturnType<Classifier['state']>;
    expect(Classifier.from(state).state()).toEqual(made.state());
    expect(Classifier.from(state).suggest(['停水'], 0)).toEqual(made.suggest(['停水'], 0));
  });

  it('is bounded, whatever it learns', () => {
    const made = new Classifier();
    for (let i = 0; i < 3000; i++) made.learn([`word ${i}`, `other ${i}`], `label ${i}`, 1);
    expect(made.labels).toBe(1024);
    made.learn(Array.from({ length: 10_000 }, (_, i) => `w${i}`), 'label 1', 1); // prettier-ignore
    expect(made.state().counts.reduce((sum, flat) => sum + flat.length / 2, 0)).toBeLessThan(1024 * 2 + 201);
  });
});

describe('suggester', () => {
  const tickets = Array.from({ length: 20 }, () => all).flat().map(({ words, label }) => ({ words, set: { category: label, unit: `u${label.slice(0, 2)}` } })); // prettier-ignore
  const made = new Suggester();
  for (const { words, set } of tickets) made.learn(words, set, 1);
  made.calibrate(tickets);

  it('suggests what is not set, and never what is', () => {
    expect(made.suggest(['停水', '水压', '小区'], { category: null, unit: null })).toMatchObject({
      category: { label: '01.01.01' },
      unit: { label: 'u01' },
    });
    expect(made.suggest(['停水', '水压', '小区'], { category: '09.09.09', unit: null }).category).toBeNull();
    expect(made.suggest(['停水', '水压', '小区'], { category: null, unit: 'u9' }).unit).toBeNull();
  });

  it('goes up the tree where the leaf is not sure', () => {
    const mixed = new Suggester();
    const same = Array.from({ length: 200 }, (_, i) => ({
      words: i % 2 ? ['噪音', '扰民'] : ['停水', '水压'],
      set: { category: i % 2 ? `02.01.0${i % 4}` : `01.01.0${i % 3}`, unit: null },
    }));
    for (const { words, set } of same) mixed.learn(words, set, 1);
    mixed.calibrate(same);
    expect(mixed.suggest(['噪音', '扰民'], { category: null, unit: null }).category?.label).toBe('02.01');
  });

  it('is restored from its state', () => {
    const again = Suggester.from(made.state());
    expect(again.state()).toEqual(made.state());
  });
});
