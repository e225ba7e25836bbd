/** The fold of a hot issue: its steps in their order → its row. Pure; the same for every order of arrival (rule E4). */
import { ISSUE_ABOUT, type IssueContent, type IssueData } from '../../contract/issue.ts';
import type { IssueEventType } from '../../contract/event.ts';
import type { IssueRow, Step } from '../../contract/fact.ts';

function describe(row: IssueRow, content: IssueContent): void {
  for (const field of ISSUE_ABOUT) row[field] = content[field] ?? null;
  if (!row.named) row.title = content.title;
}

/** What each step does. */
const STEPS: { [T in IssueEventType]: (row: IssueRow, data: IssueData<T>) => void } = {
  'hotline.issue.founded'(row, data) {
    row.began ??= data.began;
    describe(row, data);
  },
  'hotline.issue.described': describe,
  'hotline.issue.renamed'(row, { title }) {
    row.named = true;
    row.held = true;
    row.title = title;
  },
  'hotline.issue.held': (row) => void (row.held = true),
  'hotline.issue.split': () => undefined,
  'hotline.issue.merged'(row, { into }) {
    row.status = 'merged';
    row.mergedInto = into;
  },
  'hotline.issue.dismissed'(row) {
    row.status = 'dismissed';
    row.held = true;
  },
  'hotline.issue.restored'(row) {
    row.status = 'open';
    row.mergedInto = null;
  },
  // What a desk said of it holds.
  'hotline.issue.cooled': (row) => void (row.status = row.status === 'open' ? 'cooled' : row.status),
};

/** The row of an issue, or null while it is not known what it is about. */
export function foldIssue(id: string, steps: readonly Step[]): IssueRow | null {
  const row: IssueRow = {
    id, status: 'open', district: null, street: null, community: null, category: null, mergedInto: null,
    began: null, updated: null, open: false, named: false, held: false, title: null,
  }; // prettier-ignore
  for (const { type, at, data } of steps) {
    row.updated = at;
    STEPS[`hotline.${type}` as IssueEventType]?.(row, data as never);
  }
  if (row.began === null) return null;
  row.open = row.status === 'open';
  return row;
}
