/** From a valid event to the one that is kept: names of places and units become codes, persons disappear. */
import type { City } from '../../contract/city.ts';
import { matterOf, type HotlineEvent } from '../../contract/event.ts';
import type { LogEvent } from '../log/log.ts';
import { parseInstant } from './instant.ts';
import { maskText, type MaskOptions } from './mask.ts';
import { hashOnce, type PersonHash } from './person.ts';

interface StreetHit {
  street: string;
  district: string;
}
/** Look-ups by code and by name of a city's profile. */
interface Names {
  district: Map<string, string>;
  unit: Map<string, string>;
  /** Of each district, its streets. */
  within: Map<string, Map<string, string>>;
  /** Streets of which the code or name exists once in the city. */
  street: Map<string, StreetHit | null>;
}

const spelled = (name: string): string => name.trim().toLowerCase();
const byCity = new WeakMap<City, Names>();

function namesOf(city: City): Names {
  const known = byCity.get(city);
  if (known) return known;
  const names: Names = { district: new Map(), unit: new Map(), within: new Map(), street: new Map() };
  // Codes go in last: where one equals another's name, the code is meant.
  const learn = (map: Map<string, string>, all: readonly { code: string; names: City['names'] }[]): void => {
    for (const one of all)
      for (const name of [one.names.en, one.names.zh]) if (name.trim() !== '') map.set(spelled(name), one.code);
    for (const one of all) map.set(spelled(one.code), one.code);
  };
  learn(names.district, city.places);
  learn(
    names.unit,
    city.units.map((unit) => ({ code: unit.id, names: unit.names })),
  );
  for (const district of city.places) {
    const streets = new Map<string, string>();
    learn(streets, district.streets);
    names.within.set(district.code, streets);
    for (const [name, street] of streets)
      names.street.set(name, names.street.has(name) ? null : { street, district: district.code });
  }
  byCity.set(city, names);
  return names;
}

interface PlaceData {
  district?: string;
  street?: string;
  address?: string;
}
/** The members of any event's data that are looked at here. */
interface Data extends Record<string, unknown> {
  place?: PlaceData & Record<string, unknown>;
  district?: string;
  unit?: string;
  requester?: string;
  caller?: string;
}

/**
 * What is logged for an event. Unknown places and units stay as given. A street's name counts within the district given;
 * without one it counts where it is the only one of the city, and then tells the district. `marked`: hashes from the
 * quarantine are taken as such. The event is given away: its data is changed and becomes the logged one's.
 */
export function normalise(event: HotlineEvent, city: City, hash: PersonHash, marked = false): LogEvent {
  const names = namesOf(city);
  const data = trim(event.data) as Data;
  const matter = matterOf(event.type);
  if (matter === 'ticket' && data.unit !== undefined) data.unit = names.unit.get(spelled(data.unit)) ?? data.unit;
  if (data.district !== undefined) data.district = names.district.get(spelled(data.district)) ?? data.district;
  if (data.place) {
    settle(data.place, names);
    maskMembers(data.place, ['address'], city.masking);
  }
  maskMembers(data, ['title', 'text', 'comment'], city.masking);
  for (const name of ['requester', 'caller'] as const)
    if (data[name] !== undefined) data[name] = hashOnce(hash, data[name], marked);
  const { source, id, type, subject } = event;
  return { source, id, type, subject, at: parseInstant(event.time), data };
}

/** Optional texts that are blank count as absent; free texts may be empty. */
const FREE = new Set(['title', 'text', 'comment', 'address']);

/** Trims in place. */
function trim(value: object): Record<string, unknown> {
  const members = value as Record<string, unknown>;
  for (const name in members) {
    const member = members[name];
    if (typeof member === 'string') {
      const text = member.trim();
      if (text === '' && !FREE.has(name)) delete members[name];
      else if (text.length !== member.length) members[name] = text;
    } else if (typeof member === 'object' && member !== null) trim(member);
  }
  return members;
}

function settle(place: PlaceData, names: Names): void {
  if (place.district !== undefined) place.district = names.district.get(spelled(place.district)) ?? place.district;
  if (place.street === undefined) return;
  const street = spelled(place.street);
  const streets = place.district === undefined ? undefined : names.within.get(place.district);
  if (streets) {
    place.street = streets.get(street) ?? place.street;
    return;
  }
  const only = names.street.get(street);
  if (!only) return;
  place.street = only.street;
  place.district ??= only.district;
}

function maskMembers(data: Record<string, unknown>, names: readonly string[], masking?: MaskOptions): void {
  for (const name of names) {
    const text = data[name];
    if (typeof text === 'string') data[name] = maskText(text, masking);
  }
}
