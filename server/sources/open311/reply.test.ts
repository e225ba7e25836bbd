import { describe, expect, it } from 'vitest';
import { zone } from '../../../contract/time.ts';
import { readReply, UnreadableReply } from './reply.ts';
import { readRequest, type RequestSettings } from './request.ts';

const REQUEST = {
  service_request_id: 1,
  status: 'open',
  service_code: '006',
  service_name: 'Curb',
  requested_datetime: '2026-01-01T00:00:00Z',
};
const records = (text: string): unknown[] => {
  const reply = readReply(text);
  if (!('records' in reply)) throw new Error(reply.kind);
  return reply.records;
};

describe('replies of Open311 servers', () => {
  it.each([
    ['a list', [REQUEST]],
    ['a list that is wrapped', { service_requests: [REQUEST] }],
    ['a list that is wrapped twice', { service_requests: { request: [REQUEST] } }],
    ['a list of wrapped ones', { service_requests: [{ request: REQUEST }] }],
    ['one alone', REQUEST],
    ['another name', { requests: [REQUEST] }],
  ])('reads %s', (_, value) => expect(records(JSON.stringify(value))).toEqual([REQUEST]));

  it('reads numbers that JSON does not know, and does not touch texts', () => {
    const [one] = records(
      '[{"service_request_id":638344,"service_code":006,"description":"call 007, or \\"0123\\"","address_id":12345678901234567890}]',
    );
    expect(one).toEqual({ service_request_id: 638344, service_code: '006', description: 'call 007, or "0123"', address_id: '12345678901234567890' }); // prettier-ignore
  });

  it('reads XML with namespaces, character data, references, bare ampersands and empty members', () => {
    const text = `\ufeff<?xml version="1.0"?><o:service_requests xmlns:o="x"><o:request><service_request_id>01</service_request_id>
      <description><![CDATA[<b>5 & 6</b>]]></description><address>A & B &lt;C&gt; &#233; &unknown;</address><status_notes/></o:request></o:service_requests>`;
    expect(records(text)).toEqual([
      { service_request_id: '01', description: '<b>5 & 6</b>', address: 'A & B <C> é &unknown;', status_notes: '' },
    ]);
  });

  it('never looks an entity up', () => {
    const bomb =
      '<!DOCTYPE r [<!ENTITY a "boom"><!ENTITY b "&a;&a;&a;">]><service_requests><request><service_request_id>&b;</service_request_id></request></service_requests>';
    expect(() => readReply(bomb)).toThrow('must not have a document type');
  });

  it('knows errors, also under status 200', () => {
    expect(readReply('[{"code":403,"description":"no key"}]')).toEqual({ kind: 'errors', text: '403 no key' });
    expect(readReply('<errors><error><code>404</code><description>gone</description></error></errors>')).toEqual({ kind: 'errors', text: '404 gone' }); // prettier-ignore
  });

  it.each([
    ['', 'is empty'],
    ['[{"service_request_id":1', 'is not JSON that ends where it should'],
    ['<service_requests><request>', 'is not XML that ends where it should'],
    ['<!DOCTYPE html><html><body></body></html>', 'is a web page'],
    ['"text"', 'is neither a list nor an object'],
    ['{"status":"ok"}', 'holds no list'],
    ['<rss><channel/></rss>', 'has the root element rss'],
  ])('refuses %j with a reason', (text, reason) => {
    expect(() => readReply(text)).toThrow(UnreadableReply);
    expect(() => readReply(text)).toThrow(reason);
  });

  it('takes what is empty as an empty list', () => {
    expect(records('[]')).toEqual([]);
    expect(records('<service_requests></service_requests>')).toEqual([]);
    expect(records('{"service_requests":[]}')).toEqual([]);
  });
});

describe('service requests', () => {
  const read = (record: unknown, settings: Partial<RequestSettings> = {}) =>
    readRequest(record, {
      settings: { source: '/x', ...settings },
      zone: zone('UTC'),
      serviceNames: new Map([['9', 'By the list']]),
    }).read;
  const refusalOf = (record: unknown) => {
    const found = read(record);
    return 'refused' in found ? `${found.refused.path} ${found.refused.rule}` : 'taken';
  };
  const createdOf = (record: unknown, settings: Partial<RequestSettings> = {}) => {
    const found = read(record, settings);
    if ('refused' in found) throw new Error(JSON.stringify(found));
    return found.snapshot.events[0]!.data;
  };

  it.each([
    [{ service_request_id: null }, '/service_request_id is required'],
    [{ service_request_id: { a: 1 } }, '/service_request_id is required'],
    [{ status: undefined }, '/status is required'],
    [{ status: 'purple' }, '/status must be open or closed'],
    [{ requested_datetime: '' }, '/requested_datetime is required'],
    [{ requested_datetime: 'soon' }, '/requested_datetime must be a time that exists'],
    [{ updated_datetime: 'x' }, '/updated_datetime must be a time that exists'],
    [{ service_code: null, service_name: null }, '/service_code is required'],
    [{ service_request_id: 'x'.repeat(129) }, '/service_request_id must have at most 128'],
  ])('refuses %j', (change, reason) => expect(refusalOf({ ...REQUEST, ...change })).toContain(reason));

  it.each([null, 'text', 7, []])('refuses %j', (record) =>
    expect(refusalOf(record)).toContain('must be a service request'),
  );

  it('takes numbers as text, empty as absent, and what is no place as none', () => {
    const odd = { ...REQUEST, description: '', address: null, lat: '41,5', long: ' -87.5 ', agency_responsible: 5 };
    expect(createdOf(odd)).toEqual({
      channel: 'app',
      nature: 'report',
      category: 'Curb',
      title: 'Curb',
      place: { lat: 41.5, lng: -87.5 },
    });
    for (const lat of ['', null, 'north', 0, [], 99])
      expect(createdOf({ ...REQUEST, lat, long: 0 })).not.toHaveProperty('place');
  });

  it('looks categories, units, districts and states up, and keeps the name of what is not there', () => {
    const settings = {
      categories: { '006': '02.01' },
      units: { DPW: 'streets' },
      districts: { '94122': 'sunset' },
      statuses: { Purple: 'closed' as const },
    };
    const record = { ...REQUEST, agency_responsible: 'DPW', zipcode: 94122, status: 'purple' };
    expect(createdOf(record, settings)).toMatchObject({
      category: '02.01',
      title: 'Curb',
      place: { district: 'sunset' },
    });
    const found = read(record, settings);
    expect('snapshot' in found && found.snapshot.events.map(({ type, data }) => [type, data['unit']])).toEqual([
      ['hotline.ticket.created', undefined],
      ['hotline.ticket.dispatched', 'streets'],
      ['hotline.ticket.closed', undefined],
    ]);
    expect(createdOf({ ...REQUEST, service_code: 9, service_name: '' })).toMatchObject({ category: 'By the list' });
  });

  it('never closes a request before it was filed, and cuts what is too long', () => {
    const found = read({
      ...REQUEST,
      status: 'closed',
      updated_datetime: '2025-01-01T00:00:00Z',
      description: '😀'.repeat(3000),
    });
    if ('refused' in found) throw new Error('refused');
    const [created, , closed] = found.snapshot.events;
    expect(closed!.time).toBe(created!.time);
    const { text } = created!.data as { text: string };
    expect(text.length).toBeLessThanOrEqual(4000);
    expect(text).not.toMatch(/\p{Surrogate}/u);
  });
});
