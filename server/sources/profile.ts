/** What a profile says of its live sources: checked, and shown on the scene of the feeds without being said twice. */
import { Compile, type Validator } from 'typebox/compile';
import { WALL } from '../../contract/alert.ts';
import type { City } from '../../contract/city.ts';
import { SOURCES, type Source, type SourceKindName } from '../../contract/source.ts';
import { secretOf, SourceError, type SourceKind } from './source.ts';

/** Seconds between polls where a profile does not say. */
export const EVERY = 60;
const LEAST_SILENT = 300;

const checkers = new Map<SourceKindName, Validator>();
function checkerOf(kind: SourceKindName): Validator {
  let checker = checkers.get(kind);
  if (!checker) checkers.set(kind, (checker = Compile(SOURCES[kind]) as unknown as Validator));
  return checker;
}

interface SchemaError {
  keyword: string;
  instancePath: string;
  params: Record<string, unknown>;
  message: string;
}

/** The member that is wrong, and why. */
function faultOf(checker: Validator, value: unknown): { path: string; rule: string } {
  const [first] = checker.Errors(value) as unknown as SchemaError[];
  if (!first) return { path: '', rule: 'is not a source' };
  const { instancePath: path, params, message } = first;
  if (first.keyword === 'required')
    return { path: `${path}/${(params['requiredProperties'] as string[])[0]}`, rule: 'is required' };
  if (first.keyword === 'additionalProperties')
    return { path: `${path}/${(params['additionalProperties'] as string[])[0]}`, rule: 'is not a known member' };
  return { path, rule: first.keyword === 'boolean' ? 'is not a known member' : message };
}

/** Checks the sources of a profile by the schemas of their kinds. Throws SourceError with the path in the profile. */
export function checkSourceShapes(sources: readonly Source[] = []): void {
  const named = new Set<string>();
  sources.forEach((source, index) => {
    const path = `/sources/${index}`;
    const checker = checkerOf(source.kind);
    if (!checker.Check(source)) {
      const fault = faultOf(checker, source);
      throw new SourceError(path + fault.path, fault.rule);
    }
    if (source.source.startsWith(WALL)) throw new SourceError(`${path}/source`, `must not begin with ${WALL}`);
    if (named.has(source.source)) throw new SourceError(`${path}/source`, `is named twice: ${source.source}`);
    named.add(source.source);
  });
}

/**
 * Checks them further: by what their kinds know, and that the environment has the secrets that they name. Throws
 * SourceError with the path in the profile.
 */
export function checkSources(
  sources: readonly Source[] = [],
  kinds: ReadonlyMap<string, SourceKind>,
  env: NodeJS.ProcessEnv,
): void {
  sources.forEach((source, index) => {
    try {
      kinds.get(source.kind)!.check(source);
      for (const [name, variable] of Object.entries(source))
        if (name.endsWith('Env')) secretOf(env, `/${name}`, variable as string);
    } catch (error) {
      if (error instanceof SourceError) throw new SourceError(`/sources/${index}${error.path}`, error.rule);
      throw error;
    }
  });
}

/** Feeds of a profile with those of its live sources, unless it says something of them itself. */
export function feedsWith(feeds: City['feeds'], sources: readonly Source[] = []): City['feeds'] {
  const said = new Set(feeds.map(({ source }) => source));
  const more = sources
    .filter(({ source }) => !said.has(source))
    .map(({ source, names, every = EVERY, silentAfter }) => ({
      source,
      names: names ?? { zh: source, en: source },
      silentAfter: silentAfter ?? Math.max(LEAST_SILENT, every * 5),
    }));
  return [...feeds, ...more];
}
