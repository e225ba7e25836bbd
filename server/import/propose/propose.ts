/** From the first rows of an unknown file to a mapping, with what is not sure about it. Pure. */
import { createHash } from 'node:crypto';
import { IMPORT_SOURCES, TARGETS, TIME_TARGETS, type DateOrder, type Mapping, type Target, type TakeFrom } from '../../../contract/mapping.ts'; // prettier-ignore
import type { Text } from '../../../contract/text.ts';
import { zone, type Zone } from '../../../contract/time.ts';
import { isChoice, meaningOf, type ChoiceTarget } from '../../mapping/words.ts';
import { bare, levelsOf, nameFits } from './names.ts';
import { choiceShare, meanLength, numberShare, pointShare, timeShare, type Column, type Sample } from './sample.ts';

export interface ProposedField {
  target: Target;
  column: string;
  /** 0 to 1. */
  confidence: number;
}

export interface Proposal {
  mapping: Mapping;
  fields: ProposedField[];
  /** Columns that nothing was made of. */
  unused: string[];
  /** What a person should look at. */
  doubts: Text[];
}

const isTime = (target: Target): boolean => (TIME_TARGETS as readonly string[]).includes(target);

/** How well the values of a column fit a target, 0 to 1. */
function valuesFit(target: Target, column: Column, rows: number, tz: Zone): number {
  if (column.filled === 0) return 0;
  if (isTime(target)) return timeShare(column, tz) >= 0.8 ? 1 : 0;
  if (isChoice(target)) {
    const known = choiceShare(column, target);
    // What has as many values as rows is no choice.
    return column.values.size > 60 || known < 0.5 ? 0 : 0.6 + 0.4 * known;
  }
  switch (target) {
    case 'id':
      return column.filled >= rows * 0.99 && column.values.size >= column.filled * 0.98 && meanLength(column) <= 64
        ? 1
        : 0;
    case 'lat':
      return numberShare(column, 90) >= 0.9 ? 1 : 0;
    case 'lng':
      return numberShare(column, 180) >= 0.9 ? 1 : 0;
    case 'point':
      return pointShare(column) >= 0.9 ? 1 : 0;
    case 'district':
    case 'category':
    case 'unit':
      return timeShare(column, tz) > 0.5 || meanLength(column) > 70 || (rows > 100 && column.values.size > rows * 0.7)
        ? 0
        : 1;
    case 'address':
      return pointShare(column) >= 0.9 || numberShare(column, Infinity) > 0.5 ? 0 : 1;
    case 'requester':
      return numberShare(column, Infinity) > 0.5 || /\d{7}|\*{3}/.test([...column.values.keys()][0] ?? '') ? 1 : 0.5;
    default:
      return timeShare(column, tz) > 0.5 ? 0 : 1;
  }
}

/** Targets that may look at one and the same column. */
const SHARED = new Set<Target>(['category', 'title']);
const LEAST = 0.35;
/** Of what changes the ids of events. */
const SURE = 0.7;

function fieldsOf(sample: Sample, tz: Zone): ProposedField[] {
  const candidates = TARGETS.flatMap((target) =>
    sample.columns.map((column) => {
      const named = nameFits(target, column.name);
      const confidence = named === 0 ? 0 : named * valuesFit(target, column, sample.rows, tz);
      return { target, column: column.name, confidence };
    }),
  ).filter(({ target, confidence }) => confidence >= (target === 'updated' ? SURE : LEAST));
  candidates.sort((a, b) => b.confidence - a.confidence);
  const fields: ProposedField[] = [];
  for (const one of candidates) {
    if (fields.some(({ target }) => target === one.target)) continue;
    const others = fields.filter(({ column }) => column === one.column);
    if (others.some(({ target }) => !SHARED.has(target) || !SHARED.has(one.target))) continue;
    fields.push(one);
  }
  byValues(sample, fields);
  return fields;
}

