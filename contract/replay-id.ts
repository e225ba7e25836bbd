/** Names of replays: what stands for a city in joins and queries while its past is shown. Apart from the schemas, so that a wall that shows the present loads none of them. */

/** Between the city and the name of a replay. */
const MARK = '~';
/** The city that a replay is of; a city is its own. */
export const cityOfReplay = (id: string): string => id.split(MARK)[0]!;
export const isReplay = (id: string): boolean => id.includes(MARK);
export const replayId = (city: string, name: string): string => `${city}${MARK}${name}`;
