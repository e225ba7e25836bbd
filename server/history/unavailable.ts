/** The history cannot answer: it was closed, or what runs it ended. Nothing is known of a write that was under way. */
export class HistoryUnavailable extends Error {}
