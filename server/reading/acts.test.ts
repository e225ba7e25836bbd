import { describe, expect, it } from 'vitest';
import type { IssueRow, Step, TicketRow } from '../../contract/fact.ts';
import { foldIssue } from '../facts/issue.ts';
import { stepFrom } from '../facts/store.ts';
import type { IssueAct, IssueWords } from '../../contract/issue.ts';
import { stepsOfAct, type IssueFacts } from './acts.ts';

const AT = Date.UTC(2026, 10, 20);
const founded = (id: string): Step => ({
  at: AT - 1000,
  type: 'issue.founded',
  source: '/wall/text',
  id,
  data: { title: `${id}停水`, district: '320211', began: AT - 5000 },
});
const ticket = (id: string, issue: string, created: number): TicketRow =>
  ({
    id,
    issue,
    created,
    title: `${id}没水`,
    text: null,
    district: '320211',
    street: null,
    community: null,
    category: null,
  }) as TicketRow;

describe('what a desk does with an issue', () => {
  const lives = new Map<string, Step[]>([
    ['i', [founded('i')]],
    ['j', [founded('j')]],
  ]);
  const tickets = [1, 2, 3, 4].map((n) => ticket(`T${n}`, n < 4 ? 'i' : 'j', AT - n));
  const rowOf = (id: string): IssueRow | undefined =>
    lives.has(id) ? (foldIssue(id, lives.get(id)!) ?? undefined) : undefined;
  const facts: IssueFacts = { issue: rowOf, members: (id) => tickets.filter(({ issue }) => issue === id) };
  const act = (what: IssueAct, id: string, words: Omit<IssueWords, 'by'> = {}): Record<string, string> => {
    const events = stepsOfAct(what, id, { by: '一席', ...words }, facts, AT);
    expect(new Set(events.map((event) => event.id)).size).toBe(events.length);
    const moved: Record<string, string> = {};
    for (const event of events) {
      if (event.type === 'hotline.ticket.read') moved[event.subject] = event.data['issue'] as string;
      else lives.set(event.subject, [...(lives.get(event.subject) ?? []), stepFrom(event)]);
    }
    return moved;
  };

  it('is refused with the path and the rule where it cannot be done', () => {
    for (const [what, id, words, path] of [
      ['rename', 'i', {}, '/title'],
      ['rename', 'gone', { title: 'x' }, '/id'],
      ['merge', 'i', { into: 'i' }, '/into'],
      ['merge', 'i', { into: 'gone' }, '/into'],
      ['split', 'i', {}, '/tickets'],
      ['split', 'i', { tickets: ['T4'] }, '/tickets'],
      ['split', 'i', { tickets: ['T1', 'T2', 'T3'] }, '/tickets'],
      ['restore', 'i', {}, '/id'],
    ] as const)
      expect(() => stepsOfAct(what, id, { by: '一席', ...words } as IssueWords, facts, AT)).toThrow(path);
  });

  it('a name that a person gave stays, whatever the wall thinks later', () => {
    act('rename', 'i', { title: '五爱家园停水' });
    lives.get('i')!.push({ ...founded('again'), at: AT + 1, type: 'issue.described' });
    expect(rowOf('i')).toMatchObject({ title: '五爱家园停水', named: true, held: true, open: true });
  });

  it('a split takes tickets into an issue of their own, and one alone stands alone', () => {
    expect(act('split', 'i', { tickets: ['T1'] })).toEqual({ T1: '' });
    const moved = act('split', 'i', { tickets: ['T1', 'T2'], title: '另一件' });
    const [fresh] = Object.values(moved);
    expect(moved).toEqual({ T1: fresh, T2: fresh });
    expect(rowOf(fresh!)).toMatchObject({ title: '另一件', held: true, open: true, began: AT - 2 });
  });

  it('a merge moves every ticket, and what was merged is closed to further acts', () => {
    expect(act('merge', 'j', { into: 'i' })).toEqual({ T4: 'i' });
    expect(rowOf('j')).toMatchObject({ status: 'merged', mergedInto: 'i', open: false });
    expect(() => act('dismiss', 'j')).toThrow('went on as i');
  });

  it('what is dismissed can be restored', () => {
    act('dismiss', 'i');
    expect(rowOf('i')).toMatchObject({ status: 'dismissed', open: false });
    act('restore', 'i');
    expect(rowOf('i')).toMatchObject({ status: 'open', open: true });
  });
});
