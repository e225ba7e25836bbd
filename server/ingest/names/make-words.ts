/**
 * Writes `words.ts`: `npx tsx server/ingest/names/make-words.ts`. Reads jieba's dictionary once, so that the intake, which
 * runs in several threads, does not have to.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isSurname } from './surnames.ts';

/** How often a word must have been seen to be one here. */
const LEAST = 20;
const file = createRequire(import.meta.url)
  .resolve('@node-rs/jieba/dict.js')
  .replace(/dict\.js$/, 'dict.txt');
const words = new Set<string>();
for (const line of readFileSync(file, 'utf8').split('\n')) {
  const [word, often, tag] = line.split(' ');
  if (!word || Number(often) < LEAST || tag?.startsWith('nr')) continue;
  const head = word.slice(0, 2);
  // A longer word is known by its beginning.
  if (/^\p{Script=Han}{2,3}$/u.test(word) && isSurname(word[0]) && !words.has(head)) words.add(word);
}
const all = [...words].filter((word) => word.length === 2 || !words.has(word.slice(0, 2))).sort();
const lines = all
  .join(' ')
  .match(/.{1,150}(?: |$)/g)!
  .map((line) => line.trim());
writeFileSync(
  new URL('words.ts', import.meta.url),
  `/**
 * Words that begin like a Chinese name and are none: of jieba's dictionary (MIT) those of two or three characters that
 * begin with a family name and are not tagged as a person. Written by make-words.ts.
 */
export const WORDS = \`
${lines.join('\n')}
\`;
`,
);
