/**
 * What a channel is: a way in which notices reach people. A channel is a folder `channels/<name>/channel.ts` and is found,
 * not registered.
 */
import { readdir } from 'node:fs/promises';
import Type, { type Static, type TObject } from 'typebox';
import { MODULE } from '../../worker.ts';
import { NoAnswer, type HttpAnswer, type HttpRequest, type SendHttp } from './http.ts';
import type { Telling } from './notice.ts';

/** What became of one try. */
export interface Verdict {
  /** Whether the receiver said that it has it. */
  ok: boolean;
  /** The status of its answer; null where none came. */
  status: number | null;
  /** What it said, for people. */
  said: string;
  /** It takes no more for now: how long to leave it alone at least, ms. */
  wait?: number;
  /** It may have arrived although nobody said so. */
  perhaps?: true;
}

/** What sending takes besides the telling. */
export interface Means {
  http: SendHttp;
  /** The machine's time, Unix ms: signatures hold it, and a simulated city's clock would make them worthless. */
  now: number;
}

export interface Channel<S extends TObject = TObject> {
  name: string;
  /** Members of a recipient's `settings`. Those that are `Secret` are never shown. */
  settings: S;
  /** Sends one message. What the receiver does is told by the verdict; it throws only for faults of ours. */
  send(telling: Telling, settings: Static<S>, means: Means): Promise<Verdict>;
}

/** Keeps the types of a declaration. */
export const defineChannel = <S extends TObject>(channel: Channel<S>): Channel<S> => channel;

/** A member of settings that is kept and never shown; marked in the word of JSON Schema for that. */
export const Secret = (description: string, pattern?: string) =>
  Type.String({ minLength: 1, maxLength: 1000, writeOnly: true, description, ...(pattern && { pattern }) });

/** Addresses that HTTP reaches. */
export const HTTP_ADDRESS = '^https?://[^\\s/]+';

/** The `send` of a channel that is one HTTP request: what is asked, and what the answer means. */
export const viaHttp =
  <S>(
    request: (telling: Telling, settings: S, now: number) => HttpRequest,
    judge: (answer: HttpAnswer) => Verdict,
  ): ((telling: Telling, settings: S, means: Means) => Promise<Verdict>) =>
  async (telling, settings, { http, now }) => {
    try {
      return judge(await http(request(telling, settings, now)));
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      return { ok: false, status: null, said: error.message, ...(error.perhaps && { perhaps: true as const }) };
    }
  };

/** All channels, by name: the folders under `channels/`. */
export async function findChannels(): Promise<Map<string, Channel>> {
  const here = new URL('./channels/', import.meta.url);
  const channels = new Map<string, Channel>();
  for (const entry of await readdir(here, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const module = (await import(new URL(`${entry.name}/channel${MODULE}`, here).href)) as { default: Channel };
    if (module.default.name !== entry.name)
      throw new Error(`channels/${entry.name} declares the name ${module.default.name}`);
    channels.set(entry.name, module.default);
  }
  return channels;
}
