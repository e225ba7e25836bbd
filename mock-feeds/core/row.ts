import { TICKET_FIELDS } from '../../contract/fact.ts';

/** A ticket of which nothing is known, for policies to be matched against. */
export const EMPTY_TICKET: Readonly<Record<string, unknown>> = Object.fromEntries(
  Object.entries(TICKET_FIELDS).map(([field, role]) => [field, role === 'list' ? [] : null]),
);
