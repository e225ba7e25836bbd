/**
 * A small Open311 server: a real HTTP server on a free port that keeps requests, knows as much of the standard as it is
 * told to, and fails in the ways in which real ones do.
 */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as the server keeps it. Times are Unix ms. */
export interface ServedRequest {
  id: string;
  status: 'open' | 'closed';
  code: string;
  text: string | null;
  agency: string | null;
  requested: number;
  updated: number;
  expected: number | null;
  lat: number;
  long: number;
}

/** Ways to fail. */
export const FAULTS = ['500', '429', 'hang', 'cut', 'reset', 'empty', 'page', 'error200', 'xml', 'slow'] as const;
export type Fault = (typeof FAULTS)[number];

export interface Open311Options {
  /** What it knows beside start_date and end_date. */
  updatedAfter?: boolean;
  pages?: boolean;
  /** It looks at no parameter at all. */
  deaf?: boolean;
  /** Most requests of a reply. */
  most?: number;
  /** Has no JSON. */
  xmlOnly?: boolean;
  /** What goes wrong with a request; undefined: nothing. */
  fault?: () => Fault | undefined;
}

export interface Open311Server {
  url: string;
  requests: Map<string, ServedRequest>;
  options: Open311Options;
  /** Replies by kind of fault; `good` for the rest. */
  served: Record<string, number>;
  /** Parameters of the last request. */
  last: Record<string, string>;
  close(): Promise<void>;
}

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
/** Servers differ; this one writes the offset without a colon where the id is even. */
const time = (at: number, odd: boolean): string => {
  const local = new Date(at - 4 * 3_600_000).toISOString().slice(0, 19);
  return odd ? `${local}-0400` : `${local}-04:00`;
};

/** As it goes over the wire: some members as numbers, some as text, some empty, as real servers do. */
function wire(one: ServedRequest): Record<string, unknown> {
  const odd = one.id.endsWith('0');
  return {
    service_request_id: odd ? Number(one.id) : one.id,
    status: odd ? one.status.toUpperCase() : one.status,
    status_notes: null,
    service_name: `Service ${one.code}`,
    service_code: one.code,
    description: one.text,
    agency_responsible: one.agency ?? '',
    requested_datetime: time(one.requested, odd),
    updated_datetime: time(one.updated, odd),
    expected_datetime: one.expected === null ? '' : time(one.expected, odd),
    address: '1 Main St & 2nd <Ave>',
    zipcode: 94122,
    lat: odd ? String(one.lat) : one.lat,
    long: odd ? String(one.long) : one.long,
    media_url: 'http://127.0.0.1:9/never-asked-for.jpg',
  };
}

const xml = (rows: readonly Record<string, unknown>[]): string =>
  `<?xml version="1.0" encoding="utf-8"?>\n<service_requests>${rows
    .map((row) => {
      const members = Object.entries(row).map(([name, value]) =>
        value === null ? `<${name}/>` : `<${name}>${escape(String(value as string | number))}</${name}>`,
      );
      return `<request>${members.join('')}</request>`;
    })
    .join('')}</service_requests>`;

/** Starts one. */
export async function open311Server(options: Open311Options = {}): Promise<Open311Server> {
  const requests = new Map<string, ServedRequest>();
  const served: Record<string, number> = { good: 0 };
  const hanging = new Set<ServerResponse>();

  const select = (params: URLSearchParams): ServedRequest[] => {
    const all = [...requests.values()].sort((a, b) => b.requested - a.requested || a.id.localeCompare(b.id));
    const { most = 1000, deaf, updatedAfter, pages } = self.options;
    if (deaf) return all.slice(0, most);
    const at = (name: string, known = true): number | null =>
      known && params.has(name) ? Date.parse(params.get(name)!) : null;
    const [from, to] = [at('start_date'), at('end_date')];
    const [after, before] = [at('updated_after', updatedAfter), at('updated_before', updatedAfter)];
    const found = all.filter(
      ({ requested, updated }) =>
        (from === null || requested >= from) &&
        (to === null || requested <= to) &&
        (after === null || updated >= after) &&
        (before === null || updated <= before),
    );
    const size = Math.min(most, pages && params.has('page_size') ? Number(params.get('page_size')) : most);
    const page = pages ? Number(params.get('page') ?? '1') : 1;
    return found.slice((page - 1) * size, page * size);
  };

  const server = createServer((request, response) => {
    const url = new URL(request.url!, 'http://127.0.0.1');
    self.last = Object.fromEntries(url.searchParams);
    const wantsXml = url.pathname.endsWith('.xml');
    if (self.options.xmlOnly && !wantsXml) return void response.writeHead(404).end('<h1>no such page</h1>');
    if (!/\/requests\.(?:json|xml)$/.test(url.pathname)) return void response.writeHead(404).end('[]');
    const fault = self.options.fault?.();
    served[fault ?? 'good'] = (served[fault ?? 'good'] ?? 0) + 1;
    const rows = select(url.searchParams).map(wire);
    const asXml = wantsXml || fault === 'xml';
    const body = Buffer.from(asXml ? xml(rows) : JSON.stringify(rows));
    // The header says JSON whatever comes, as some do.
    const headers = { 'content-type': 'application/json; charset=utf-8', 'content-length': String(body.length) };
    switch (fault) {
      case '500':
        return void response.writeHead(500).end('<html><body>Internal Server Error</body></html>');
      case '429':
        return void response.writeHead(429, { 'retry-after': '0' }).end('[{"code":429,"description":"too many"}]');
      case 'hang':
        return void hanging.add(response);
      case 'cut':
        // The length fits, and the document ends too early.
        return void response
          .writeHead(200, { 'content-type': 'application/json' })
          .end(body.subarray(0, Math.max(1, body.length - 7)));
      case 'reset':
        response.writeHead(200, headers).write(body.subarray(0, body.length >> 1));
        return void setTimeout(() => response.destroy(), 1);
      case 'empty':
        return void response.writeHead(200).end();
      case 'page':
        return void response.writeHead(200).end('<!DOCTYPE html><html><body>down for maintenance<br></body></html>');
      case 'error200':
        return void response.writeHead(200).end('{"errors":[{"code":400,"description":"general service error"}]}');
      case 'slow':
        response.writeHead(200, headers).write(body.subarray(0, 1));
        return void setTimeout(() => response.end(body.subarray(1)), 50);
      default:
        return void response.writeHead(200, headers).end(body);
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const self: Open311Server = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/open311/v2`,
    requests,
    options,
    served,
    last: {},
    async close() {
      for (const response of hanging) response.destroy();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  return self;
}
