/** The fold of a reading: what was told of one moment of one gauge → its row. Pure; the same for every order of arrival (rule E4). */
import { subjectOf, type GaugeRow, type Step } from '../../contract/fact.ts';

/** The row of a reading. What was told last of the moment holds; the district and unit hold until they are told anew. */
export function foldGauge(id: string, steps: readonly Step[]): GaugeRow | null {
  const row: GaugeRow = {
    id, source: null, gauge: subjectOf('gauge', id), district: null, valueUnit: null, reported: null, updated: null, value: null,
  }; // prettier-ignore
  for (const { at, source, data } of steps) {
    row.reported = row.updated = at;
    row.source = source;
    row.value = data['value'] as number;
    row.district = (data['district'] as string | undefined) ?? row.district;
    row.valueUnit = (data['unit'] as string | undefined) ?? row.valueUnit;
  }
  return row.reported === null ? null : row;
}
