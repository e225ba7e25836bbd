/** What every bench shares: `--quick`, its result as the last line and as a file, percentiles, CPU of a process. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Whether the short form was asked for (done within 50 s). */
export const quick = process.argv.includes('--quick');

/** Ticks of all processors by state since the start of the machine (Linux): the eighth is stolen by its host. */
const ticks = (): number[] => {
  try {
    return readFileSync('/proc/stat', 'utf8').split('\n')[0]!.trim().split(/\s+/).slice(1, 9).map(Number);
  } catch {
    return [];
  }
};
const before = ticks();

/** Share of the processors' time that other guests of the same host took since this bench began; null: not known. */
function stolen(): number | null {
  const spent = ticks().map((value, i) => value - (before[i] ?? 0));
  const all = spent.reduce((sum, value) => sum + value, 0);
  return all > 0 ? round((spent[7] ?? 0) / all, 2) : null;
}

/** Writes the result under `bench/results/` and prints it as the last line. */
export function report(figures: { bench: string } & Record<string, unknown>): void {
  const result = { ...figures, stolen: stolen() };
  const dir = fileURLToPath(new URL('../results', import.meta.url));
  mkdirSync(dir, { recursive: true });
  writeFileSync(
    `${dir}/${result.bench}${quick ? '-quick' : ''}.json`,
    `${JSON.stringify({ at: new Date().toISOString(), ...result }, null, 2)}\n`,
  );
  console.log(JSON.stringify(result));
}

/** The value below which a share of the values lies (nearest rank); NaN of none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

export const round = (value: number, digits = 1): number => Number(value.toFixed(digits));

/** CPU seconds that a process has used, user and system together (Linux). */
export function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
