import { describe, expect, it } from 'vitest';
import { ISSUE_ACTS, type IssueCard } from '../../../contract/issue.ts';
import { canAct, found, wordsOf } from './state.ts';

const card = (title: string, heat: number): IssueCard => ({
  title, heat, count: 3, requesters: 2, open: 1, total: 3, mentions: 0, negative: 0, first: 0, last: 1, trend: {},
}); // prettier-ignore

describe('issues at a desk', () => {
  it('are found by their title, the hottest first', () => {
    const issues = { a: card('五爱家园供暖不热', 100), b: card('KTV 扰民', 300), c: card('五爱家园停水', 200) };
    expect(found(issues, '').map(({ id }) => id)).toEqual(['b', 'c', 'a']);
    expect(found(issues, ' 五爱').map(({ id }) => id)).toEqual(['c', 'a']);
    expect(found(issues, 'ktv').map(({ id }) => id)).toEqual(['b']);
  });

  it('can be acted on as their state allows', () => {
    const allowed = (status: 'open' | 'cooled' | 'merged' | 'dismissed') =>
      ISSUE_ACTS.filter((act) => canAct(act, status));
    expect(allowed('open')).toEqual(['rename', 'merge', 'split', 'dismiss']);
    expect(allowed('dismissed')).toEqual(['rename', 'merge', 'split', 'restore']);
    expect(allowed('merged')).toEqual([]);
  });

  it('say what is missing, and send no more than belongs to the act', () => {
    const empty = { title: ' ', into: '', tickets: [], comment: '' };
    expect(wordsOf('rename', empty, '1')).toBe('needTitle');
    expect(wordsOf('merge', empty, '1')).toBe('needInto');
    expect(wordsOf('split', empty, '1')).toBe('needTickets');
    const full = { title: ' 供暖 ', into: 'x', tickets: ['t'], comment: ' 同一处 ' };
    expect(wordsOf('rename', full, '1')).toEqual({ by: '1', comment: '同一处', title: '供暖' });
    expect(wordsOf('merge', full, '1')).toEqual({ by: '1', comment: '同一处', into: 'x' });
    expect(wordsOf('split', full, '1')).toEqual({ by: '1', comment: '同一处', title: '供暖', tickets: ['t'] });
    expect(wordsOf('dismiss', full, '1')).toEqual({ by: '1', comment: '同一处' });
  });
});
