/**
 * From a record of another system to the events of a ticket, by a mapping. Pure but for the count of rows that say the
 * same and have no ids: such a mapper is for one file, read from its beginning.
 */
import type { Mapping, Target, TimeTarget } from '../../contract/mapping.ts';
import { zone } from '../../contract/time.ts';
import { anonymous, eventId } from './identity.ts';
import { stepsOf, timesOf, type RowStep } from './life.ts';
import { placeOf, pointTexts } from './place.ts';
import { RowRefused, type Said } from './refusal.ts';
import { needed, rowReader, type Reading, type RowReader } from './row.ts';
import { takers, type SourceRecord } from './take.ts';
import { format, type Format } from './times/format.ts';

/** A CloudEvent as the intake takes it. */
export interface Envelope {
  specversion: '1.0';
  id: string;
  source: string;
  type: string;
  subject: string;
  /** RFC 3339, UTC. */
  time: string;
  data: Record<string, unknown>;
}

/** A row as it is taken: its events in the order of its life, and what of it was left out. */
export interface Taken {
  events: Envelope[];
  remarks: Said[];
}
/** What becomes of a row. Paths are targets of the mapping. */
export type Mapped = Taken | { refused: Said[] };
export type Mapper = (record: SourceRecord) => Mapped;

/** What a mapper may know of the city. */
export interface MapperCity {
  /** The code of a category by its name, or by the names of its path; undefined: not known. */
  category?(name: string): string | undefined;
}

/**
 * A mapper for one file or table. The mapping was checked (`checkMapping`). Throws RangeError for an unknown zone and
 * Error for a form of times that is none.
 */
export function mapper(mapping: Mapping, city: MapperCity = {}): Mapper {
  const reading = readingOf(mapping);
  const unnamed = anonymous();
  const required = mapping.required ?? [];

  return (record) => {
    const row = rowReader(reading, record);
    try {
      const created = needed(row.time('created'), '/created', 'is blank');
      const times = timesOf(row, created, mapping, reading.tz);
      const data = contentOf(row, mapping, city);
      const steps: RowStep[] = [{ step: 'created', at: created.at, data }, ...stepsOf(row, times, mapping)];
      for (const target of required)
        if (row.raw(target) === '' && !row.refused.some(({ path }) => path === `/${target}`))
          row.refused.push({ path: `/${target}`, rule: 'is blank, and the mapping requires it' });
      if (row.refused.length > 0) return { refused: row.refused };
      const ticket = ticketOf(row, mapping, unnamed, steps[0]!);
      return { events: steps.map((step) => envelope(step, ticket, times.updated, mapping)), remarks: row.remarks };
    } catch (error) {
      if (!(error instanceof RowRefused)) throw error;
      const { path, rule } = error;
      // A time that was not understood has said more than that it is missing.
      const said = row.refused.some((one) => one.path === path) ? [] : [{ path, rule }];
      return { refused: [...row.refused, ...said] };
    }
  };
}

function readingOf(mapping: Mapping): Reading {
  const compiled = new Map<string, Format>();
  const formatsOf = (patterns: readonly string[]): Format[] =>
    patterns.map((pattern) => {
      let known = compiled.get(pattern);
      if (!known) compiled.set(pattern, (known = format(pattern)));
      return known;
    });
  const all = mapping.times && formatsOf(mapping.times);
  const taking = takers(mapping);
  const own = new Map(
    [...taking].flatMap(([target, { spec }]) => (spec.formats ? [[target, formatsOf(spec.formats)] as const] : [])),
  );
  return {
    mapping,
    tz: zone(mapping.timeZone),
    takers: taking,
    formats: (target: TimeTarget) => own.get(target) ?? all,
  };
}

function ticketOf(row: RowReader, mapping: Mapping, unnamed: (content: string) => string, birth: RowStep): string {
  if (mapping.columns.id === undefined)
    return (mapping.idPrefix ?? '') + unnamed(JSON.stringify([mapping.source, birth.at, birth.data]));
  const id = needed(row.word('id', 1000), '/id', 'is blank');
  const whole = (mapping.idPrefix ?? '') + id;
  if (whole.length > 128) throw new RowRefused('/id', 'must have at most 128 characters');
  return whole;
}

