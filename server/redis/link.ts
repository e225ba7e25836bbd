/** One connection to Redis, a single server or a Cluster. The client mends what it knows to be broken. */
import { createClient, createCluster } from 'redis';
import type { Commands } from './redis.ts';

export interface Link {
  client: Commands;
  /** Resolves when it is there for the first time. */
  connected: Promise<unknown>;
  /** Asks every server of it for a sign of life. */
  ping(): Promise<unknown>;
  end(): void;
}

const RECONNECT_MAX = 1000;
const SETTINGS = {
  disableOfflineQueue: true,
  socket: {
    connectTimeout: 2000,
    reconnectStrategy: (retries: number) => Math.min(50 * 2 ** Math.min(retries, 5), RECONNECT_MAX),
  },
};
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Ends a client, whatever state it is in. */
const endOf = (client: { isOpen: boolean; destroy(): void }) => (): void => {
  if (client.isOpen) client.destroy();
};

/** Waits until Redis is there and asks it. */
export async function isCluster(url: string, onError: (error: unknown) => void): Promise<boolean> {
  const client = createClient({ url, ...SETTINGS });
  client.on('error', onError);
  await client.connect();
  try {
    for (;;) {
      try {
        return /cluster_enabled:1/.test(await client.info('cluster'));
      } catch (error) {
        // It is there but still reads its files, or went again.
        onError(error);
        await sleep(200);
      }
    }
  } finally {
    client.destroy();
  }
}

/** Connects to a single server. `changed` is told when it goes and comes. */
export function connectSingle(url: string, onError: (error: unknown) => void, changed: (up: boolean) => void): Link {
  const client = createClient({ url, ...SETTINGS });
  client.on('error', onError);
  client.on('ready', () => changed(true));
  client.on('reconnecting', () => changed(false));
  return {
    client: client as unknown as Commands,
    connected: client.connect(),
    ping: () => client.ping(),
    end: endOf(client),
  };
}

/** Connects to a Cluster, of which `url` names one server. A part of it that is away does not count as its going. */
export function connectCluster(url: string, onError: (error: unknown) => void): Link {
  const { username, password, protocol } = new URL(url);
  const client = createCluster({
    rootNodes: [{ url }],
    defaults: {
      ...SETTINGS,
      ...(username && { username: decodeURIComponent(username) }),
      ...(password && { password: decodeURIComponent(password) }),
      ...(protocol === 'rediss:' && { socket: { ...SETTINGS.socket, tls: true as const } }),
    },
    maxCommandRedirections: 16,
  });
  client.on('error', onError);
  return {
    client: client as unknown as Commands,
    connected: client.connect(),
    ping: () => Promise.allSettled(client.masters.map(async (master) => (await client.nodeClient(master)).ping())),
    end: endOf(client),
  };
}
