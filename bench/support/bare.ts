/**
 * The yardstick of the pixel bench: the least that can bring a number from an HTTP request to a page. A post adds to
 * a count, a WebSocket sends it, one text node shows it: what is left is the machine, its browser and loopback.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';

const PAGE = `<!doctype html><title>bare</title><b data-measure="accepted" data-value="0">0</b><script>
  const tile = document.querySelector('b');
  new WebSocket(location.href.replace('http', 'ws')).onmessage = ({ data }) => {
    tile.textContent = data;
    tile.setAttribute('data-value', data);
  };
</script>`;

/** Starts it on a free port of loopback. A post's body is the number of events that it stands for. */
export async function bare(): Promise<{
  address: string;
  add(events: number): Promise<void>;
  close(): void;
}> {
  let count = 0;
  const http = createServer((request, response) => {
    if (request.method !== 'POST') return void response.setHeader('content-type', 'text/html').end(PAGE);
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      count += Number(body);
      for (const socket of sockets.clients) socket.send(String(count));
      response.end();
    });
  });
  const sockets = new WebSocketServer({ server: http });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(http.address() as AddressInfo).port}/`;
  return {
    address,
    async add(events) {
      await (await fetch(address, { method: 'POST', body: String(events) })).text();
    },
    close() {
      for (const socket of sockets.clients) socket.terminate();
      http.close();
    },
  };
}
