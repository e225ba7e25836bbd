/** Who answers: the city of this server, or a server that follows it. */
import type { City } from '../../contract/city.ts';
import type { ExploreAnswer, ExploreQuery } from '../../contract/explore.ts';
import type { ListAnswer, ListQuery } from '../../contract/query.ts';
import { zone } from '../../contract/time.ts';
import type { RunningCity } from '../city/run.ts';
import type { FarCity } from '../far/far-city.ts';
import { workTime, type WorkTime } from '../sla/calendar.ts';
import { explore } from './explore.ts';
import { gate, type Gate } from './gate.ts';
import { lunarAnchor } from './lunar.ts';

export interface Source {
  city: City;
  /** Rejects with HttpProblem. `left`: whoever asked does not wait any more. */
  explore(query: ExploreQuery, left?: AbortSignal): Promise<ExploreAnswer>;
  list(query: ListQuery): Promise<ListAnswer>;
}

/** Two questions of a city at once, so that drill-down is answered beside them. */
const AT_ONCE = 2;
const IN_LINE = 8;
/** A question is answered in so long, waiting included, or not at all, ms. */
const PATIENCE = 14_000;

const gates = new WeakMap<RunningCity, Gate>();
const works = new WeakMap<City, WorkTime>();
const gateOf = (city: RunningCity): Gate => {
  let found = gates.get(city);
  if (!found) gates.set(city, (found = gate({ atOnce: AT_ONCE, inLine: IN_LINE, patience: PATIENCE })));
  return found;
};
const workOf = (city: City): WorkTime => {
  let found = works.get(city);
  if (!found) works.set(city, (found = workTime(city.calendar, zone(city.timeZone))));
  return found;
};

/** A city that this server follows. `settled` resolves when history has everything that is in the log. */
export function nearSource(running: RunningCity, settled: (city: RunningCity) => Promise<void>): Source {
  const { city } = running.loaded;
  return {
    city,
    explore: (query, left) =>
      gateOf(running)(async (signal) => {
        await settled(running);
        signal.throwIfAborted();
        return explore(query, {
          tz: zone(city.timeZone),
          now: running.now(),
          history: running.history,
          residents: running.residents,
          isWorkday: workOf(city).isWorkday,
          anchorOf: city.calendar.kind === 'cn' ? lunarAnchor : null,
          signal,
        });
      }, left),
    async list(query) {
      await settled(running);
      return running.history.list(query);
    },
  };
}

/** A city that other servers follow: they are asked, and what they answer is written here. */
export function farSource({ loaded, forward }: Pick<FarCity, 'loaded' | 'forward'>): Source {
  return {
    city: loaded.city,
    explore: (query) => forward('POST', '/api/v1/query/explore', query) as Promise<ExploreAnswer>,
    list: (query) => forward('POST', '/api/v1/query/list', query) as Promise<ListAnswer>,
  };
}
