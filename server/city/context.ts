/** What the fold needs to know of a city, compiled from its profile once. */
import { latLngToCell } from 'h3-js';
import type { City, Policy } from '../../contract/city.ts';
import { zone, type Zone } from '../../contract/time.ts';
import { wordFinder } from '../facts/words.ts';
import type { TicketContext } from '../facts/ticket.ts';
import { workTime } from '../sla/calendar.ts';
import { segmenterOf } from '../reading/segmenter.ts';
import { deadlines } from '../sla/policy.ts';
import { wordsOf } from '../text/hot/extract.ts';
import { sentimentOf } from '../text/sentiment/sentiment.ts';

/** H3 resolution of the heat map: cells of about 0.7 km². */
export const CELL_RESOLUTION = 8;

/** The fold's context of a city. Throws ConditionError on a policy that names no field. */
export function ticketContext(city: City, tz: Zone = zone(city.timeZone)): TicketContext {
  const work = workTime(city.calendar, tz);
  return {
    work,
    deadlines: deadlines(city.policies as Policy[], work),
    satisfied: new Set(city.satisfied),
    words: wordFinder(city.lexicon),
    terms: wordsOf(city, segmenterOf(city)),
    polarity: (title, text) => sentimentOf(title, text).polarity,
    cell: (lng, lat) => latLngToCell(lat, lng, CELL_RESOLUTION),
  };
}
