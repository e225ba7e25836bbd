/**
 * Socket.IO across servers: the sharded adapter of Redis. Chosen among the official ones because it gives every room a
 * channel of its own, so that a frame reaches only the servers that have viewers of it, and a Cluster spreads the channels.
 * The plain Redis adapter sends everything to all servers; the streams adapter keeps what nobody will read again, since a
 * viewer repairs itself by joining.
 */
import { createShardedAdapter } from '@socket.io/redis-adapter';
import type { ServerOptions } from 'socket.io';
import type { Redis } from './redis.ts';

type Hearer = (message: Buffer, channel: Buffer) => void;

/** The adapter on this connection. It waits for nothing: its own calls of the client are never awaited. */
export function socketAdapter(redis: Redis, onError: (error: unknown) => void): ServerOptions['adapter'] {
  const stops = new Map<string, () => void>();
  const client = {
    sSubscribe(channel: string, heard: Hearer): void {
      stops.get(channel)?.();
      stops.set(channel, redis.hearSoon(channel, heard));
    },
    sUnsubscribe(channel: string): Promise<void> {
      stops.get(channel)?.();
      stops.delete(channel);
      return Promise.resolve();
    },
    async sPublish(channel: string, message: string | Buffer): Promise<void> {
      try {
        await redis.within(redis.client.sPublish(channel, message));
      } catch (error) {
        // Viewers of other servers find the gap and join again.
        onError(error);
      }
    },
  };
  return createShardedAdapter(client, client, { subscriptionMode: 'dynamic' }) as unknown as ServerOptions['adapter'];
}
