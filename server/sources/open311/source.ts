/** Open311 GeoReport v2: the requests of a server that speaks it, followed by asking. */
import { HOUR, MINUTE, zone } from '../../../contract/time.ts';
import type { Open311Source } from '../../../contract/source.ts';
import { defineSource, secretOf, SourceError, SourceFault } from '../source.ts';
import { openClient } from './client.ts';
import { openPoll } from './poll.ts';
import type { Member } from './reply.ts';
import { readRequest } from './request.ts';

/** Names of services are asked for again after, ms. */
const SERVICES_EVERY = 6 * HOUR;
/** The same where the list could not be had. */
const SERVICES_AGAIN = 10 * MINUTE;

/** Names of services by their code. Names that are no text are left out. */
function namesOf(records: readonly unknown[]): [string, string][] {
  return records.flatMap((record): [string, string][] => {
    const { service_code: code, service_name: name } = (record ?? {}) as Member;
    const usable =
      (typeof code === 'string' || typeof code === 'number') && typeof name === 'string' && name.trim() !== '';
    return usable ? [[String(code).trim(), name.trim()]] : [];
  });
}

export default defineSource<Open311Source>({
  name: 'open311',
  check({ url, timeZone }) {
    if (!URL.canParse(url)) throw new SourceError('/url', 'must be an address such as https://city.example/open311/v2');
    if (new URL(url).password !== '') throw new SourceError('/url', 'must not hold a password: use apiKeyEnv');
    try {
      if (timeZone !== undefined) zone(timeZone);
    } catch {
      throw new SourceError('/timeZone', 'must be the IANA name of a time zone');
    }
  },
  open(settings, { city, now, env, random, pause }) {
    const apiKey = secretOf(env, '/apiKeyEnv', settings.apiKeyEnv);
    const client = openClient({ settings, ...(apiKey && { apiKey }), random, pause });
    const serviceNames = new Map<string, string>();
    const context = { settings, zone: zone(settings.timeZone ?? city.timeZone), serviceNames };
    let nextServices = -Infinity;
    const poll = openPoll({ settings, client, read: (record) => readRequest(record, context), now });

    /** Requests that name no service are named by this; without it by their code. */
    const learnServices = async (signal: AbortSignal): Promise<void> => {
      if (now() < nextServices) return;
      nextServices = now() + SERVICES_EVERY;
      try {
        for (const [code, name] of namesOf(await client.list('services', {}, signal))) serviceNames.set(code, name);
      } catch (error) {
        // Servers without the list are followed all the same.
        if (!(error instanceof SourceFault)) throw error;
        nextServices = now() + SERVICES_AGAIN;
      }
    };
    return {
      async *poll(cursor, signal) {
        await learnServices(signal);
        yield* poll(cursor, signal);
      },
      close: async () => undefined,
    };
  },
});
