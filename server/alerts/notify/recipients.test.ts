import Type from 'typebox';
import { describe, expect, it } from 'vitest';
import { Secret, type Channel } from './channel.ts';
import { recipient } from './fixture.ts';
import { faultOf, MASK, shown, withKeptSecrets, withoutSecrets } from './recipients.ts';

const channel: Channel = {
  name: 'test',
  settings: Type.Object(
    { url: Type.String({ pattern: '^https?://' }), key: Secret('A key.'), other: Type.Optional(Secret('Another.')) },
    { additionalProperties: false },
  ),
  send: () => Promise.reject(new Error('not sent')),
};
const settings = { url: 'http://x', key: 'k-12345678' };
const kept = recipient('duty', { channel: 'test', settings });

describe('recipients', () => {
  it('are shown without secrets, and of an unknown channel without any setting', () => {
    expect(shown(kept, channel).settings).toEqual({ url: 'http://x', key: MASK });
    expect(shown(kept, undefined).settings).toEqual({ url: MASK, key: MASK });
  });

  it('keep the secrets that are not given, or given as they were shown', () => {
    const given = (more: object) => recipient('duty', { channel: 'test', settings: { url: 'http://y', ...more } });
    expect(withKeptSecrets(given({}), kept, channel).settings).toEqual({ url: 'http://y', key: 'k-12345678' });
    expect(withKeptSecrets(given({ key: MASK, other: MASK }), kept, channel).settings).toEqual({
      url: 'http://y',
      key: 'k-12345678',
    });
    expect(withKeptSecrets(given({ key: 'new' }), kept, channel).settings).toEqual({ url: 'http://y', key: 'new' });
    const moved = { ...kept, channel: 'else' };
    expect(withKeptSecrets(given({ key: MASK }), moved, channel).settings).toEqual({ url: 'http://y' });
    expect(withKeptSecrets(given({ key: MASK }), null, channel).settings).toEqual({ url: 'http://y' });
  });

  it('have settings as their channel wants them', () => {
    expect(faultOf(settings, channel)).toBeNull();
    expect(faultOf({ ...settings, url: 'ftp://x' }, channel)).toMatchObject({ path: '/settings/url' });
    expect(faultOf({ url: 'http://x' }, channel)).toMatchObject({ path: '/settings' });
    expect(faultOf({ ...settings, more: 1 }, channel)).toMatchObject({
      path: expect.stringContaining('/settings') as string,
    });
  });

  it('a secret that a receiver repeats is not kept with its words', () => {
    expect(withoutSecrets('no such key k-12345678!', kept, channel)).toBe(`no such key ${MASK}!`);
  });
});
