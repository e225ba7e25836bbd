import { expect, it } from 'vitest';
import { calmly } from './calmly.ts';

it('tells of the same trouble now and then, and of another at once', () => {
  const told: unknown[] = [];
  let now = 0;
  const tell = calmly(
    (error) => told.push((error as Error).message),
    () => now,
  );
  for (; now <= 20_000; now += 1000) tell(new Error('away'));
  tell(new Error('full'));
  expect(told).toEqual(['away', 'away', 'away', 'full']);
});
