/** The life of an alert or a hot issue as the console tells it: each step with who did it and what it says. Pure. */
import type { Reason, Sight } from '../../contract/alert.ts';
import type { Step } from '../../contract/fact.ts';
import type { Text } from '../../contract/text.ts';

export interface LifeLine {
  key: string;
  at: number;
  /** `raised`, `claimed` … */
  name: string;
  /** The desk; undefined where the wall did it. */
  by?: string;
  /** Unit it was dispatched to. */
  unit?: string;
  /** Level from then on. */
  level?: number;
  /** What it said then. */
  says?: Text;
  comment?: string;
  /** The broader alert, or the other issue, that carries on. */
  into?: string;
  /** What an issue is called from then on. */
  title?: string;
  value?: number;
}

/** Steps in their order. */
export function lifeOf(steps: readonly Step[]): LifeLine[] {
  return steps.map((step) => {
    const { by, unit, level, says, comment, into, title, sight } = step.data as Partial<LifeLine> & { sight?: Sight };
    const line: LifeLine = {
      key: `${step.source}|${step.id}`,
      at: step.at,
      name: step.type.replace(/^\w+\./, ''),
    };
    return { ...line, ...defined({ by, unit, level, says, comment, into, title, value: sight?.value }) };
  });
}

const defined = <T extends object>(given: T): T =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as T;

/** The stage that held a suspicion back, and why; undefined where none did. */
export const heldBy = (why: readonly Reason[]): Reason | undefined => why.find(({ kept }) => !kept);
