/** The small state in memory, for tests: what servers share. Keys and quarantine are not there. */
import type { Json } from '../../contract/text.ts';
import type { State } from './state.ts';

export function memoryState(): State {
  const all = new Map<string, Map<string, Json>>();
  const of = (name: string): Map<string, Json> => all.get(name) ?? (all.set(name, new Map()), all.get(name)!);
  return {
    keys: undefined as never,
    quarantine: undefined as never,
    get: async (name, id) => structuredClone(of(name).get(id) ?? null),
    put: async (name, id, value) => void of(name).set(id, structuredClone(value)),
    async make(name, id, value) {
      if (!of(name).has(id)) of(name).set(id, structuredClone(value));
      return structuredClone(of(name).get(id)!);
    },
    drop: async (name, id) => of(name).delete(id),
    list: async (name, after = '', limit = 1e4) =>
      [...of(name).keys()].filter((id) => id > after).sort().slice(0, limit).map((id) => ({ id, value: structuredClone(of(name).get(id)!) })),
    close: async () => undefined,
  }; // prettier-ignore
}
