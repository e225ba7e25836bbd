/**
 * What a ticket is about. The content of ticket `n` of a date depends on (seed, date, n) alone, so that a repeat
 * can speak of a ticket of an earlier day without that day being simulated.
 */
import type { EventData } from '../../contract/event.ts';
import { near, type Spot } from './gazetteer.ts';
import { CRITICAL, type Matter } from './matters.ts';
import type { Channel, Nature } from './model.ts';
import { Rng } from './random.ts';
import { wording } from './wording.ts';
import type { World } from './world.ts';
import { shiftDate } from './worktime.ts';

type Created = EventData<'hotline.ticket.created'>;

/** Fixes parts of a ticket that a scenario wants to be so. */
export interface Overrides {
  matter?: Matter;
  /** Index of the district and of its street. */
  district?: number;
  street?: number;
  compound?: Spot;
  nature?: Nature;
  title?: string;
}

export interface Content {
  data: Omit<Created, 'channel'>;
  matter: Matter;
  nature: Nature;
  unit: string;
  /** Date and number of the ticket that this one repeats. */
  repeats?: { date: string; number: number };
}

/** Tickets of a day up to this number surely exist, however quiet the day. */
const SURE = 300;

/** Ticket id: `WX20261121-004618`. */
export const ticketId = (world: World, date: string, number: number): string =>
  `${world.model.prefix}${date.replaceAll('-', '')}-${String(number).padStart(6, '0')}`;

/** Unit that handles a matter: routed departments share with the district's government. */
export function unitFor(world: World, rng: Rng, matter: Matter, district: string): string {
  const [leaf, second, first] = matter.path;
  const { routes } = world.model;
  const routed = routes[leaf!] ?? routes[second!] ?? routes[first!];
  const government = world.governments.get(district);
  if (routed && (!government || world.utilities.has(routed[0]!) || rng.chance(0.55))) return rng.pick(routed);
  return government ?? world.city.units[0]!.id;
}

function draw(world: World, seed: number, date: string, number: number, over: Overrides): Content {
  const rng = new Rng(seed, 'ticket', date, number);
  const month = Number(date.slice(5, 7)) - 1;
  const nature = over.nature ?? world.natures[rng.weighted(world.natureWeights)]!;
  const asks = nature === 'consult' || nature === 'praise';
  const index = rng.weighted((asks ? world.questions : world.problems)[month]!);
  const matter = over.matter ?? world.matters[index]!;
  const area = world.areas[over.district ?? rng.weighted(world.areaWeights)]!;
  // The first streets of a district are its busiest.
  const street = area.streets[over.street ?? Math.floor(area.streets.length * rng.next() ** 1.6)]!;
  const spots = matter.where === 'r' ? street.roads : matter.where === 's' ? street.sites : street.compounds;
  const spot = over.compound ?? rng.pick(spots);
  const located = matter.where !== '-';
  const told = { district: area.zh, street: street.zh, spot: located ? spot.name : '', where: matter.where };
  const words = wording(rng, nature, matter, told);
  const critical = CRITICAL[matter.zh];
  const urgency = asks
    ? undefined
    : critical && rng.chance(critical)
      ? 'critical'
      : rng.chance(0.02)
        ? 'urgent'
        : undefined;
  const [lng, lat] = near(rng, spot.point, 0.0005, area.polygons);
  return {
    matter,
    nature,
    unit: unitFor(world, rng, matter, area.code),
    data: {
      nature,
      category: matter.code,
      ...(urgency ? { urgency } : {}),
      title: over.title ?? words.title,
      text: words.text,
      place: {
        district: area.code,
        street: street.code,
        ...(located && matter.where === 'c' ? { community: spot.name } : {}),
        ...(words.address ? { address: words.address } : {}),
        ...(located ? { lng, lat } : {}),
      },
      // Eleven digits that no network hands out.
      requester: `100${String(rng.int(100_000_000)).padStart(8, '0')}`,
    },
  };
}

/** The content of a ticket; see the head of this file. */
export function contentOf(world: World, seed: number, date: string, number: number, over: Overrides = {}): Content {
  const own = draw(world, seed, date, number, over);
  const rng = new Rng(seed, 'repeat', date, number);
  if (over.matter || !rng.chance(world.model.rates.repeat)) return own;
  const back = rng.chance(0.25) ? 0 : 1 + Math.floor(60 * rng.next() ** 2);
  const earlier = { date: shiftDate(date, -back), number: 1 + rng.int(back === 0 ? Math.max(1, number - 1) : SURE) };
  if (number <= 1 || new Rng(seed, 'repeat', earlier.date, earlier.number).chance(world.model.rates.repeat)) return own;
  const first = draw(world, seed, earlier.date, earlier.number, {});
  return {
    ...first,
    repeats: earlier,
    data: {
      ...first.data,
      text: `市民再次来电，此前工单未解决。${first.data.text}`,
      repeatOf: ticketId(world, earlier.date, earlier.number),
    },
  };
}

/** A channel's upstream system. */
export const sourceOf = (world: World, channel: Channel): string =>
  world.model.sources.channels[channel] ?? world.model.sources.life;
