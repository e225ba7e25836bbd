import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findChannels, type Channel, type Verdict } from '../channel.ts';
import { notice, telling } from '../fixture.ts';
import { httpSender, NoAnswer } from '../http.ts';
import type { Json } from '../../../../contract/text.ts';
import { httpReceiver, mailReceiver, type MailReceiver, type Receiver } from './fixture.ts';

const NOW = 1577262236757;

describe('what is sent by HTTP', () => {
  let receiver: Receiver;
  beforeEach(async () => void (receiver = await httpReceiver()));
  afterEach(() => receiver.close());
  const post = (options = {}, url = receiver.url) =>
    httpSender(options)({ url, headers: { 'x-a': 'b' }, body: '预警' });
  const failure = async (options = {}, url = receiver.url): Promise<NoAnswer> => {
    const error = await post(options, url).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(NoAnswer);
    return error as NoAnswer;
  };

  it('arrives, and the answer is told', async () => {
    receiver.manners.push({ status: 503, body: 'later', headers: { 'retry-after': '7' } });
    expect(await post()).toEqual({ status: 503, body: 'later', retryAfter: 7 });
    expect(receiver.got).toMatchObject([{ method: 'POST', url: '/hook', body: '预警', headers: { 'x-a': 'b' } }]);
  });

  it('is not led elsewhere', async () => {
    const elsewhere = await httpReceiver();
    receiver.manners.push({ status: 307, headers: { location: elsewhere.url } });
    expect((await post()).status).toBe(307);
    expect(elsewhere.got).toEqual([]);
    await elsewhere.close();
  });

  it('waits so long and no longer, and may have arrived', async () => {
    receiver.manners.push('hangs');
    expect((await failure({ timeout: 200 })).perhaps).toBe(true);
  });

  it('may have arrived where the connection closes, and has not where there is none', async () => {
    receiver.manners.push('closes');
    expect((await failure()).perhaps).toBe(true);
    const gone = await httpReceiver();
    await gone.close();
    const refused = await failure({}, gone.url);
    expect([refused.perhaps, refused.message]).toEqual([false, expect.stringContaining('ECONNREFUSED') as string]);
    expect((await failure({}, 'http://no-such-host.invalid/')).perhaps).toBe(false);
  });

  it('reads no more of an answer than its beginning', async () => {
    receiver.manners.push('floods');
    expect((await post({ maxBytes: 1000 })).body).toBe('x'.repeat(1000));
  });
});

describe('channels', () => {
  let channels: Map<string, Channel>;
  let receiver: Receiver;
  let mail: MailReceiver;
  beforeEach(async () => {
    channels = await findChannels();
    receiver = await httpReceiver();
    mail = await mailReceiver('pässword');
  });
  afterEach(() => Promise.all([receiver.close(), mail.close()]));
  const send = (name: string, settings: Record<string, Json>, notices = [notice()]): Promise<Verdict> =>
    channels.get(name)!.send(telling(notices), settings, { http: httpSender({ timeout: 300 }), now: NOW });

  it('are found in their folders', () => {
    expect([...channels.keys()].sort()).toEqual(['dingtalk', 'email', 'feishu', 'webhook', 'wecom']);
    for (const [name, channel] of channels) expect(channel.name).toBe(name);
  });

  it('[A1] robots and webhooks are told over real HTTP', async () => {
    expect(await send('dingtalk', { url: `${receiver.url}?access_token=T`, secret: 'SEC0004' })).toMatchObject({
      ok: true,
    });
    expect(await send('wecom', { url: `${receiver.url}?key=K` })).toMatchObject({ ok: true });
    expect(await send('feishu', { url: receiver.url, secret: 's' })).toMatchObject({ ok: true });
    expect(await send('webhook', { url: receiver.url, token: 't0ken' })).toMatchObject({ ok: true });
    expect(receiver.got.map(({ url }) => url)).toEqual([
      '/hook?access_token=T&timestamp=1577262236757&sign=%2FCMlV12IzqtpvtVNidQtNCfig7ao62BNr%2Bk3a%2FlBvwU%3D',
      '/hook?key=K',
      '/hook',
      '/hook',
    ]);
    for (const { headers } of receiver.got) expect(headers['content-type']).toBe('application/json; charset=utf-8');
    expect(receiver.got[3]!.headers.authorization).toBe('Bearer t0ken');
    expect(receiver.got.map(({ body }) => Object.keys(JSON.parse(body) as object)[0])).toEqual([
      'msgtype',
      'msgtype',
      'timestamp',
      'version',
    ]);
  });

  it('a receiver that says no, says nothing or is not there is told by the verdict', async () => {
    receiver.manners.push({ body: { errcode: 45009, errmsg: 'api freq out of limit' } }, 'hangs', 'closes');
    const url = receiver.url;
    expect(await send('wecom', { url })).toMatchObject({ ok: false, status: 200, wait: 60_000 });
    expect(await send('wecom', { url })).toMatchObject({ ok: false, status: null, perhaps: true });
    expect(await send('wecom', { url })).toMatchObject({ ok: false, status: null, perhaps: true });
    const nowhere = await send('wecom', { url: 'http://127.0.0.1:1/' });
    expect([nowhere.ok, nowhere.status, nowhere.perhaps]).toEqual([false, null, undefined]);
  });

  describe('mail', () => {
    const settings = (more: Record<string, Json> = {}): Record<string, Json> => ({
      host: '127.0.0.1',
      port: mail.port,
      security: 'none',
      user: 'wall',
      password: 'pässword',
      from: 'wall@city.example',
      to: ['duty@city.example', 'mayor@city.example'],
      ...more,
    });

    it('[A1] is taken by a real server', async () => {
      expect(await send('email', settings())).toMatchObject({ ok: true, status: 250 });
      expect(mail.got).toMatchObject([
        { from: 'wall@city.example', to: ['duty@city.example', 'mayor@city.example'], user: 'wall' },
      ]);
      const [{ mail: text }] = mail.got as [MailReceiver['got'][0]];
      expect(text).toMatch(/^Subject: =\?UTF-8\?/m);
      expect(text).toMatch(/^Auto-Submitted: auto-generated/im);
      expect(text).toContain('multipart/alternative');
    });

    it('what the server refuses is told by its status', async () => {
      expect(await send('email', settings({ password: 'wrong' }))).toMatchObject({ ok: false, status: 535 });
      mail.refusals.push(451, 554);
      expect(await send('email', settings())).toMatchObject({ ok: false, status: 451 });
      expect(await send('email', settings())).toMatchObject({ ok: false, status: 554 });
      expect(mail.got).toEqual([]);
    });

    it('is not sent in the open where TLS is wanted, nor to nobody', async () => {
      const verdict = await send('email', settings({ security: 'starttls' }));
      expect([verdict.ok, verdict.perhaps, mail.got]).toEqual([false, undefined, []]);
      const nobody = await send('email', settings({ port: 1 }));
      expect([nobody.ok, nobody.status, nobody.perhaps]).toEqual([false, null, undefined]);
    });
  });
});
