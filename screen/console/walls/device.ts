/** How a screen is doing, as the table says it. Pure; moments are Unix ms of the server. */
import { DROPPED_AFTER, type DeviceItem } from '../../../contract/wall.ts';

export type DeviceState = 'alive' | 'dropped' | 'never';

export const stateOf = ({ seen }: Pick<DeviceItem, 'seen'>, now: number): DeviceState =>
  seen === 0 ? 'never' : now - seen > DROPPED_AFTER ? 'dropped' : 'alive';

/** Whether it runs another build than the server gives out; what is not known is not old. */
export const isOld = ({ report }: Pick<DeviceItem, 'report'>, build: string): boolean =>
  build !== '' && !!report?.version && report.version !== build;
