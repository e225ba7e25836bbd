import { describe, expect, it } from 'vitest';
import type { IssueRow, MentionRow } from '../../../contract/fact.ts';
import type { TopicValues } from '../../../contract/topic.ts';
import view from './view.ts';

const mention = (id: string, published: number, given: Partial<MentionRow> = {}): MentionRow =>
  ({ id, medium: 'weibo', outlet: '街坊说', sentiment: null, district: 'd1', issue: null, url: null, published, removed: false, title: `t-${id}`, ...given }) as MentionRow; // prettier-ignore
const issue = (id: string, status: string, title: string): IssueRow => ({ id, status, title }) as IssueRow;
const open = (scope = {}, size = 3) => view.open({ size }, scope, {} as never, 0);
const shown = (state: ReturnType<typeof open>) =>
  (state.value() as unknown as TopicValues['mentions']).mentions as TopicValues['mentions']['mentions'];

describe('the latest mentions', () => {
  it('are the newest that stand, without what is not known', () => {
    const state = open();
    for (const [i, id] of ['a', 'b', 'c', 'd'].entries()) state.change('mention', null, mention(id, i));
    expect(Object.keys(shown(state))).toEqual(['d', 'c', 'b']);
    expect(shown(state)['d']).toEqual({
      id: 'd',
      title: 't-d',
      published: 3,
      medium: 'weibo',
      outlet: '街坊说',
      district: 'd1',
    });
    expect(state.change('mention', mention('d', 3), mention('d', 3, { removed: true }))).toBe(true);
    expect(Object.keys(shown(state))).toEqual(['c', 'b', 'a']);
  });

  it('name the issue that they are about, as long as it is one', () => {
    const state = open();
    state.change('mention', null, mention('a', 1, { issue: 'I1', sentiment: 'negative' }));
    expect(shown(state)['a']!.about).toBeUndefined();
    expect(state.change('issue', null, issue('I1', 'open', '五爱家园 暖气不热'))).toBe(true);
    expect(shown(state)['a']).toMatchObject({ issue: 'I1', about: '五爱家园 暖气不热', sentiment: 'negative' });
    expect(state.change('issue', null, issue('I2', 'open', 'another'))).toBe(false);
    state.change('issue', issue('I1', 'open', ''), issue('I1', 'dismissed', '五爱家园 暖气不热'));
    expect(shown(state)['a']!.issue).toBeUndefined();
  });

  it('keep to the scope, and are none under a scope that says nothing of them', () => {
    const one = open({ district: 'd2' });
    one.change('mention', null, mention('a', 1));
    one.change('mention', null, mention('b', 2, { district: 'd2' }));
    expect(Object.keys(shown(one))).toEqual(['b']);
    const none = open({ channel: 'phone' });
    none.change('mention', null, mention('a', 1));
    expect(shown(none)).toEqual({});
  });
});
