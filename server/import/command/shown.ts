/** A preview and a summary as a terminal shows them. Pure. */
import type { ImportJob, ImportPreview, PreviewRow, Reason } from '../../../contract/import.ts';

const cut = (text: string, max: number): string => (text.length > max ? `${text.slice(0, max - 1)}…` : text);

/** One row: its id, its steps with their times in the zone, what it is about; or why it is refused. */
function rowLines({ row, events, refused, remarks }: PreviewRow, timeZone: string): string[] {
  if (refused.length > 0)
    return [`  ${row}  refused: ${refused.map(({ path, rule }) => `${path} ${rule}`).join('; ')}`];
  const time = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  const [created] = events;
  const { channel, nature, category, title, place } = created!.data as Record<string, unknown> & {
    place?: Record<string, unknown>;
  };
  const steps = events.map(({ type, at }) => `${type.split('.').at(-1)} ${time.format(at)}`);
  const about = [channel, nature, category, ...Object.values(place ?? {})]
    .filter((one) => one !== undefined)
    .map(String);
  return [
    `  ${row}  ${created!.subject}  ${cut(String(title), 60)}`,
    `      ${steps.join(' → ')}`,
    `      ${cut(about.join(' · '), 110)}`,
    ...(remarks.length > 0 ? [`      but: ${remarks.map(({ path, rule }) => `${path} ${rule}`).join('; ')}`] : []),
  ];
}

/** What is said of rows, a line each. */
export const reasonLines = (reasons: readonly Reason[]): string[] =>
  reasons.map(({ path, rule, count, row }) => `  ${String(count).padStart(8)} × ${path} ${rule} (first in row ${row})`);

export function previewLines(preview: ImportPreview): string[] {
  const { found, proposal, problem, rows, looked, takenRows, refusedRows } = preview;
  return [
    `found: ${Object.entries(found).map(([name, value]) => `${name} ${value}`).join(', ')}`,
    ...(proposal
      ? [
          'proposed:',
          ...proposal.fields.map(({ target, column, confidence }) => `  ${target.padEnd(13)}${column}  (${Math.round(confidence * 100)} % sure)`),
          ...(proposal.unused.length > 0 ? [`  not used: ${proposal.unused.join(', ')}`] : []),
          ...proposal.doubts.map(({ en }) => `  look at this: ${en}`),
        ]
      : []),
    ...(problem ? [`the mapping cannot be used yet: ${problem.path} ${problem.rule}`] : ['the first rows, as they would be taken:']),
    ...rows.flatMap((row) => rowLines(row, preview.mapping.timeZone)),
    ...(problem ? [] : [`of the first ${looked} rows, ${takenRows} would be taken and ${refusedRows} refused`]),
    ...reasonLines(preview.refused),
    ...(preview.remarks.length > 0 ? ['left out or noticed:', ...reasonLines(preview.remarks)] : []),
  ]; // prettier-ignore
}

export const summaryLines = (job: ImportJob): string[] => [
  `${job.file}: ${job.phase}${job.error ? ` (${job.error})` : ''}; ${job.rows} rows, ${job.takenRows} taken, ${job.refusedRows} refused; ${job.taken} events are new, ${job.known} were known`,
  ...reasonLines(job.refused),
  ...(job.remarks.length > 0 ? ['left out or noticed:', ...reasonLines(job.remarks)] : []),
];
