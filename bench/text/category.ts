/**
 * Suggested categories: accuracy and coverage on labelled text that was not learned from. Split by time: the first seven
 * tenths are learned, the latest of them say how sure a guess is (each taken out, guessed at, put back), the rest is asked. Texts of the
 * simulator are made from their category, so they are too easy and reported apart.
 */
import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse';
import { simulateDay } from '../../mock-feeds/core/day.ts';
import { loadWorld } from '../../mock-feeds/shell/load.ts';
import { shiftDate } from '../../mock-feeds/core/worktime.ts';
import { Classifier } from '../../server/text/category/classifier.ts';
import { segmenter } from '../../server/text/segment.ts';
import { round } from '../support/result.ts';

const DATA = process.env['HOTLINE_DATA'] ?? '../shared/data';

interface Labelled {
  at: string;
  text: string;
  label: string;
}

/** What there is with a text beside its label. Columns that repeat the label are not taken. */
const SETS: { id: string; file: string; read(row: Record<string, string>): Labelled }[] = [
  {
    // The type from the descriptor, the place and the kind of place.
    id: 'nyc_type',
    file: '311/nyc_311_2022-05-01_924.csv',
    read: (row) => ({
      at: order(row['Created Date']!),
      text: [row['Descriptor'], row['Location Type'], row['Address Type']].join('; '),
      label: row['Complaint Type']!,
    }),
  },
  {
    // The agency from type and descriptor: which unit it goes to.
    id: 'nyc_agency',
    file: '311/nyc_311_2022-05-01_924.csv',
    read: (row) => ({
      at: order(row['Created Date']!),
      text: [row['Complaint Type'], row['Descriptor'], row['Location Type']].join('; '),
      label: row['Agency']!,
    }),
  },
  {
    id: 'baltimore_agency',
    file: '311/baltimore_311_sample_10000.csv',
    read: (row) => ({
      at: order(row['CreatedDate']!),
      text: `${row['SRType']!.replace(/^[A-Z]+-/, '')}; ${row['MethodReceived']}`,
      label: row['Agency']!,
    }),
  },
  {
    // The kind of service from what the operator wrote, and the yard that does it.
    id: 'ottawa_type',
    file: '311/ottawa/JanSR-2014.csv',
    read: (row) => ({ at: row['creation_date']!, text: row['call_description']!, label: row['call_type']! }),
  },
];

/** A moment of the portal (06/30/2022 11:59:59 PM) in an order that sorts. */
function order(moment: string): string {
  const [, month, day, year, hour, rest, half] = /(\d+)\/(\d+)\/(\d+) (\d+):(\S+) (\wM)/.exec(moment) ?? [];
  return `${year}${month}${day}${String((Number(hour) % 12) + (half === 'PM' ? 12 : 0)).padStart(2, '0')}${rest}`;
}

interface Figures {
  learned: number;
  asked: number;
  labels: number;
  /** Right of all that were asked. */
  accuracy: number;
  /** Suggested at the threshold ÷ asked, and right ÷ suggested. */
  coverage: number;
  right: number;
  /** The most frequent label, right of all: what guessing gives. */
  guess: number;
}

/** Learns and asks. Texts are in the order of time. */
export function measure(all: readonly { words: string[]; label: string }[], least = 0.8): Figures {
  const split = Math.floor(all.length * 0.7);
  const classifier = new Classifier();
  const often = new Map<string, number>();
  for (const { words, label } of all.slice(0, split)) {
    classifier.learn(words, label, 1);
    often.set(label, (often.get(label) ?? 0) + 1);
  }
  classifier.calibrate(all.slice(Math.max(0, split - 3000), split));
  const most = [...often].sort((a, b) => b[1] - a[1])[0]![0];
  const asked = all.slice(split);
  let [best, suggested, right, guess] = [0, 0, 0, 0];
  for (const { words, label } of asked) {
    if (classifier.suggest(words, 0)?.label === label) best++;
    const suggestion = classifier.suggest(words, least);
    if (suggestion) suggested++;
    if (suggestion?.label === label) right++;
    if (most === label) guess++;
  }
  const of = (n: number, all: number): number => round(n / Math.max(all, 1), 4);
  return { learned: split, asked: asked.length, labels: classifier.labels, accuracy: of(best, asked.length), coverage: of(suggested, asked.length), right: of(right, suggested), guess: of(guess, asked.length) }; // prettier-ignore
}

const tell = (id: string, f: Figures): void =>
  console.log(`${id}: ${f.learned} learned, ${f.asked} asked, ${f.labels} labels: best guess right ${f.accuracy}; at the threshold ${f.coverage} suggested, ${f.right} of them right; the most frequent label ${f.guess}`); // prettier-ignore

/** Figures of one run. */
export async function run(): Promise<Record<string, unknown>> {
  const figures: Record<string, unknown> = {};
  const en = segmenter({ language: 'en' });
  for (const { id, file, read } of SETS) {
    const path = join(DATA, file);
    if (!existsSync(path)) {
      console.log(`skipped: ${path} is not there; HOTLINE_DATA names the folder with the real data`);
      continue;
    }
    const list: Labelled[] = [];
    for await (const row of createReadStream(path).pipe(parse({ columns: true, bom: true, relax_column_count: true })))
      list.push(read(row as Record<string, string>));
    list.sort((a, b) => (a.at < b.at ? -1 : 1));
    const result = measure(
      list.map(({ text, label }) => ({ words: en.words(text).map((token) => token.text), label })),
    );
    tell(id, result);
    figures[`category_${id}`] = result;
  }
  figures['category_simulated'] = await simulated();
  return figures;
}

async function simulated(): Promise<Figures> {
  const world = await loadWorld('wuxi');
  const zh = segmenter({ language: 'zh' });
  const all: { words: string[]; label: string }[] = [];
  for (let back = 5; back > 0; back--)
    for (const { event } of simulateDay(world, 5, shiftDate('2026-11-20', -back))) {
      if (event.type !== 'hotline.ticket.created' || event.data.category === undefined) continue;
      const { title, text } = zh.ticket(event.data.title, event.data.text ?? null);
      all.push({ words: [...title, ...text].map((token) => token.text), label: event.data.category });
    }
  const result = measure(all);
  tell('simulated (too easy: its texts are made from their category)', result);
  return result;
}

if (process.argv[1] === import.meta.filename) console.log(JSON.stringify(await run()));
