import { describe, expect, it } from 'vitest';
import { HOSTILE, notice, telling } from '../../fixture.ts';
import { judge, request, signOf } from './channel.ts';

const URL_OF_ROBOT = 'https://oapi.dingtalk.com/robot/send?access_token=XXXXXX';
const bodyOf = (text: string) => JSON.parse(text) as { msgtype: string; markdown: { title: string; text: string } };

describe('DingTalk', () => {
  // Computed with Python's hmac and with openssl, by the sample of the documentation.
  it('signs as its documentation does', () => {
    expect(signOf('this is secret', 1577262236757)).toBe('hmPWwU+7lVdm3ZZz0r9tSfx0L4Q26jWOZr9+Gs6EZQM=');
    const { url } = request(telling(), { url: URL_OF_ROBOT, secret: 'SEC0004' }, 1577262236757);
    expect(url).toBe(
      `${URL_OF_ROBOT}&timestamp=1577262236757&sign=%2FCMlV12IzqtpvtVNidQtNCfig7ao62BNr%2Bk3a%2FlBvwU%3D`,
    );
  });

  it('without a secret asks the address as it is', () => {
    expect(request(telling(), { url: URL_OF_ROBOT }, 1).url).toBe(URL_OF_ROBOT);
  });

  it('[A1] sends markdown with exactly the members that are documented', () => {
    const { headers, body } = request(telling(), { url: URL_OF_ROBOT }, 1);
    expect(headers).toEqual({ 'content-type': 'application/json; charset=utf-8' });
    expect(bodyOf(body)).toEqual({
      msgtype: 'markdown',
      markdown: {
        title: '【橙色 II】测试市 预警：东区 暖气不热',
        text: [
          '#### 【橙色 II】测试市 预警：东区 暖气不热',
          '情况：1 小时 46 件，平时 6–9 件',
          '始于：2026-03-02 09:05',
          '负责：热力公司',
          '[在大屏上查看](https://wall.example/console?alert=a-1)',
        ].join('\n\n'),
      },
    });
  });

  it('lets text of others be text: the only link is the wall', () => {
    const hostile = notice({ titles: { zh: HOSTILE, en: '' }, says: { zh: HOSTILE, en: '' } });
    const { text } = bodyOf(request(telling([hostile]), { url: URL_OF_ROBOT }, 1).body).markdown;
    expect(text.match(/\]\(/g)).toHaveLength(1);
    expect(text.match(/:\/\//g)).toHaveLength(1);
    expect(text).not.toMatch(/[<>*`]/);
    expect(text.split('\n\n')).toHaveLength(5);
  });

  it('fits 20,000 bytes with a digest of the longest', () => {
    const long = Array.from({ length: 200 }, (_, i) =>
      notice({ alert: `a-${i}`, titles: { zh: '热'.repeat(900), en: '' } }),
    );
    expect(Buffer.byteLength(request(telling(long), { url: URL_OF_ROBOT }, 1).body)).toBeLessThanOrEqual(20_000);
  });

  it('judges by the code, not by the status alone', () => {
    const answer = (body: object, status = 200) => judge({ status, body: JSON.stringify(body) });
    expect(answer({ errcode: 0, errmsg: 'ok' })).toMatchObject({ ok: true, status: 200 });
    expect(answer({ errcode: 310000, errmsg: 'sign not match' })).toEqual({
      ok: false,
      status: 200,
      said: '{"errcode":310000,"errmsg":"sign not match"}',
    });
    for (const code of [130101, 410100])
      expect(answer({ errcode: code, errmsg: 'send too fast' })).toMatchObject({ ok: false, wait: 60_000 });
    expect(answer({ status: 1111, wait: 5, source: 'x5', punish: 'deny' })).toMatchObject({ ok: false, wait: 60_000 });
    expect(answer({}, 302)).toMatchObject({ ok: false, wait: 60_000 });
    expect(judge({ status: 200, body: '<html>' })).toMatchObject({ ok: false });
    expect(answer({ errcode: 0 }, 500).ok).toBe(false);
  });
});
