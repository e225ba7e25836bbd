/**
 * Masking at intake: texts of a seeded generator with something planted in them that must go, or something like it that
 * must stay. Prints the share that was missed and that was wrongly masked, by kind; the cost for 100 characters; and, where
 * the real messages are, how much would be masked there and in what shapes (no text of a person is printed).
 */
import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse';
import { Rng } from '../../mock-feeds/core/random.ts';
import { maskText } from '../../server/ingest/mask.ts';
import { round } from '../support/result.ts';
import { MUST_GO, MUST_STAY, sentence } from './mask-texts.ts';

const TEXTS = 24_000;
const FILE = join(process.env['HOTLINE_DATA'] ?? '../shared/data', 'teddycup2020', 'messages.csv');

interface Rate {
  texts: number;
  wrong: number;
  sample: string[];
}
const rateOf = (): Rate => ({ texts: 0, wrong: 0, sample: [] });

/** Figures of one run; also printed by kind. */
export async function run(): Promise<Record<string, unknown>> {
  const rng = new Rng(7, 'mask');
  const kinds = [...Object.keys(MUST_GO), ...Object.keys(MUST_STAY)];
  const rates = new Map(kinds.map((kind) => [kind, rateOf()]));
  const beside = rateOf();
  const texts: string[] = [];
  for (let i = 0; i < TEXTS; i++) {
    const kind = kinds[i % kinds.length]!;
    const rate = rates.get(kind)!;
    const go = MUST_GO[kind];
    const { text: planted, secret = '' } = go ? go(rng) : { text: MUST_STAY[kind]!(rng) };
    const { before, after } = sentence(rng, kind.startsWith('en'));
    const text = before + planted + after;
    const masked = maskText(text);
    texts.push(text);
    const inside = masked.slice(before.length, before.length + planted.length);
    rate.texts++;
    if (go ? inside.includes(secret) : inside !== planted) {
      rate.wrong++;
      if (rate.sample.length < 4) rate.sample.push(`${text} → ${masked}`);
    }
    beside.texts++;
    if (masked.slice(0, before.length) !== before || masked.slice(before.length + planted.length) !== after) {
      beside.wrong++;
      if (beside.sample.length < 6) beside.sample.push(`${text} → ${masked}`);
    }
  }
  const tell = (name: string, { texts, wrong, sample }: Rate): void => {
    console.log(
      `  ${name.padEnd(28)} ${String(wrong).padStart(5)} of ${texts} (${((100 * wrong) / texts).toFixed(2)} %)`,
    );
    for (const one of sample) console.log(`      ${one}`);
  };
  console.log(`${TEXTS} generated texts (all persons and numbers in them are invented)`);
  console.log('missed, by kind:');
  for (const kind of Object.keys(MUST_GO)) tell(kind, rates.get(kind)!);
  console.log('wrongly masked, by kind:');
  for (const kind of Object.keys(MUST_STAY)) tell(kind, rates.get(kind)!);
  tell('words beside what was planted', beside);
  const share = (names: string[]): number => {
    const all = names.map((name) => rates.get(name)!);
    return round(all.reduce((sum, one) => sum + one.wrong, 0) / all.reduce((sum, one) => sum + one.texts, 0), 4);
  };
  return {
    mask_texts: TEXTS,
    mask_missed: share(Object.keys(MUST_GO)),
    mask_wrong: share(Object.keys(MUST_STAY)),
    mask_wrong_beside: round(beside.wrong / beside.texts, 4),
    mask_us_per_100_chars: cost(texts),
    ...(await real()),
  };
}

/** What would be masked in the real messages. */
async function real(): Promise<Record<string, unknown>> {
  if (!existsSync(FILE)) {
    console.log(`skipped: ${FILE} is not there; HOTLINE_DATA names the folder with the real data`);
    return {};
  }
  let [messages, names, numbers] = [0, 0, 0];
  const texts: string[] = [];
  const shapes = new Map<string, number>();
  for await (const row of createReadStream(FILE).pipe(parse({ columns: true, bom: true }))) {
    const message = row as Record<string, string>;
    messages++;
    for (const text of [message['留言主题']!, message['留言详情']!]) {
      const masked = maskText(text);
      texts.push(text);
      const bare = maskText(text, { names: false });
      names += spansOf(bare, masked).length;
      numbers += spansOf(text, bare).length;
      for (const { from, to } of spansOf(bare, masked)) {
        const shape = `${shapeOf(masked.slice(Math.max(0, from - 1), to))} + ${text.slice(to, to + 2).replace(/[^先生女士老师傅经理医阿姨]/g, '·')}`;
        shapes.set(shape, (shapes.get(shape) ?? 0) + 1);
      }
    }
  }
  const common = [...shapes].sort((a, b) => b[1] - a[1]).slice(0, 12);
  console.log(
    `real messages: ${messages}; ${names} names and ${numbers} numbers masked. Shapes of names and what follows:`,
  );
  for (const [shape, count] of common) console.log(`  ${String(count).padStart(5)} ${shape}`);
  return {
    mask_real_messages: messages,
    mask_real_names: names,
    mask_real_numbers: numbers,
    mask_real_us_per_100_chars: cost(texts),
  };
}

/** CPU time for 100 characters, µs, once the code is compiled. */
function cost(texts: readonly string[]): number {
  for (const text of texts) maskText(text);
  const begun = process.cpuUsage();
  for (const text of texts) maskText(text);
  return round((process.cpuUsage(begun).user * 100) / texts.reduce((sum, text) => sum + text.length, 0), 2);
}

/** Runs of places where two texts of the same length differ. */
function spansOf(a: string, b: string): { from: number; to: number }[] {
  const spans: { from: number; to: number }[] = [];
  for (let i = 0; i < a.length; i++) {
    if (a[i] === b[i]) continue;
    const from = i;
    while (i < a.length && a[i] !== b[i]) i++;
    spans.push({ from, to: i });
  }
  return spans;
}
const shapeOf = (text: string): string =>
  text
    .replace(/\p{Script=Han}/gu, '汉')
    .replace(/[A-Za-z]/g, 'a')
    .replace(/\d/g, '9');

if (process.argv[1] === import.meta.filename) console.log(JSON.stringify(await run()));
