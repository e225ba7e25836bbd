import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MEASURE_IDS, measureOf } from './measure.ts';
import { fillTemplate, parseTemplate, placeholdersOf } from './template.ts';
import { WINDOWS } from './time.ts';

const write = ({ measure, window }: { measure: string; window: string }): string => `<${measure} ${window}>`;

describe('sentences with live numbers', () => {
  it('are filled, "—" where nothing is known', () => {
    const text = '今日受理 {{accepted.today}}，在办 {{ open }}，满意率 {{satisfaction.7d}}。';
    expect(fillTemplate(text, write)).toBe('今日受理 <accepted today>，在办 <open today>，满意率 <satisfaction 7d>。');
    expect(fillTemplate(text, () => null)).toBe('今日受理 —，在办 —，满意率 —。');
    expect(placeholdersOf(text, text).map(({ measure }) => measure)).toEqual(['accepted', 'open', 'satisfaction']);
  });

  it('say what is wrong with them and where', () => {
    const faults = (text: string): [number, string][] => parseTemplate(text).faults.map(({ at, rule }) => [at, rule]);
    expect(faults('a {{nothing.today}}')).toEqual([[2, 'there is no measure "nothing"']]);
    expect(faults('{{accepted}}')[0]![1]).toContain('needs a window');
    expect(faults('{{accepted.ever}}')[0]![1]).toContain('there is no window "ever"');
    expect(faults('{{accepted.today.x}}')).toEqual([[0, 'must be {{measure.window}}']]);
    expect(faults('ab {{accepted.today')).toEqual([[3, 'braces must stand in pairs: {{measure.window}}']]);
    expect(faults('{{__proto__.today}}')[0]![1]).toContain('there is no measure');
    expect(fillTemplate('{{nothing.today}}', write)).toBe('{{nothing.today}}');
  });

  it('keep every other character as it is', () => {
    const hole = fc
      .tuple(fc.constantFrom(...MEASURE_IDS), fc.constantFrom(...WINDOWS))
      .map(([measure, window]) => ({ text: `{{${measure}.${window}}}`, filled: write({ measure, window }) }));
    const plain = fc.string().map((text) => text.replaceAll(/[{}]/g, '')).map((text) => ({ text, filled: text })); // prettier-ignore
    fc.assert(
      fc.property(fc.array(fc.oneof(hole, plain)), (parts) => {
        const text = parts.map((part) => part.text).join('');
        expect(parseTemplate(text).faults).toEqual([]);
        expect(fillTemplate(text, write)).toBe(parts.map((part) => part.filled).join(''));
      }),
    );
  });

  it('know which measures need a window', () => {
    for (const id of MEASURE_IDS)
      expect([id, parseTemplate(`{{${id}}}`).faults.length]).toEqual([id, measureOf(id).at === undefined ? 0 : 1]);
  });
});
