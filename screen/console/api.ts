/** What the console asks of the server: alerts with their lives, acts of a desk, silences, rules. */
import type { AlertCard, AlertKeys, Reason } from '../../contract/alert.ts';
import type { Step } from '../../contract/fact.ts';
import type { IssueAct, IssueWords } from '../../contract/issue.ts';
import type { IssueAnswer } from '../../contract/query.ts';
import type { Rule, Silence } from '../../contract/rule.ts';
import type { Text } from '../../contract/text.ts';
import { ask } from '../api.ts';
import type { Trial } from './rule.ts';
import type { Act } from './state.ts';

/** An alert with its life. */
export interface AlertAnswer {
  id: string;
  card: AlertCard;
  steps: Step[];
}
/** A suspicion that was not raised, and why. */
export interface Held {
  rule: string;
  keys: AlertKeys;
  titles: Text;
  says: Text;
  why: Reason[];
}
/** A rule as it holds: of the profile, edited here in its place, or made here. `lacks`: what it waits for. */
export interface RuleItem {
  rule: Rule;
  from: 'profile' | 'edited' | 'console';
  lacks: string | null;
}
export interface SilenceItem {
  id: string;
  silence: Silence;
}
/** What goes with an act. `over`: also where somebody else has it. */
export interface ActWords {
  by: string;
  comment?: string;
  unit?: string;
  over?: boolean;
}

/** The calls for one city; `token` gives the key of the desk for those that change something. */
export function consoleApi(city: string, token: () => string | null) {
  const base = `/api/v1/cities/${encodeURIComponent(city)}`;
  const change = <T>(method: string, path: string, body?: unknown): Promise<T> =>
    ask<T>(`${base}${path}`, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(token() !== null && { authorization: `Bearer ${token()}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const one = (id: string): string => encodeURIComponent(id);
  return {
    alerts: (signal?: AbortSignal) =>
      ask<{ alerts: (AlertCard & { id: string })[] }>(`${base}/alerts?status=all&limit=200`, { signal }),
    alert: (id: string, signal?: AbortSignal) => ask<AlertAnswer>(`${base}/alerts/${one(id)}`, { signal }),
    act: (id: string, act: Exclude<Act, 'silence'>, words: ActWords) =>
      change<AlertAnswer>('POST', `/alerts/${one(id)}/${act}`, words),
    held: (signal?: AbortSignal) => ask<{ held: Held[] }>(`${base}/alerts/held`, { signal }),
    issue: (id: string, signal?: AbortSignal) => ask<IssueAnswer>(`${base}/issues/${one(id)}`, { signal }),
    actIssue: (id: string, act: IssueAct, words: IssueWords) =>
      change<IssueAnswer>('POST', `/issues/${one(id)}/${act}`, words),
    silences: (signal?: AbortSignal) => ask<{ silences: SilenceItem[] }>(`${base}/silences`, { signal }),
    silence: (silence: Silence) => change<SilenceItem>('POST', '/silences', silence),
    endSilence: (id: string) => change<void>('DELETE', `/silences/${one(id)}`),
    rules: (signal?: AbortSignal) => ask<{ rules: RuleItem[] }>(`${base}/rules`, { signal }),
    putRule: (rule: Rule) => change<{ rule: Rule }>('PUT', `/rules/${one(rule.id)}`, rule),
    dropRule: (id: string) => change<void>('DELETE', `/rules/${one(id)}`),
    tryRule: (rule: Rule, days: number) => change<Trial>('POST', '/rules/try', { rule, days }),
  };
}
export type ConsoleApi = ReturnType<typeof consoleApi>;
