/** A history that another thread of this process keeps, asked through a port that its `share` gave. */
import type { MessagePort } from 'node:worker_threads';
import { lineOf, RemoteHistory } from './embedded/remote.ts';
import type { History } from './history.ts';

export const historyThrough = (port: MessagePort): History => new RemoteHistory(lineOf(port));
