import { describe, expect, it } from 'vitest';
import { HOSTILE, notice, telling } from '../../fixture.ts';
import { judge, mailOf } from './channel.ts';

const ADDRESSES = { from: 'wall@city.example', to: ['duty@city.example'] };

describe('mail', () => {
  it('[A1] says the same as text and as HTML', () => {
    const mail = mailOf(telling(), ADDRESSES);
    expect(mail).toEqual({
      ...ADDRESSES,
      subject: '【橙色 II】测试市 预警：东区 暖气不热',
      text: [
        '【橙色 II】测试市 预警：东区 暖气不热',
        '',
        '情况：1 小时 46 件，平时 6–9 件',
        '始于：2026-03-02 09:05',
        '负责：热力公司',
        '',
        '在大屏上查看：https://wall.example/console?alert=a-1',
      ].join('\n'),
      html: [
        '<p><strong>【橙色 II】测试市 预警：东区 暖气不热</strong></p>',
        '<p>情况：1 小时 46 件，平时 6–9 件<br>始于：2026-03-02 09:05<br>负责：热力公司</p>',
        '<p><a href="https://wall.example/console?alert=a-1">在大屏上查看</a></p>',
      ].join('\n'),
      headers: { 'auto-submitted': 'auto-generated' },
    });
  });

  it('lets text of others be text, and no header', () => {
    const { subject, html } = mailOf(telling([notice({ titles: { zh: HOSTILE, en: '' } })]), ADDRESSES);
    expect(subject).not.toMatch(/[\r\n]/);
    expect(html).not.toMatch(/<font|<@/);
    expect((html as string).match(/<a /g)).toHaveLength(1);
  });

  it('names the alerts of a digest', () => {
    const { html } = mailOf(telling([notice(), notice({ alert: 'a-2' })], { locale: 'en' }), ADDRESSES);
    expect((html as string).match(/<li>/g)).toHaveLength(2);
  });

  it('failed, may have arrived only where the server had it and said nothing', () => {
    const failure = (more: object) => judge(Object.assign(new Error('no'), more));
    expect(failure({ code: 'EAUTH', responseCode: 535 })).toEqual({ ok: false, status: 535, said: 'no EAUTH' });
    expect(failure({ code: 'EENVELOPE', responseCode: 550 })).not.toHaveProperty('perhaps');
    expect(failure({ code: 'ESOCKET', syscall: 'connect' })).not.toHaveProperty('perhaps');
    expect(failure({ code: 'ESOCKET' })).not.toHaveProperty('perhaps');
    expect(failure({ code: 'ETIMEDOUT', timeoutType: 'GREETING_TIMEOUT' })).not.toHaveProperty('perhaps');
    expect(failure({ code: 'ESOCKET', syscall: 'read' })).toHaveProperty('perhaps', true);
    expect(failure({ code: 'ECONNECTION' })).toHaveProperty('perhaps', true);
    expect(failure({ code: 'ETIMEDOUT', timeoutType: 'SOCKET_TIMEOUT' })).toHaveProperty('perhaps', true);
  });
});
