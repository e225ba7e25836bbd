import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import type { Story } from '../../contract/replay.ts';
import { HttpProblem } from '../api/problem.ts';
import { loadCity } from '../city/load.ts';
import { memoryState } from '../state/fixture.ts';
import { checkStory, listStories, loadStories, storiesOf } from './stories.ts';

const folder = fileURLToPath(new URL('../../cities/wuxi', import.meta.url));
const { city } = await loadCity(folder);
const names = { zh: '一天', en: 'A day' };
const story: Story = { names, from: -1000, to: 0, chapters: [{ at: -500, names, scene: 'overview', focus: 'map', camera: '320213' }] }; // prettier-ignore
const [chapter] = story.chapters;
const dir = mkdtempSync(join(tmpdir(), 'stories-'));
mkdirSync(join(dir, 'stories'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const refused = (value: unknown): [string, string] => {
  try {
    checkStory(value, city);
  } catch (error) {
    if (error instanceof HttpProblem) return [error.path, error.rule];
    throw error;
  }
  throw new Error('it was not refused');
};

describe('stories', () => {
  it('of the demonstration city can be told, in both languages', async () => {
    const stories = await loadStories(folder, city);
    expect(stories.map(({ id, profile }) => [id, profile])).toEqual([['hours-before', true]]);
    for (const { says } of stories[0]!.story.chapters)
      for (const language of ['zh', 'en'] as const) expect(says?.[language].trim()).not.toBe('');
  });

  it('are refused with path and rule', () => {
    expect(checkStory(story, city)).toBe(story);
    const of = (change: object): [string, string] => refused({ ...story, chapters: [{ ...chapter, ...change }] });
    expect(of({ focus: 'nothing' })).toEqual(['/chapters/0/focus', 'is not a placement of the scene overview']);
    expect(of({ scene: undefined })[0]).toBe('/chapters/0/focus');
    expect(of({ camera: '1' })).toEqual(['/chapters/0/camera', 'is not a district of the profile']);
    expect(of({ says: { zh: '{{nothing.today}}', en: '' } })[0]).toBe('/chapters/0/says/zh');
    expect(of({ seconds: 0 })[0]).toBe('/chapters/0/seconds');
    expect(of({ at: -2000 })).toEqual(['/chapters/0/at', 'must be between from and to']);
    expect(refused({ ...story, from: -9 * 86_400_000 })[0]).toBe('/to');
    expect(refused({ ...story, to: 9 })[0]).toBe('/from');
  });

  it('of a folder name the file, the path and the rule that one of them breaks', async () => {
    const file = join(dir, 'stories', 'one.json');
    writeFileSync(file, JSON.stringify({ ...story, chapters: [{ ...chapter, scene: 'gone', focus: undefined }] }));
    await expect(loadStories(dir, city)).rejects.toThrow('stories/one.json: /chapters/0/scene is not a scene of the profile'); // prettier-ignore
    writeFileSync(file, '{');
    await expect(loadStories(dir, city)).rejects.toThrow('stories/one.json');
    writeFileSync(file, JSON.stringify(story));
    expect(await loadStories(dir, city)).toEqual([{ id: 'one', story, profile: true }]);
  });

  it('that were saved stand behind those of the folder, and take the place of one with their id', async () => {
    const state = memoryState();
    const own = [{ id: 'one', story, profile: true as const }];
    const edited = { ...story, names: { zh: '改过', en: 'Edited' } };
    await state.put(storiesOf('wuxi'), 'one', edited as never);
    await state.put(storiesOf('wuxi'), 'two', story as never);
    expect(await listStories(state, 'wuxi', own)).toEqual([{ id: 'one', story: edited, profile: true }, { id: 'two', story }]); // prettier-ignore
  });
});
