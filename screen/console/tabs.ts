/** The parts of the console, by the name under which they stand in the address. */
export const TABS = ['alerts', 'silences', 'held', 'issues', 'rules', 'import', 'walls', 'scenes'] as const;
export type Tab = (typeof TABS)[number];

/** The part that an address names; the alerts where it names none. */
export const tabOf = (given: unknown): Tab => TABS.find((tab) => tab === given) ?? 'alerts';