function envelope(
  { step, at, data }: RowStep,
  ticket: string,
  updated: number | undefined,
  mapping: Mapping,
): Envelope {
  const { revision } = mapping;
  // Only these two say what a later version of the row may say otherwise at the same moment.
  const versioned = step === 'created' || step === 'dispatched';
  return {
    specversion: '1.0',
    id: eventId({
      ticket,
      step,
      ...(step !== 'created' && { at }),
      ...(revision !== undefined && { revision }),
      ...(versioned && updated !== undefined && { version: updated }),
    }),
    source: mapping.source,
    type: `hotline.ticket.${step}`,
    subject: ticket,
    time: new Date(at).toISOString(),
    data,
  };
}

/** Targets whose blanks are counted: what a wall groups by, and where it was. */
const COUNTED_BLANK = ['district', 'street', 'community', 'address', 'category', 'unit'] as const satisfies Target[];

/** What the ticket is about. */
function contentOf(row: RowReader, mapping: Mapping, city: MapperCity): Record<string, unknown> {
  const { columns } = mapping;
  const text = row.word('text', 4000);
  const named = row.word('category', 1000);
  const category = named === undefined ? undefined : (city.category?.(named) ?? shortened(row, 'category', named));
  const title = row.word('title', 200) ?? text?.split('\n')[0]!.slice(0, 60) ?? named?.slice(0, 200);
  for (const target of COUNTED_BLANK)
    if (columns[target] !== undefined && row.raw(target) === '' && !mapping.required?.includes(target))
      row.remarks.push({ path: `/${target}`, rule: 'is blank' });
  const place = placeData(row, mapping);
  const filled = {
    channel: blankOr(row, 'channel'),
    nature: blankOr(row, 'nature'),
    category,
    urgency: row.choice('urgency', true),
    title: title ?? '',
    text,
    place: Object.keys(place).length > 0 ? place : undefined,
    requester: row.word('requester', 128),
    repeatOf: row.word('repeatOf', 128),
    call: row.word('call', 128),
  };
  return Object.fromEntries(Object.entries(filled).filter(([, value]) => value !== undefined));
}

function blankOr(row: RowReader, target: 'channel' | 'nature'): string | undefined {
  const before = row.refused.length;
  const value = row.choice(target);
  if (value === undefined && row.refused.length === before)
    row.refused.push({ path: `/${target}`, rule: 'is blank, and the mapping has no default for it' });
  return value;
}

const CODE_MAX = 64;
function shortened(row: RowReader, target: Target, code: string): string {
  if (code.length <= CODE_MAX) return code;
  row.remarks.push({ path: `/${target}`, rule: `has more than ${CODE_MAX} characters, and is cut` });
  return code
    .slice(0, CODE_MAX)
    .replace(/[\ud800-\udbff]$/, '')
    .trim();
}

function placeData(row: RowReader, mapping: Mapping): Record<string, unknown> {
  const place: Record<string, unknown> = {};
  for (const name of ['district', 'street', 'community'] as const) {
    const value = row.word(name, CODE_MAX);
    if (value !== undefined) place[name] = value;
  }
  const address = row.word('address', 200);
  if (address !== undefined) place['address'] = address.replaceAll(/\s+/g, ' ');
  const { lng, lat, point } = mapping.columns;
  if (lng === undefined && point === undefined) return place;
  const [x, y] = lng !== undefined && lat !== undefined ? [row.raw('lng'), row.raw('lat')] : pointTexts(row.raw('point')) ?? ['', '']; // prettier-ignore
  if (x === '' || y === '') row.remarks.push({ path: '/lat', rule: 'or lng is blank' });
  else {
    const found = placeOf(x, y, mapping);
    if ('rule' in found) row.remarks.push(found);
    else Object.assign(place, found);
  }
  return place;
}
