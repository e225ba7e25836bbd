import { describe, expect, it } from 'vitest';
import type { IssueRow, MentionRow, TicketRow } from '../../contract/fact.ts';
import { DAY, HOUR, MINUTE } from '../../contract/time.ts';
import { foldIssue } from '../facts/issue.ts';
import { stepFrom } from '../facts/store.ts';
import type { LogEvent } from '../log/log.ts';
import { segmenter } from '../text/segment.ts';
import { Clerk } from './clerk.ts';

const AT = Date.UTC(2026, 10, 20, 1);
const CITY = {
  places: [{ code: '320211', names: { zh: '滨湖区', en: 'Binhu' }, streets: [] }],
} as unknown as ConstructorParameters<typeof Clerk>[0];
const cut = segmenter({ language: 'zh-CN', terms: ['停水', '供暖不热', '五爱家园', '滨湖区'] });

let made = 0;
const ticket = (title: string, more: Partial<TicketRow> = {}): TicketRow => {
  made++;
  return {
    id: `T${made}`, created: AT + made * MINUTE, title, text: `${title}，请尽快处理。`, district: '320211', street: null,
    community: null, category: null, categoryBy: null, requester: `r${made}`, urgency: 'normal', unit: null, issue: null,
    terms: title.split(''), ...more,
  } as unknown as TicketRow; // prettier-ignore
};
/** Rows with what was written of them. */
const told = (rows: (TicketRow | MentionRow)[], events: readonly LogEvent[]): (TicketRow | MentionRow)[] =>
  rows.map((row) => {
    const said = events.findLast(
      ({ type, subject, data }) => type.endsWith('.read') && subject === row.id && data['issue'] !== undefined,
    );
    return said ? { ...row, issue: (said.data['issue'] as string) || null } : row;
  });
const issuesOf = (events: readonly LogEvent[]): IssueRow[] => {
  const lives = new Map<string, ReturnType<typeof stepFrom>[]>();
  for (const event of events)
    if (event.type.startsWith('hotline.issue.'))
      lives.set(event.subject, [...(lives.get(event.subject) ?? []), stepFrom(event)]);
  return [...lives].flatMap(([id, steps]) => foldIssue(id, steps) ?? []);
};

describe('what the wall makes of what it reads', () => {
  it('says nothing of a ticket that stands alone, and tells both when a second one is about the same', () => {
    const clerk = new Clerk(CITY, cut);
    const [a, b] = [ticket('五爱家园小区供暖不热'), ticket('五爱家园小区供暖不热没人管')];
    clerk.read(a);
    expect(clerk.drain(AT)).toEqual([]);
    clerk.read(b);
    const events = clerk.drain(AT + HOUR);
    const [issue] = issuesOf(events);
    expect(issue).toMatchObject({ district: '320211', open: true, began: a.created });
    expect(issue!.title).toContain('五爱家园');
    expect(told([a, b], events).map((row) => row.issue)).toEqual([issue!.id, issue!.id]);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    expect(clerk.drain(AT + HOUR)).toEqual([]);
  });

  it('goes on after a restart as if there had been none', () => {
    const first = new Clerk(CITY, cut);
    const rows = [ticket('五爱家园小区供暖不热'), ticket('五爱家园小区供暖不热两天了'), ticket('公交二号线末班车太早')];
    for (const row of rows) first.read(row);
    const events = first.drain(AT);
    const second = new Clerk(CITY, cut);
    for (const row of told(rows, events)) second.restore(row);
    for (const issue of issuesOf(events)) second.knows(issue);
    expect(second.drain(AT)).toEqual([]);
    const next = ticket('五爱家园小区供暖还是不热');
    for (const clerk of [first, second]) clerk.read(next);
    const [one, other] = [first.drain(AT + 1), second.drain(AT + 1)];
    const shown = (list: LogEvent[]) => list.map(({ type, subject, data }) => ({ type, subject, data }));
    expect(shown(other)).toEqual(shown(one));
    expect(one.some(({ subject }) => subject === next.id)).toBe(true);
  });

  it('an issue to which nothing came is over, and its tickets keep it', () => {
    const clerk = new Clerk(CITY, cut);
    for (const title of ['五爱家园小区供暖不热', '五爱家园小区供暖不热']) clerk.read(ticket(title));
    const before = clerk.drain(AT);
    clerk.cool(AT + 60 * DAY);
    const after = clerk.drain(AT + 60 * DAY);
    expect(after.map(({ type }) => type)).toEqual(['hotline.issue.cooled']);
    expect(issuesOf([...before, ...after])[0]).toMatchObject({ status: 'cooled', open: false });
  });

  it('tickets that a desk merged are told so, where the server went down in between', () => {
    const rows = [ticket('五爱家园停水', { issue: 'a' }), ticket('地铁站出口积水', { issue: 'b' })];
    const row = (id: string, more: Partial<IssueRow>): IssueRow =>
      ({
        id,
        status: 'open',
        title: id,
        named: false,
        held: true,
        open: true,
        mergedInto: null,
        began: AT,
        ...more,
      }) as IssueRow;
    const clerk = new Clerk(CITY, cut);
    for (const one of rows) clerk.restore(one);
    clerk.knows(row('a', {}));
    clerk.knows(row('b', { status: 'merged', mergedInto: 'a', open: false }));
    expect(told(rows, clerk.drain(AT)).map(({ issue }) => issue)).toEqual(['a', 'a']);
  });

  it('suggests a category for what came without one, once it is often enough right, and never for what has one', () => {
    const clerk = new Clerk(CITY, cut);
    const said = (category: string, words: string[]): TicketRow =>
      ticket(words.join(''), { category, categoryBy: 'person', terms: words });
    for (let i = 0; i < 60; i++) {
      clerk.restore(said('01.01.01', ['供暖', '不热', `甲${i}`]));
      clerk.restore(said('02.02.02', ['噪音', '施工', `乙${i}`]));
    }
    const without = ticket('供暖不热', { terms: ['供暖', '不热'] });
    const suggestions = (): unknown[] => clerk.drain(AT).flatMap(({ data }) => data['category'] ?? []);
    clerk.read(without);
    expect(suggestions()).toEqual([]);
    clerk.labels.calibrate();
    expect(clerk.labels.measure(() => true)).toBe(false);
    clerk.read({ ...without, id: 'T-new' });
    expect(suggestions()).toEqual(['01.01.01']);
    clerk.read(said('02.02.02', ['供暖', '不热']));
    expect(suggestions()).toEqual([]);
  });
});
