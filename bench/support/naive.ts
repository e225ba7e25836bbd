/** How such walls are usually fed: the whole value of every topic to everybody, once a second. Told values by messages. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';

const http = createServer();
const io = new Server(http, { path: '/live', transports: ['websocket'], perMessageDeflate: false });
process.on('message', (message: { values?: unknown; end?: boolean }) => {
  if (message.values) io.emit('frame', { clock: Date.now(), topics: message.values });
  if (message.end) process.exit(0);
});
http.listen(0, '127.0.0.1', () => process.send!({ port: (http.address() as AddressInfo).port }));
