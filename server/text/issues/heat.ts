/**
 * Heat of an issue: how much it presses now. A pure function of its members and the moment.
 *
 *     heat = 100 · severity · (demand + votes) · growth · pace
 *     demand  = Σ over requesters of 2^(−age of the latest of theirs ÷ HALF_LIFE)
 *     votes   = VOTE · ln(1 + Σ over members of votes · 2^(−age ÷ HALF_LIFE))
 *     growth  = 1 + ½ · (recent − before) ÷ (recent + before + 2)
 *     pace    = 1 + hour ÷ (day + 2)
 *
 * `demand` is volume and recency at once: each requester counts once, however often the same one writes, and half as much
 * a week later; members without a known requester count each. Votes enter by their logarithm, as likes run into thousands.
 * `growth`, between ½ and 1½, compares requesters of the last week with those of the week before; `pace`, between 1 and 2, says
 * how much of the last day is of the last hour: three calls in an hour press more than three in a day. `severity` is the highest of
 * the members'. Numbers are comparable within a city; one fresh ticket has about 155, and after an hour about 117.
 */
import type { Member } from './said.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Age at which a ticket weighs half, ms. */
export const HALF_LIFE = 7 * DAY;
/** Requesters that e-fold votes weigh as much as. */
const VOTE = 0.5;
/** Length of the windows compared for growth, ms. */
const WINDOW = 7 * DAY;

/** Heat at `now` (Unix ms), rounded to a tenth; members later than `now` count as of now. */
export function heat(members: Iterable<Member>, now: number): number {
  const latest = new Map<string, number>();
  let votes = 0;
  let severity = 0;
  for (const member of members) {
    const who = member.requester ?? `\u0000${member.id}`;
    latest.set(who, Math.max(latest.get(who) ?? -Infinity, member.at));
    if (member.votes > 0) votes += member.votes * fade(now - member.at);
    if (member.severity > severity) severity = member.severity;
  }
  let demand = 0;
  let recent = 0;
  let before = 0;
  let day = 0;
  let hour = 0;
  for (const at of latest.values()) {
    demand += fade(now - at);
    if (at > now - DAY) day++;
    if (at > now - HOUR) hour++;
    if (at > now - WINDOW) recent++;
    else if (at > now - 2 * WINDOW) before++;
  }
  const growth = 1 + (0.5 * (recent - before)) / (recent + before + 2);
  const pace = 1 + hour / (day + 2);
  return Math.round(1000 * (severity || 1) * (demand + VOTE * Math.log1p(votes)) * growth * pace) / 10;
}

const fade = (age: number): number => 2 ** (-Math.max(0, age) / HALF_LIFE);

/**
 * Heat over a whole period rather than now: the same with every member as fresh as the last one. For tables of a file, whose
 * end is no “now”.
 */
export function heatOfPeriod(members: readonly Member[]): number {
  const last = members.reduce((latest, member) => Math.max(latest, member.at), -Infinity);
  return heat(
    members.map((member) => ({ ...member, at: last })),
    last,
  );
}
