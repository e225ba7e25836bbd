import { expect, it } from 'vitest';
import { ZH, ticket } from './fixture.ts';
import { Issues } from './issues.ts';
import { lineOf, titleOf } from './title.ts';
import { segmenter } from '../segment.ts';

it('says where and what, without the frame of a letter', () => {
  const issues = new Issues({ segmenter: ZH });
  for (const n of [0, 1, 2]) issues.restore({ ...ticket(0, 0, n), street: '泉塘街道' }, 'one');
  const title = titleOf(issues.get('one')!, 'zh-CN');
  expect(title.area).toBe('A1区泉塘街道');
  expect(title.spot).toContain('翠竹苑');
  expect(lineOf(title)).toMatch(/^A1区泉塘街道 · 翠竹苑楼下烧烤店/);
  expect(lineOf(title)).not.toMatch(/请问|投诉|反映/);
});

it('names the places of codes, and leaves out where the tickets differ', () => {
  const issues = new Issues({ segmenter: ZH });
  const said = [0, 1, 2, 3].map((n) => ({ ...ticket(1, 2, n), title: '公积金提取太慢' }));
  for (const [i, one] of said.entries()) issues.restore({ ...one, district: ['d1', 'd2', 'd3', 'd4'][i]! }, 'far');
  expect(lineOf(titleOf(issues.get('far')!, 'zh-CN'))).toBe('公积金提取太慢');
  for (const one of said) issues.restore({ ...one, id: `${one.id}x`, district: '320213' }, 'near');
  const title = titleOf(issues.get('near')!, 'zh-CN', (code) => (code === '320213' ? '梁溪区' : code));
  expect(lineOf(title)).toBe('梁溪区 · 公积金提取太慢');
});

it('leaves out a building that few of the tickets are about, and keeps one that most are', () => {
  const titleFor = (buildings: number[]): string => {
    const issues = new Issues({ segmenter: ZH });
    for (const [i, n] of buildings.entries())
      issues.restore({ ...ticket(0, 0, i), title: `翠竹苑 ${n} 栋 2 单元暖气片不热`, text: null }, 'one');
    return titleOf(issues.get('one')!, 'zh-CN').matter;
  };
  expect(titleFor([3, 5, 8, 11, 14])).toBe('翠竹苑2 单元暖气片不热');
  expect(titleFor([3, 3, 3, 8])).toBe('翠竹苑 3 栋 2 单元暖气片不热');
});

it('is what an operator says', () => {
  const issues = new Issues({ segmenter: ZH });
  issues.restore(ticket(0, 0, 0), 'one');
  issues.acts.rename('one', '烧烤一条街');
  expect(titleOf(issues.get('one')!, 'zh-CN').matter).toBe('烧烤一条街');
  issues.acts.rename('one', null);
  expect(titleOf(issues.get('one')!, 'zh-CN').matter).toContain('烧烤店');
});

it('works in English', () => {
  const english = segmenter({ language: 'en' });
  const issues = new Issues({ segmenter: english });
  const said = {
    ...ticket(0, 0, 0),
    title: 'Water main break on Harford Road',
    text: 'Flooding the street',
    district: 'D1',
  };
  for (const id of ['a', 'b', 'c']) issues.take({ ...said, id });
  const issue = issues.issueOf('c')!;
  expect(issue.size).toBe(3);
  expect(lineOf(titleOf(issue, 'en', () => 'District 1'))).toContain('Water main break on Harford Road');
});
