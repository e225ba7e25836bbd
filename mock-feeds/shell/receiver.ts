/** A small intake for tests: keeps what it takes, and fails as told. Listens on 127.0.0.1 only. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import type { HotlineEvent } from '../../contract/event.ts';

export interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
  /** Breaks the connection instead. */
  hangUp?: boolean;
}

export interface Receiver {
  url: string;
  /** Everything taken, in order of arrival. */
  taken: HotlineEvent[];
  /** Keys and content types seen. */
  seen: { authorization: string | undefined; type: string | undefined; inFlight: number; size: number }[];
  close(): Promise<void>;
}

/** Starts one. `answer`: what the n-th request gets (from 0); undefined takes it. */
export async function receiver(answer: (request: number) => Answer | undefined = () => undefined): Promise<Receiver> {
  const taken: HotlineEvent[] = [];
  const seen: Receiver['seen'] = [];
  let [count, inFlight] = [0, 0];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    inFlight++;
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const raw = Buffer.concat(parts);
      const text = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw).toString('utf8');
      const events = text.split('\n').map((line) => JSON.parse(line) as HotlineEvent);
      seen.push({
        authorization: request.headers.authorization,
        type: request.headers['content-type'],
        inFlight,
        size: events.length,
      });
      const told = answer(count++);
      inFlight--;
      if (told?.hangUp) {
        request.socket.destroy();
        return;
      }
      if (!told || told.status === 422) taken.push(...events);
      response.writeHead(told?.status ?? 200, { 'content-type': 'application/json', ...told?.headers });
      response.end(JSON.stringify(told?.body ?? { taken: events.length, known: 0, refused: 0, results: [] }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
