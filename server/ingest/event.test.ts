/** The pure steps: times, validation, normalisation. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY } from '../../contract/time.ts';
import type { HotlineEvent } from '../../contract/event.ts';
import { CITY, NOW, SECRET, eventOf } from './fixture.ts';
import { parseInstant } from './instant.ts';
import { normalise } from './normalise.ts';
import { personHash } from './person.ts';
import { validate } from './validate.ts';

describe('times', () => {
  it('reads every real moment at every offset', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date(0), max: new Date('2099-12-31T00:00:00Z'), noInvalidDate: true }),
        fc.integer({ min: -840, max: 840 }),
        (moment, offset) => {
          const local = new Date(moment.getTime() + offset * 60_000).toISOString().slice(0, -1);
          const hours = String(Math.floor(Math.abs(offset) / 60)).padStart(2, '0');
          const minutes = String(Math.abs(offset) % 60).padStart(2, '0');
          expect(parseInstant(`${local}${offset < 0 ? '-' : '+'}${hours}:${minutes}`)).toBe(moment.getTime());
        },
      ),
    );
    expect(parseInstant('2024-02-29T00:00:00Z')).toBe(Date.UTC(2024, 1, 29));
    expect(parseInstant('2026-03-02t08:30:00.123456789z')).toBe(Date.UTC(2026, 2, 2, 8, 30, 0, 123));
    expect(parseInstant('2026-03-02T08:30:00.5+08:00')).toBe(Date.UTC(2026, 2, 2, 0, 30, 0, 500));
  });
  it.each([
    '',
    'x',
    '2026-03-02',
    '2026-03-02T08:30:00',
    '2026-03-02 08:30:00Z',
    '2026-02-29T00:00:00Z',
    '2100-02-29T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T23:60:00Z',
    '2026-01-01T23:59:60Z',
    '2026-01-01T00:00:00.Z',
    '2026-01-01T00:00:00+8:00',
    '2026-01-01T00:00:00+0800',
    '2026-01-01T00:00:00+24:00',
    '2026-01-01T00:00:00ZZ',
    '2026-01-01T00:00:00Z ',
    '+2026-01-01T00:00:00Z',
  ])('is not a time: %j', (text) => {
    expect(parseInstant(text)).toBeNaN();
  });
});

describe('validation [E1][E5]', () => {
  const reason = (value: unknown) => {
    const checked = validate(value, NOW);
    return 'refusal' in checked ? checked.refusal : undefined;
  };
  it('takes every kind of valid event', () => {
    expect(reason(eventOf(1))).toBeUndefined();
    expect(reason(eventOf(1, { traceparent: 'extension', comexampleext: 5 }))).toBeUndefined();
    expect(reason({ ...eventOf(1), type: 'hotline.call.abandoned', data: {} })).toBeUndefined();
    expect(reason({ ...eventOf(1), type: 'hotline.gauge.reported', data: { value: -3.5, unit: '℃' } })).toBeUndefined();
  });
  it.each<[unknown, string, string]>([
    [7, '', 'must be an event, a JSON object'],
    [{}, '/type', 'is required'],
    [eventOf(1, { type: 'constructor' }), '/type', 'must be one of hotline.ticket.created'],
    [eventOf(1, { specversion: '0.3' }), '/specversion', 'must be "1.0"'],
    [eventOf(1, {}, { channel: 'pigeon' }), '/data/channel', 'must be one of phone, web, app'],
    [eventOf(1, {}, { catgory: '05' }), '/data/catgory', 'is not a known member'],
    [eventOf(1, { data: { channel: 'phone', nature: 'help' } }), '/data/title', 'is required'],
    [eventOf(1, { data: [] }), '/data', 'must be an object'],
    [eventOf(1, {}, { title: 3 }), '/data/title', 'must be a string'],
    [eventOf(1, {}, { title: '长'.repeat(201) }), '/data/title', 'must have at most 200 characters'],
    [eventOf(1, {}, { place: { lat: 91 } }), '/data/place/lat', 'must be at most 90'],
    [eventOf(1, { source: '/wall/clock' }), '/source', 'must not begin with /wall/'],
    [eventOf(1, { id: '' }), '/id', 'must not be empty'],
    [eventOf(1, { subject: '  ' }), '/subject', 'must not be blank'],
    [eventOf(1, { type: 'hotline.ticket.dispatched', data: { unit: ' ' } }), '/data/unit', 'must not be blank'],
    [eventOf(1, { time: '2026-03-02T08:30:00' }), '/time', 'must be a time that exists, with offset'],
    [eventOf(1, { time: '1999-12-31T23:59:59Z' }), '/time', 'must not be before the year 2000'],
    [
      eventOf(1, { time: new Date(NOW + DAY + 1).toISOString() }),
      '/time',
      "must not be more than a day ahead of the city's clock",
    ],
    [eventOf(1, {}, { title: 'a\u0000' }), '/data/title', 'must hold neither the character U+0000'],
    [eventOf(1, {}, { place: { address: '\ud800' } }), '/data/place/address', 'must hold neither'],
    [eventOf(1, {}, { 电话13812345678: 1 }), '/data/电话138****5678', 'is not a known member'],
  ])('%j: %s %s', (value, path, rule) => {
    expect(reason(value)?.path).toBe(path);
    expect(reason(value)?.rule).toContain(rule);
  });
  it('the time window is of the clock that it is given', () => {
    expect(reason(eventOf(1, { time: new Date(NOW + DAY).toISOString() }))).toBeUndefined();
    expect(validate(eventOf(1), Date.UTC(2026, 0, 1))).toHaveProperty('refusal');
  });
});

describe('normalisation', () => {
  const hash = personHash(SECRET);
  const dataOf = (data: Record<string, unknown>, more: Record<string, unknown> = {}) =>
    normalise(eventOf(1, more, data) as unknown as HotlineEvent, CITY, hash).data;
  const placeOf = (place: Record<string, unknown>) => dataOf({ place }).place;

  it('gives the envelope that is logged, and nothing of its extensions', () => {
    expect(normalise(eventOf(7, { traceparent: 'x', dataschema: 'y' }) as unknown as HotlineEvent, CITY, hash)).toEqual(
      {
        source: '/hotline/desk',
        id: 'e-7',
        type: 'hotline.ticket.created',
        subject: 'TV202600000007',
        at: Date.UTC(2026, 2, 2, 0, 30),
        data: {
          channel: 'phone',
          nature: 'complaint',
          title: '路灯不亮',
          text: '小区门口的路灯坏了三天',
          place: { district: '990101' },
        },
      },
    );
  });
  it.each([
    [{ district: '东区' }, { district: '990101' }],
    [{ district: ' east ' }, { district: '990101' }],
    [{ district: '990102' }, { district: '990102' }],
    [{ district: '南区' }, { district: '南区' }],
    [{ street: '荣巷街道' }, { district: '990102', street: '990102002' }],
    [{ street: '990102001' }, { district: '990102', street: '990102001' }],
    [{ street: '中山街道' }, { street: '中山街道' }],
    [
      { district: '西区', street: '中山街道' },
      { district: '990102', street: '990102001' },
    ],
    [
      { district: 'East', street: 'zhongshan' },
      { district: '990101', street: '990101001' },
    ],
    [
      { district: '东区', street: '荣巷街道' },
      { district: '990101', street: '荣巷街道' },
    ],
    [
      { district: '南区', street: '荣巷街道' },
      { district: '南区', street: '990102002' },
    ],
    [
      { district: ' ', community: ' 某小区 ', lng: 120.3, lat: 31.5 },
      { community: '某小区', lng: 120.3, lat: 31.5 },
    ],
  ])('place %j → %j', (given, wanted) => {
    expect(placeOf(given)).toEqual(wanted);
  });
  it('maps units of tickets, districts of mentions, and leaves the unit of a gauge', () => {
    expect(dataOf({}, { type: 'hotline.ticket.dispatched', data: { unit: '市水务局' } })).toEqual({ unit: 'water' });
    expect(dataOf({}, { type: 'hotline.ticket.transferred', data: { unit: '未知单位' } })).toEqual({
      unit: '未知单位',
    });
    expect(
      dataOf({}, { type: 'hotline.gauge.reported', data: { value: 1, unit: 'Water Bureau', district: '西区' } }),
    ).toEqual({ value: 1, unit: 'Water Bureau', district: '990102' });
  });
  it('masks free text and hashes who asks, the same number to the same hash', () => {
    const data = dataOf({
      title: '找13812345678',
      text: 'a 0510-82345678',
      place: { address: '东路1号 13812345678' },
      requester: '13812345678',
    });
    expect(data).toMatchObject({
      title: '找138****5678',
      text: 'a 0510-****5678',
      place: { address: '东路1号 138****5678' },
      requester: hash('13812345678'),
    });
    expect(data.requester).toMatch(/^[A-Za-z0-9_-]{22}$/);
    expect(dataOf({}, { type: 'hotline.call.queued', data: { caller: ' 13812345678' } })).toEqual({
      caller: data.requester,
    });
    expect(personHash('another')('13812345678')).not.toBe(data.requester);
  });
});
