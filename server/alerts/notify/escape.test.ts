import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inHtml, inMarkdown, oneLine } from './escape.ts';
import { HOSTILE } from './fixture.ts';

describe('text of others', () => {
  it('is one line, without what is not seen, and of bounded length', () => {
    expect(oneLine(' a\u0000b\r\n\tc\u202ed ', 100)).toBe('a b c d');
    expect(oneLine('暖气不热', 3)).toBe('暖气…');
    expect(oneLine('😀😀😀', 3)).toBe('😀😀😀');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 20 }), (text, max) => {
        const line = oneLine(text, max);
        // oxlint-disable-next-line no-control-regex
        expect(line).not.toMatch(/[\u0000-\u001f\u2028\u2029]/);
        expect([...line].length).toBeLessThanOrEqual(max);
      }),
    );
  });

  it('is no markup in markdown, and makes no link', () => {
    expect(inMarkdown('3#楼 [点击](https://x) <@all> **粗**')).toBe('3#楼 ［点击］(https：//x) ＜@all＞ ＊＊粗＊＊');
    expect(inMarkdown(HOSTILE)).not.toMatch(/[\\`*_[\]<>|~&]|:\/\//);
    fc.assert(fc.property(fc.string(), (text) => !/[\\`*_[\]<>|~&]|:\/\//.test(inMarkdown(text))));
  });

  it('is no markup in HTML', () => {
    expect(inHtml(`<a href="x" title='y'>&`)).toBe('&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;');
    fc.assert(fc.property(fc.string(), (text) => !/[<>"']|&(?!(amp|lt|gt|quot|#39);)/.test(inHtml(text))));
  });
});
