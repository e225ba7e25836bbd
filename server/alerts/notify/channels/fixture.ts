/** Real receivers on this machine, for tests. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** What a receiver does with a request: it answers, hangs, or closes the connection. */
export type Manner =
  { status?: number; body?: object | string; headers?: Record<string, string> } | 'hangs' | 'closes' | 'floods';

export interface Receiver {
  url: string;
  /** What came, in its order. */
  got: { url: string; method: string; headers: IncomingHttpHeaders; body: string }[];
  /** What it does next; when it is empty it answers as a robot that took it. */
  manners: Manner[];
  close(): Promise<void>;
}

const TAKEN: Manner = { body: { errcode: 0, errmsg: 'ok', code: 0, msg: 'success' } };

/** Something that takes notices by HTTP. */
export async function httpReceiver(): Promise<Receiver> {
  const got: Receiver['got'] = [];
  const manners: Manner[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { url = '', method = '', headers } = request;
      got.push({ url, method, headers, body: Buffer.concat(parts).toString() });
      const manner = manners.shift() ?? TAKEN;
      if (manner === 'hangs') return;
      if (manner === 'closes') return void request.socket.destroy();
      if (manner === 'floods') {
        const more = (): void => {
          while (response.write(Buffer.alloc(16 << 10, 'x')));
          response.once('drain', more);
        };
        return more();
      }
      const { status = 200, body = '', headers: own = {} } = manner;
      response.writeHead(status, { 'content-type': 'application/json', ...own });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    got,
    manners,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

export interface MailReceiver {
  port: number;
  got: { from: string; to: string[]; mail: string; user: string | undefined }[];
  /** Answers to the next mails: an SMTP status each; empty: it takes them. */
  refusals: number[];
  close(): Promise<void>;
}

/** A real SMTP server without TLS; with `password` only the user `wall` may send. */
export async function mailReceiver(password?: string): Promise<MailReceiver> {
  const got: MailReceiver['got'] = [];
  const refusals: number[] = [];
  const server = new SMTPServer({
    hideSTARTTLS: true,
    authOptional: password === undefined,
    allowInsecureAuth: true,
    logger: false,
    onAuth(auth, _session, done) {
      if (auth.username === 'wall' && auth.password === password) done(null, { user: 'wall' });
      else done(Object.assign(new Error('bad password'), { responseCode: 535 }));
    },
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const refusal = refusals.shift();
        if (refusal !== undefined) return done(Object.assign(new Error('not now'), { responseCode: refusal }));
        const { mailFrom, rcptTo } = session.envelope;
        got.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          mail: Buffer.concat(parts).toString(),
          user: session.user as string | undefined,
        });
        done();
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', () => resolve()));
  return {
    port: (server.server.address() as AddressInfo).port,
    got,
    refusals,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