/** Choices that no name told, by the words in a column that nothing else was made of. */
function byValues(sample: Sample, fields: ProposedField[]): void {
  for (const target of ['channel', 'nature', 'status', 'satisfaction'] as const) {
    if (fields.some((one) => one.target === target)) continue;
    const free = sample.columns.filter(({ name }) => !fields.some(({ column }) => column === name));
    const found = free.find((column) => column.filled >= sample.rows * 0.3 && column.values.size <= 20 && lettered(column) && choiceShare(column, target) >= 0.8); // prettier-ignore
    if (found) fields.push({ target, column: found.name, confidence: 0.5 });
  }
}
/** Whether it holds words: 1 and 0, yes and no may mean anything. */
const lettered = ({ values }: Column): boolean => [...values.keys()].every((text) => /\p{Letter}{3,}|\p{Script=Han}{2,}/u.test(text)); // prettier-ignore

/** What is proposed for a file of this name in a city of this time zone. */
export function propose(sample: Sample, file: string, timeZone: string): Proposal {
  const tz = zone(timeZone);
  const fields = fieldsOf(sample, tz);
  const doubts: Text[] = [];
  const byName = new Map(sample.columns.map((column) => [column.name, column]));
  const columns: Partial<Record<Target, string | TakeFrom>> = {};
  for (const { target, column } of fields)
    columns[target] = isChoice(target) ? choiceTake(target, byName.get(column)!, doubts) : column;

  const levels = levelsOf(sample.columns.map(({ name }) => name));
  if (levels.length > 1) columns.category = { column: levels, join: '/' };
  const pair = columns.lng !== undefined && columns.lat !== undefined;
  for (const target of pair ? (['point'] as const) : (['lng', 'lat'] as const)) delete columns[target];

  if (columns.created === undefined) {
    const first = sample.columns.find((column) => column.filled >= sample.rows * 0.9 && timeShare(column, tz) >= 0.9);
    if (first) {
      columns.created = first.name;
      fields.push({ target: 'created', column: first.name, confidence: 0.3 });
    } else columns.created = '';
    doubts.push({
      zh: first ? `没有一列明说是受理时间，暂取“${first.name}”。` : '没有找到受理时间的列，请指定。',
      en: first ? `No column says that it is the time of creation; “${first.name}” is taken.` : 'No column with the time of creation was found: name it.',
    }); // prettier-ignore
  }
  if (columns.id === undefined)
    doubts.push({
      zh: '没有逐行不同的编号列：编号由内容得出，同样的行再次导入不会重复。',
      en: 'No column tells rows apart: ids are made of what a row says, so the same row again changes nothing.',
    });
  if (columns.channel === undefined) {
    columns.channel = { constant: 'phone' };
    doubts.push({ zh: '没有受理渠道的列：全部按电话。', en: 'No column tells the channel: all are taken as phone.' });
  }
  if (columns.nature === undefined) {
    columns.nature = { constant: 'report' };
    doubts.push({
      zh: '没有诉求性质的列：全部按举报（反映）。',
      en: 'No column tells the nature: all are taken as report.',
    });
  }
  if (columns.title === undefined && columns.text === undefined && columns.category === undefined) {
    columns.title = { constant: file.slice(0, 100) };
    doubts.push({ zh: '没有标题、内容或分类的列。', en: 'No column holds a title, a text or a category.' });
  }
  if (columns.due !== undefined && columns.unit === undefined)
    doubts.push({ zh: '有时限而没有承办单位：没有派单，时限不起作用。', en: 'There are deadlines and no unit: without a dispatch they count for nothing.' }); // prettier-ignore

  const used = new Set(
    Object.values(columns).flatMap((take) => (typeof take === 'string' ? [take] : [take.column ?? []].flat())),
  );
  const times = sample.columns.filter(({ name }) => fields.some((one) => one.column === name && isTime(one.target)));
  const dateOrder = orderOf(times, timeZone, doubts);
  const name = slug(file, sample);
  return {
    mapping: {
      name,
      source: IMPORT_SOURCES + name,
      timeZone,
      ...(dateOrder && { dateOrder }),
      columns,
    },
    fields: fields.filter(({ target, column }) => columns[target] !== undefined && used.has(column)),
    unused: sample.columns.map((column) => column.name).filter((one) => !used.has(one)),
    doubts,
  };
}

