/** What Redis promises of what it took: read from its settings, since nothing else tells. */
import { RedisDown, type Redis } from '../../redis/redis.ts';

export interface Durability {
  /** Why nothing may be appended; null: it may. */
  refusal: string | null;
  /** What whoever runs this ought to know. */
  notes: string[];
}

const SETTINGS = ['appendonly', 'appendfsync', 'maxmemory-policy'];

/**
 * Reads the settings; of a Cluster those of any one node. Where Redis does not tell them (a managed one may refuse CONFIG)
 * it is trusted, and that is noted. Rejects with RedisDown.
 */
export async function durability(redis: Redis, allowVolatile: boolean): Promise<Durability> {
  let settings: Record<string, string | undefined>;
  try {
    settings = await redis.within(redis.client.configGet(SETTINGS));
  } catch (error) {
    if (error instanceof RedisDown) throw error;
    const cause = (error as Error).message;
    return {
      refusal: null,
      notes: [`Redis does not tell its settings: whether it keeps what it took cannot be known (${cause})`],
    };
  }
  const notes: string[] = [];
  let refusal: string | null = null;
  if (settings['appendonly'] !== 'yes') {
    const loss = 'Redis keeps nothing on disk (appendonly no): all events would be lost with its process';
    if (!allowVolatile) refusal = loss;
    notes.push(allowVolatile ? `${loss}. They are taken nevertheless, as was asked for` : `${loss}. None are taken`);
  } else if (settings['appendfsync'] !== 'always') {
    const span = settings['appendfsync'] === 'everysec' ? 'up to a second' : 'half a minute or more';
    notes.push(
      `Redis may lose ${span} of events that were acknowledged in a power cut (appendfsync ${settings['appendfsync']})`,
    );
  }
  const policy = settings['maxmemory-policy'];
  if (policy !== 'noeviction') {
    notes.push(`Redis may throw away what it keeps when it is full (maxmemory-policy ${policy}, not noeviction)`);
  }
  return { refusal, notes };
}
