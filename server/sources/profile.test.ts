import { describe, expect, it } from 'vitest';
import type { Source } from '../../contract/source.ts';
import { checkSources, checkSourceShapes, feedsWith } from './profile.ts';
import { findSources } from './source.ts';

const open311 = { kind: 'open311', source: '/x/open311', url: 'http://127.0.0.1:1/v2' };
const table = {
  kind: 'postgres', source: '/x/crm', host: 'h', database: 'd', user: 'u', table: 't', cursor: 'updated_at', key: 'id',
  mapping: { timeZone: 'UTC', columns: { id: 'id', title: 'title', created: 'c', channel: { constant: 'phone' }, nature: { constant: 'report' } } },
}; // prettier-ignore
const shape =
  (...sources: unknown[]) =>
  () =>
    checkSourceShapes(sources as Source[]);

describe('live sources of a profile', () => {
  it('are found by their folders, and good ones pass', async () => {
    const kinds = await findSources();
    expect([...kinds.keys()].sort()).toEqual(['mysql', 'open311', 'postgres']);
    const sources = [open311, table, { ...table, kind: 'mysql', source: '/x/other' }] as Source[];
    expect(() => checkSourceShapes(sources)).not.toThrow();
    expect(() => checkSources(sources, kinds, {})).not.toThrow();
  });

  it.each([
    [{ ...open311, url: undefined }, '/sources/0/url'],
    [{ ...open311, url: 'ftp://x' }, '/sources/0/url'],
    [{ ...open311, apikey: 'secret' }, '/sources/0/apikey is not a known member'],
    [{ ...open311, every: 0 }, '/sources/0/every'],
    [{ ...open311, source: '/wall/x' }, '/sources/0/source'],
    [{ ...table, password: 'secret' }, '/sources/0/password is not a known member'],
  ])('%j breaks a rule', (source, said) => expect(shape(source)).toThrow(said));

  it('a name that stands twice is said', () =>
    expect(shape(open311, open311)).toThrow('/sources/1/source is named twice'));

  it.each([
    [{ ...table, table: undefined }, '/sources/0/table or select is required'],
    [{ ...table, table: undefined, select: 'DELETE FROM t' }, '/sources/0/select must begin with SELECT'],
    [{ ...table, host: undefined }, '/sources/0/host is required'],
    [{ ...table, mapping: { ...table.mapping, timeZone: 'Mars' } }, '/sources/0/mapping/timeZone'],
    [{ ...table, passwordEnv: 'NOT_SET' }, '/sources/0/passwordEnv names the environment variable NOT_SET'],
    [{ ...open311, timeZone: 'Mars' }, '/sources/0/timeZone'],
  ])('%j cannot work', async (source, said) => {
    const kinds = await findSources();
    expect(() => checkSources([source] as Source[], kinds, {})).toThrow(said);
  });

  it('are feeds, unless the profile says something of them itself', () => {
    const names = { zh: '一', en: 'one' };
    const said = { source: '/x/open311', names, silentAfter: 7 };
    expect(feedsWith([said], [open311 as Source])).toEqual([said]);
    expect(feedsWith([], [{ ...open311, names, every: 120 } as Source])).toEqual([
      { source: '/x/open311', names, silentAfter: 600 },
    ]);
  });
});
