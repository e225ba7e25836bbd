/** Looks at the first rows of a file: what they would become, and without a mapping, which one fits. */
import type { City } from '../../contract/city.ts';
import { PREVIEW_ROWS, PREVIEW_SAMPLE, type ImportPreview, type PreviewRow } from '../../contract/import.ts';
import type { Mapping } from '../../contract/mapping.ts';
import { maskText } from '../ingest/mask.ts';
import type { PersonHash } from '../ingest/person.ts';
import { checkMapping } from '../mapping/check.ts';
import { MappingError } from '../mapping/refusal.ts';
import type { SourceRecord } from '../mapping/take.ts';
import { preparer } from './prepare.ts';
import { propose } from './propose/propose.ts';
import { ORDER_ROWS, sampler } from './propose/sample.ts';
import type { Reading } from './read/open.ts';
import { reasons } from './reasons.ts';

const SAMPLES = 5;
const SAMPLE_CHARS = 80;

export interface PreviewOf {
  file: string;
  city: City;
  /** Unchecked; undefined: one is proposed. */
  mapping?: unknown;
  hash: PersonHash;
  now: number;
}

/** Reads the beginning of a file. Throws FileError where it cannot be read. */
export async function previewOf(
  reading: Reading,
  { file, city, mapping: given, hash, now }: PreviewOf,
): Promise<ImportPreview> {
  const look = sampler();
  const kept: { row: number; record?: SourceRecord; bad?: string }[] = [];
  const refused = reasons();
  const most = given === undefined ? ORDER_ROWS : PREVIEW_SAMPLE;
  for await (const one of reading.rows) {
    if ('record' in one) look.add(one.record);
    if (kept.length < PREVIEW_SAMPLE) kept.push(one);
    if (one.row >= most) break;
  }
  const sample = look.sample();
  const proposal = given === undefined ? propose(sample, file, city.timeZone) : null;
  const mapping = (proposal?.mapping ?? given) as Mapping;
  const preview: ImportPreview = {
    found: reading.found,
    columns: sample.columns.map(({ name, filled, values }) => ({
      name,
      filled: sample.rows === 0 ? 0 : filled / sample.rows,
      samples: [...values.keys()].slice(0, SAMPLES).map((text) => maskText(text.slice(0, SAMPLE_CHARS))),
    })),
    mapping,
    proposal: proposal && { fields: proposal.fields, unused: proposal.unused, doubts: proposal.doubts },
    problem: null,
    rows: [],
    looked: kept.length,
    takenRows: 0,
    refusedRows: 0,
    refused: [],
    remarks: [],
  };
  let prepare: ReturnType<typeof preparer>;
  try {
    prepare = preparer(checkMapping(mapping), city, hash);
  } catch (error) {
    if (!(error instanceof MappingError)) throw error;
    return { ...preview, problem: { path: error.path, rule: error.rule } };
  }
  const remarks = reasons();
  for (const { row, record, bad } of kept) {
    const prepared = record ? prepare(record, now) : { refused: [{ path: '', rule: bad! }] };
    const shown: PreviewRow = { row, events: [], remarks: [], refused: [] };
    if ('refused' in prepared) {
      preview.refusedRows++;
      shown.refused = prepared.refused;
      for (const said of prepared.refused) refused.note(said, row);
    } else {
      preview.takenRows++;
      shown.events = prepared.events.map(({ type, subject, at, data }) => ({ type, subject, at, data }));
      shown.remarks = prepared.remarks;
      for (const said of prepared.remarks) remarks.note(said, row);
    }
    if (preview.rows.length < PREVIEW_ROWS) preview.rows.push(shown);
  }
  return { ...preview, refused: refused.list(), remarks: remarks.list() };
}
