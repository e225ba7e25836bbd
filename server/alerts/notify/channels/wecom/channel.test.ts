import { describe, expect, it } from 'vitest';
import { HOSTILE, notice, telling } from '../../fixture.ts';
import { judge, request } from './channel.ts';

const URL_OF_ROBOT = 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693axxx6-7aoc-4bc4-97a0-0ec2sifa5aaa';
const contentOf = (body: string): string => (JSON.parse(body) as { markdown: { content: string } }).markdown.content;

describe('WeCom', () => {
  it('[A1] sends markdown with exactly the members that are documented, to the address as it is', () => {
    const { url, headers, body } = request(telling(), { url: URL_OF_ROBOT });
    expect(url).toBe(URL_OF_ROBOT);
    expect(headers).toEqual({ 'content-type': 'application/json; charset=utf-8' });
    expect(JSON.parse(body)).toEqual({
      msgtype: 'markdown',
      markdown: {
        content: [
          '**【橙色 II】测试市 预警：东区 暖气不热**',
          '> 情况：1 小时 46 件，平时 6–9 件',
          '> 始于：2026-03-02 09:05',
          '> 负责：热力公司',
          '[在大屏上查看](https://wall.example/console?alert=a-1)',
        ].join('\n'),
      },
    });
  });

  it('lets text of others be text: no mention, no colour, no link', () => {
    const hostile = notice({ titles: { zh: HOSTILE, en: '' }, says: { zh: HOSTILE, en: '' } });
    const content = contentOf(request(telling([hostile]), { url: URL_OF_ROBOT }).body);
    expect(content).not.toMatch(/<@|<font|`/);
    expect(content.match(/\]\(/g)).toHaveLength(1);
    expect(content.match(/:\/\//g)).toHaveLength(1);
    expect(content.split('\n')).toHaveLength(5);
  });

  it('fits 4,096 bytes: the longest notice, and a digest', () => {
    const words = { zh: '热'.repeat(2000), en: 'x' };
    const longest = notice({
      kind: 'dispatched',
      titles: words,
      says: words,
      owner: words,
      unit: words,
      comment: words.zh,
    });
    const long = Array.from({ length: 200 }, (_, i) => ({ ...longest, alert: `a-${i}` }));
    for (const notices of [[longest], long]) {
      const content = contentOf(request(telling(notices), { url: URL_OF_ROBOT }).body);
      expect(Buffer.byteLength(content)).toBeLessThanOrEqual(4096);
    }
  });

  it('judges by the code, and knows the one of the rate', () => {
    const answer = (body: object) => judge({ status: 200, body: JSON.stringify(body) });
    expect(answer({ errcode: 0, errmsg: 'ok' })).toMatchObject({ ok: true });
    expect(answer({ errcode: 93000, errmsg: 'invalid webhook url' })).toEqual({
      ok: false,
      status: 200,
      said: '{"errcode":93000,"errmsg":"invalid webhook url"}',
    });
    expect(answer({ errcode: 45009, errmsg: 'api freq out of limit' })).toMatchObject({ ok: false, wait: 60_000 });
  });
});
