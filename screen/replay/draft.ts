/** A story as it is written: chapters in their order, names in both languages. Pure. */
import type { Story } from '../../contract/replay.ts';
import type { Text } from '../../contract/text.ts';
import type { Range } from '../../contract/time.ts';
import type { Chapter } from './steer.ts';

/** A text of which one language may be missing: it is then that of the other. Undefined where both are. */
export function textOf({ zh, en }: Text): Text | undefined {
  const [chinese, english] = [zh.trim(), en.trim()];
  if (chinese === '' && english === '') return undefined;
  return { zh: chinese || english, en: english || chinese };
}

/** An empty story over a range. */
export const emptyStory = ({ from, to }: Range): Story => ({ names: { zh: '', en: '' }, from, to, chapters: [] });

/** With one more chapter, in its place by time. */
export const withChapter = (story: Story, chapter: Chapter): Story => ({
  ...story,
  chapters: [...story.chapters, chapter].sort((a, b) => a.at - b.at),
});

export const withoutChapter = (story: Story, chapter: Chapter): Story => ({
  ...story,
  chapters: story.chapters.filter((one) => one !== chapter),
});

/** The name under which a story is kept: of its English name where that has letters, and of `salt`, letters and digits. */
export function storyId(names: Text, salt: string): string {
  const plain = names.en
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 30)
    .replaceAll(/-+$/g, '');
  return `${plain || 'story'}-${salt}`.slice(0, 40);
}