const DEFAULTS: Partial<Record<ChoiceTarget, string>> = { channel: 'transfer', nature: 'report', urgency: 'normal' };

function choiceTake(target: ChoiceTarget, column: Column, doubts: Text[]): string | TakeFrom {
  const unknown = [...column.values.keys()].filter((word) => meaningOf(target, word) === undefined);
  const fallback = DEFAULTS[target];
  if (unknown.length === 0 && fallback === undefined) return column.name;
  if (unknown.length > 0) {
    const words = unknown.slice(0, 10).join(', ');
    doubts.push({
      zh: `“${column.name}”里有不认识的词：${words}。${fallback ? `按 ${fallback} 处理，` : ''}可在 values 里说明。`,
      en: `“${column.name}” has words that are not known: ${words}. ${fallback ? `They are taken as ${fallback}; ` : ''}say what they mean in values.`,
    });
  }
  return { column: column.name, ...(fallback !== undefined && { default: fallback }) };
}

/** Which of day and month stands first, over all dates of the sample; said where they do not tell. */
function orderOf(columns: readonly Column[], timeZone: string, doubts: Text[]): DateOrder | undefined {
  const sum = (of: (column: Column) => number): number => columns.reduce((all, column) => all + of(column), 0);
  const [mdy, dmy, ordered] = [sum((one) => one.mdy), sum((one) => one.dmy), sum((one) => one.ordered)];
  if (ordered === 0) return undefined;
  const order: DateOrder = mdy !== dmy ? (mdy > dmy ? 'mdy' : 'dmy') : usualOrder(columns, timeZone);
  const [zh, en] = order === 'mdy' ? ['月在前', 'month first'] : ['日在前', 'day first'];
  if (mdy > 0 && dmy > 0)
    doubts.push({
      zh: `日期两种写法混用：${mdy} 个只能月在前，${dmy} 个只能日在前。按${zh}读，其余会被拒。`,
      en: `Dates are written in two orders: ${mdy} can only be month first, ${dmy} only day first. They are read ${en}; the others are refused.`,
    });
  else if (mdy === 0 && dmy === 0)
    doubts.push({
      zh: `看不出日期是月在前还是日在前，暂按${zh}：请核对（dateOrder）。`,
      en: `Nothing tells whether dates are day or month first; ${en} is assumed: check it (dateOrder).`,
    });
  else
    doubts.push({
      zh: `日期${zh}：${ordered} 个里有 ${mdy + dmy} 个只能这样读。`,
      en: `Dates are ${en}: ${mdy + dmy} of ${ordered} can only be read so.`,
    });
  return order;
}

/** Where no date tells: halves of the day and the Americas write the month first, dots the day. */
function usualOrder(columns: readonly Column[], timeZone: string): DateOrder {
  const texts = columns.flatMap(({ values }) => [...values.keys()].slice(0, 20));
  if (texts.some((text) => /^\d{1,2}\.\d{1,2}\.\d/.test(text))) return 'dmy';
  return timeZone.startsWith('America/') || texts.some((text) => /[ap]m\b/i.test(text)) ? 'mdy' : 'dmy';
}

/** A name out of that of the file without its numbers, which change from one export to the next; of Chinese names, out of the header, so that files of one system share it. */
function slug(file: string, { columns }: Sample): string {
  const plain = file.replace(/\.gz$/i, '').replace(/\.[a-z0-9]+$/i, '').toLowerCase().replaceAll(/[^a-z]+/g, '-').replaceAll(/^-+|-+$/g, ''); // prettier-ignore
  if (/[a-z]{2}/.test(plain)) return plain.slice(0, 40).replace(/-+$/, '');
  const header = columns.map(({ name }) => bare(name)).join('|');
  return `file-${createHash('sha256').update(header).digest('hex').slice(0, 6)}`;
}
