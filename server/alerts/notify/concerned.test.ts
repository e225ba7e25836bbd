import { describe, expect, it } from 'vitest';
import type { AlertEventType } from '../../../contract/event.ts';
import type { Route } from '../../../contract/rule.ts';
import { concernedBy } from './concerned.ts';
import { card, content, NOW, recipient, step } from './fixture.ts';
import { kindOf, noticeOf } from './notice.ts';

const routes: Route[] = [
  { to: ['duty'], above: ['mayor'] },
  { match: { level: 1 }, to: ['red'] },
];
const recipients = ['duty', 'mayor', 'red'].map((id) => recipient(id));
const water = recipient('water', { units: ['water'] });
const nameOf = (unit: string) => ({ zh: `${unit}局`, en: unit });

function who(
  type: AlertEventType,
  data: object,
  { told = [] as string[], known = card(), all = [...recipients, water] } = {},
) {
  const entry = step(1, type, data);
  return concernedBy(entry, noticeOf(entry, known, nameOf), known, new Set(told), routes, all);
}

describe('[A1] whom a step concerns', () => {
  it('at the beginning: those of the routes, to whom it is news', () => {
    expect(who('hotline.alert.raised', content())).toEqual({ to: [{ id: 'duty', opens: true }], strangers: [] });
  });

  it('at an escalation: one more, and the others again', () => {
    expect(who('hotline.alert.escalated', { level: 1, times: 1 }, { told: ['duty'] }).to).toEqual([
      { id: 'duty', opens: false },
      { id: 'mayor', opens: true },
      { id: 'red', opens: true },
    ]);
  });

  it('when it grows: only those whom the graver level newly concerns', () => {
    const { says, sight } = content();
    expect(who('hotline.alert.updated', { level: 2, says, sight }, { told: ['duty'] }).to).toEqual([]);
    expect(who('hotline.alert.updated', { level: 1, says, sight }, { told: ['duty'] }).to).toEqual([
      { id: 'red', opens: true },
    ]);
  });

  it('at a dispatch: those who stand for the unit', () => {
    expect(who('hotline.alert.dispatched', { by: 'x', unit: 'water' }, { told: ['duty'] }).to).toEqual([
      { id: 'water', opens: true },
    ]);
    expect(who('hotline.alert.dispatched', { by: 'x', unit: 'roads' }).to).toEqual([]);
  });

  it('at its end: everybody who was told of it, whatever the routes say now', () => {
    expect(who('hotline.alert.resolved', {}, { told: ['water', 'red'] }).to).toEqual([
      { id: 'water', opens: false },
      { id: 'red', opens: false },
      { id: 'duty', opens: false },
    ]);
  });

  it('when it comes back: those who were told of its end, as news', () => {
    expect(who('hotline.alert.reopened', content(), { told: ['mayor'] }).to).toEqual([
      { id: 'mayor', opens: true },
      { id: 'duty', opens: true },
    ]);
  });

  it('names those whom nobody has set up', () => {
    expect(who('hotline.alert.raised', content(), { all: [] })).toEqual({ to: [], strangers: ['duty'] });
  });
});

describe('[A1] the notice of a step', () => {
  it('is there for the steps that people are told of, and for no other', () => {
    const kinds = ['pending', 'lapsed', 'raised', 'reopened', 'updated', 'claimed', 'commented', 'dispatched', 'escalated', 'recovering', 'relapsed', 'resolved'].map(
      (name) => kindOf({ type: `hotline.alert.${name}` as AlertEventType }),
    ); // prettier-ignore
    expect(kinds).toEqual([undefined, undefined, 'raised', 'reopened', 'raised', undefined, undefined, 'dispatched', 'escalated', undefined, 'raised', 'resolved']); // prettier-ignore
    expect(kindOf({ type: 'hotline.ticket.created' })).toBeUndefined();
  });

  it('of a beginning needs no card', () => {
    const made = noticeOf(step(1, 'hotline.alert.raised', content()), null, nameOf);
    expect(made).toMatchObject({ kind: 'raised', alert: 'a-1', level: 2, since: NOW, owner: { zh: 'heat局' } });
    expect(() => noticeOf(step(1, 'hotline.alert.resolved'), null, nameOf)).toThrow('a-1');
  });

  it('says how it stood at the step, although the card is further', () => {
    const later = card({ level: 1, since: NOW - 5, escalations: 2 });
    expect(noticeOf(step(1, 'hotline.alert.escalated', { level: 3, times: 1 }), later, nameOf)).toMatchObject({
      level: 3,
      times: 1,
      since: NOW - 5,
    });
    const says = { zh: '更多', en: 'more' };
    expect(noticeOf(step(1, 'hotline.alert.updated', { level: 2, says, sight: {} }), later, nameOf).says).toEqual(says);
  });

  it('of a dispatch and an end holds what went with them', () => {
    const dispatched = step(1, 'hotline.alert.dispatched', { by: 'x', unit: 'water', comment: '快' });
    expect(noticeOf(dispatched, card(), nameOf)).toMatchObject({ unit: { zh: 'water局' }, comment: '快' });
    const resolved = step(1, 'hotline.alert.resolved', { into: 'a-9' }, 'a-1', NOW + 9);
    expect(noticeOf(resolved, card(), nameOf)).toMatchObject({ kind: 'resolved', into: 'a-9', at: NOW + 9 });
  });
});
