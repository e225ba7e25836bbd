/**
 * Deadlines: what a second costs in which ten tickets fall due, with ten thousand to a million tickets open. The rows say so
 * within that second, and its cost hardly grows with the number of those that do not.
 */
import { deadlineCost } from './support/deadlines.ts';
import { quick, report, round } from './support/result.ts';

const PER_SECOND = 10;
/** Five rounds of a minute, of which the least disturbed counts. */
const SECONDS = quick ? 20 : 60;
const ROUNDS = 5;
const SIZES = [1e4, 1e5, 1e6];

const measure = (tickets: number) => deadlineCost({ tickets, perSecond: PER_SECOND, seconds: SECONDS, rounds: ROUNDS });
// The code is compiled before it counts.
measure(1e4);
const costs = SIZES.map((tickets) => {
  const began = performance.now();
  const cost = measure(tickets);
  if (cost.turned !== PER_SECOND * SECONDS * ROUNDS) throw new Error(`${cost.turned} tickets turned overdue`);
  const whole = round((performance.now() - began) / 1000);
  console.log(
    `${tickets} open: ${round(cost.msPerSecond, 4)} ms a second, latest ${cost.lateMax} s (${whole} s in all)`,
  );
  return cost;
});
const [small, middle, large] = costs.map((cost) => cost.msPerSecond) as [number, number, number];
report({
  bench: 'deadlines',
  due_per_s: PER_SECOND,
  ms_per_s_1e4: round(small, 4),
  ms_per_s_1e5: round(middle, 4),
  ms_per_s_1e6: round(large, 4),
  cost_1e6_over_1e4: round(large / small, 2),
  late_max_s: Math.max(...costs.map((cost) => cost.lateMax)),
});
