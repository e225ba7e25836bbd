/** The bar of an import in a terminal. Pure. */
import type { ImportJob } from '../../../contract/import.ts';

const WIDTH = 28;

/** `1:05` or `2:00:09` of seconds. */
export function clockWords(seconds: number): string {
  const whole = Math.round(seconds);
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (value: number): string => String(value).padStart(2, '0');
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** One line: how far, how many rows, how fast, how long yet. */
export function bar({
  fraction,
  rows,
  refusedRows,
  rate,
  left,
  phase,
}: Pick<ImportJob, 'fraction' | 'rows' | 'refusedRows' | 'rate' | 'left' | 'phase'>): string {
  const full = Math.round(Math.min(1, Math.max(0, fraction)) * WIDTH);
  const parts = [
    `${'█'.repeat(full)}${'░'.repeat(WIDTH - full)} ${String(Math.floor(fraction * 100)).padStart(3)} %`,
    `${rows.toLocaleString('en')} rows`,
    ...(refusedRows > 0 ? [`${refusedRows.toLocaleString('en')} refused`] : []),
    ...(rate !== null ? [`${Math.round(rate).toLocaleString('en')}/s`] : []),
    ...(left !== null ? [`${clockWords(left)} left`] : []),
    ...(phase === 'running' ? [] : [phase]),
  ];
  return parts.join('  ');
}
