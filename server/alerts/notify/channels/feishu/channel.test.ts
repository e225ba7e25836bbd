import { describe, expect, it } from 'vitest';
import { HOSTILE, notice, telling } from '../../fixture.ts';
import { judge, request, signOf } from './channel.ts';

const URL_OF_ROBOT = 'https://open.feishu.cn/open-apis/bot/v2/hook/xxxxxxxxxxxxxxxxx';

describe('Feishu', () => {
  // Computed with Python's hmac, by the sample of the documentation.
  it('signs as its documentation does: nothing, with the time and the secret as key', () => {
    expect(signOf('demo-secret', 1599360473)).toBe('3/MaVZ8JLIy4TUG+7KSFJqvUkTKd+HWY8g+56DZWq8s=');
  });

  it('[A1] sends a card with exactly the members that are documented', () => {
    const { url, body } = request(telling(), { url: URL_OF_ROBOT, secret: 'demo-secret' }, 1599360473_999);
    expect(url).toBe(URL_OF_ROBOT);
    const plain = (content: string) => ({ tag: 'plain_text', content });
    expect(JSON.parse(body)).toEqual({
      timestamp: '1599360473',
      sign: '3/MaVZ8JLIy4TUG+7KSFJqvUkTKd+HWY8g+56DZWq8s=',
      msg_type: 'interactive',
      card: {
        config: { wide_screen_mode: true },
        header: { title: plain('【橙色 II】测试市 预警：东区 暖气不热'), template: 'orange' },
        elements: [
          { tag: 'div', text: plain('情况：1 小时 46 件，平时 6–9 件') },
          { tag: 'div', text: plain('始于：2026-03-02 09:05') },
          { tag: 'div', text: plain('负责：热力公司') },
          {
            tag: 'action',
            actions: [
              {
                tag: 'button',
                text: plain('在大屏上查看'),
                url: 'https://wall.example/console?alert=a-1',
                type: 'primary',
              },
            ],
          },
        ],
      },
    });
  });

  it('has no signature without a secret, and is green when all is over', () => {
    const { body } = request(telling([notice({ kind: 'resolved' })]), { url: URL_OF_ROBOT }, 1);
    const sent = JSON.parse(body) as { card: { header: { template: string } } };
    expect(Object.keys(sent)).toEqual(['msg_type', 'card']);
    expect(sent.card.header.template).toBe('green');
  });

  it('has text of others in plain text only', () => {
    const hostile = notice({ titles: { zh: HOSTILE, en: '' }, says: { zh: HOSTILE, en: '' } });
    const { body } = request(telling([hostile]), { url: URL_OF_ROBOT }, 1);
    expect(body).not.toContain('lark_md');
    expect(body.match(/"url"/g)).toHaveLength(1);
  });

  it('fits 20 KB', () => {
    const long = Array.from({ length: 200 }, (_, i) =>
      notice({ alert: `a-${i}`, titles: { zh: '热'.repeat(900), en: '' } }),
    );
    expect(Buffer.byteLength(request(telling(long), { url: URL_OF_ROBOT }, 1).body)).toBeLessThanOrEqual(20_000);
  });

  it('judges by the code, and tells a rate that is too high from a body that is not understood', () => {
    const answer = (body: object, status = 200) => judge({ status, body: JSON.stringify(body) });
    expect(answer({ code: 0, msg: 'success', data: {}, StatusCode: 0 })).toMatchObject({ ok: true });
    expect(answer({ code: 19021, msg: 'sign match fail or timestamp is not within one hour' })).not.toHaveProperty(
      'wait',
    );
    expect(answer({ code: 9499, msg: 'Bad Request', data: {} })).not.toHaveProperty('wait');
    expect(answer({ code: 9499, msg: 'too many request', data: {} }, 400)).toMatchObject({ ok: false, wait: 60_000 });
    expect(answer({ code: 11232, msg: 'frequency limited' })).toMatchObject({ ok: false, wait: 60_000 });
    expect(answer({}, 429)).toMatchObject({ ok: false, wait: 60_000 });
  });
});
