/** Whether a mapping can be used: its schema, and what a schema cannot say. */
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { WALL } from '../../contract/alert.ts';
import { Mapping, TIME_TARGETS, type Target, type TakeFrom } from '../../contract/mapping.ts';
import { zone } from '../../contract/time.ts';
import { MappingError } from './refusal.ts';
import { format } from './times/format.ts';
import { isChoice, valuesOf } from './words.ts';

const schema = Compile(Mapping as unknown as TSchema);
const BLANK_MEANS = '';

/** The mapping, or MappingError with the path of what is wrong in it. */
export function checkMapping(value: unknown): Mapping {
  if (!schema.Check(value)) {
    const errors = schema.Errors(value) as unknown as { instancePath: string; message: string; keyword: string; params: Record<string, unknown> }[]; // prettier-ignore
    const [first] = errors.filter(({ keyword }) => keyword !== 'anyOf');
    const unknown = (first?.params['additionalProperties'] as string[] | undefined)?.[0];
    if (unknown !== undefined) throw new MappingError(`${first!.instancePath}/${unknown}`, 'is not a known member');
    throw new MappingError(first?.instancePath ?? '', first?.message ?? 'must be a mapping');
  }
  const mapping = value as Mapping;
  try {
    zone(mapping.timeZone);
  } catch {
    throw new MappingError('/timeZone', 'must be a time zone such as Asia/Shanghai');
  }
  if (mapping.source.startsWith(WALL))
    throw new MappingError('/source', `must not begin with ${WALL}: that is the wall itself`);
  for (const pattern of mapping.times ?? []) checkFormat('/times', pattern);
  const specs = Object.entries(mapping.columns).map(([target, given]) => {
    const spec: TakeFrom = typeof given === 'string' ? { column: given } : given!;
    return [target as Target, spec] as const;
  });
  for (const [target, spec] of specs) checkTake(target, spec);
  const { created, channel, nature, title, text, category, lng, lat } = mapping.columns;
  for (const [name, given] of Object.entries({ created, channel, nature }))
    if (given === undefined)
      throw new MappingError(`/columns/${name}`, 'is required: a column, or a constant where no column has it');
  if (title === undefined && text === undefined && category === undefined)
    throw new MappingError('/columns/title', 'is required, or text or category in its place');
  if ((lng === undefined) !== (lat === undefined)) throw new MappingError('/columns/lat', 'and lng go together');
  for (const target of mapping.required ?? [])
    if (mapping.columns[target] === undefined)
      throw new MappingError('/required', `names ${target}, which has no column`);
  return mapping;
}

function checkTake(target: Target, spec: TakeFrom): void {
  const path = `/columns/${target}`;
  if (spec.column === undefined && spec.constant === undefined)
    throw new MappingError(path, 'must have a column or a constant');
  for (const pattern of spec.formats ?? []) {
    if (!(TIME_TARGETS as readonly string[]).includes(target))
      throw new MappingError(`${path}/formats`, 'is for times only');
    checkFormat(`${path}/formats`, pattern);
  }
  if (!isChoice(target)) return;
  const known = valuesOf(target);
  const check = (at: string, means: string | undefined): void => {
    if (means !== undefined && means !== BLANK_MEANS && !known.includes(means))
      throw new MappingError(at, `must be one of ${known.join(', ')}`);
  };
  check(`${path}/constant`, spec.constant);
  check(`${path}/default`, spec.default);
  for (const [word, means] of Object.entries(spec.values ?? {})) check(`${path}/values/${word}`, means);
}

function checkFormat(path: string, pattern: string): void {
  try {
    format(pattern);
  } catch (error) {
    throw new MappingError(path, `${(error as Error).message}; is ${pattern}`);
  }
}
