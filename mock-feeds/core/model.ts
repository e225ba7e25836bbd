/** What differs between simulated cities: volumes, mix and rates. One file a city in `models/`. */
import type { CHANNELS, NATURES, SATISFACTIONS } from '../../contract/event.ts';

export type Channel = (typeof CHANNELS)[number];
export type Nature = (typeof NATURES)[number];
export type Satisfaction = (typeof SATISFACTIONS)[number];
/** Weights of the 24 hours of a local day. */
export type Hours = readonly number[];

export interface Model {
  city: string;
  /** In front of ticket ids: `WX20261121-004618`. */
  prefix: string;
  calls: {
    /** Offered calls a day, mean over a year. */
    perDay: number;
    /** Share of answered calls that become a ticket. */
    ticketShare: number;
    /** Share that hangs up within 5 s. */
    short: number;
    /** Mean patience of the others, s. */
    patience: number;
    /** Median talk, s, and its spread; work after it, s. */
    talk: number;
    spread: number;
    wrap: number;
    /** Seats that are staffed in each hour. */
    agents: readonly number[];
    zones: readonly string[];
    lines: readonly string[];
    hours: Hours;
  };
  /** Tickets a day that do not come from a call. */
  online: Partial<Record<Channel, number>>;
  onlineHours: Hours;
  /** Sunday first; about 1 on average. */
  weekdays: readonly number[];
  /** January first; about 1 on average. */
  months: readonly number[];
  /** Factor on public holidays. */
  holiday: number;
  /** Share of each nature, and of it the share that is answered at the desk. */
  natures: Record<Nature, { share: number; direct: number }>;
  /** Weight of each district; residents where it is not given. */
  districts: Record<string, number>;
  /** Factor on the weight of matters by the name of any node of the tree. */
  matters: Record<string, number>;
  rates: {
    /** Share of dispatched tickets that are replied to after their deadline, and working hours by which, mean. */
    late: number;
    lateHours: number;
    returned: number;
    transferred: number;
    extended: number;
    urged: number;
    contacted: number;
    corrected: number;
    cancelled: number;
    reopened: number;
    repeat: number;
    revisited: number;
    /** Share of revisited, and of directly answered, tickets that are rated. */
    rated: number;
    ratedDirect: number;
    /** Share of the dissatisfied whose ticket is done again. */
    redo: number;
  };
  /** Ratings of tickets answered at the desk, dispatched and in time, late: weights in the order of SATISFACTIONS. */
  ratings: { direct: readonly number[]; handled: readonly number[]; late: readonly number[] };
  mentionsPerDay: number;
  /** Mean temperature of each month, °C. */
  temperatures: readonly number[];
  /** First and last day of central heating, MM-DD; its season spans the new year. */
  heating: readonly [from: string, to: string];
  /** Mean PM2.5 of each month, µg/m³. */
  dust: readonly number[];
  /** Visits of the city's portal on a working day, and online applications made there. */
  portal: { visits: number; services: number };
  /** What a season of school enrolment comes to in the end. */
  enrolment: {
    registered: number;
    applied: number;
    checked: number;
    notices: number;
    /** Applications that were refused, by reason. */
    refused: Readonly<Record<string, number>>;
    /** Percent admitted without coming to a counter. */
    online: number;
  };
  /** Which upstream system tells of what. Channels that are not named come by `life`. */
  sources: {
    calls: string;
    life: string;
    mentions: string;
    gauges: string;
    channels: Partial<Record<Channel, string>>;
  };
  /** Names of compounds and level-2 category → units that handle it; else the district's government does. */
  routes: Record<string, readonly string[]>;
}
