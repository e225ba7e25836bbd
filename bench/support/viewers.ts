/**
 * Many viewers in one small program: bare WebSocket connections that speak as much of Socket.IO as a wall does, so
 * that what is measured is the server. Started by bench/fanout.ts; told what to do and answering by messages.
 */
import WebSocket from 'ws';

export interface Order {
  url: string;
  viewers: number;
  /** Payload of the Socket.IO packet that joins, or null where nothing need be said. */
  join: string | null;
}
export interface Figures {
  connected: number;
  frames: number;
  bytes: number;
  /** Milliseconds from the time in the frame to its arrival. */
  latencies: number[];
}

const figures: Figures = { connected: 0, frames: 0, bytes: 0, latencies: [] };
let counting = false;
const sockets: WebSocket[] = [];

function connect({ url, join }: Order): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${url}?EIO=4&transport=websocket`, {
      perMessageDeflate: false,
      skipUTF8Validation: true,
    });
    sockets.push(socket);
    const ready = (): void => {
      figures.connected++;
      resolve();
    };
    socket.on('message', (data: Buffer) => {
      const now = Date.now();
      const kind = data[0];
      if (kind === 0x30) socket.send('40');
      else if (kind === 0x32) socket.send('3');
      else if (kind === 0x34 && data[1] === 0x30) {
        if (join) socket.send(`420${join}`);
        else ready();
      } else if (kind === 0x34 && data[1] === 0x33) ready();
      else if (kind === 0x34 && data[1] === 0x32 && counting) {
        figures.frames++;
        figures.bytes += data.length;
        const mark = data.indexOf('"clock":');
        if (mark > 0 && data.includes('"topics":'))
          figures.latencies.push(now - Number.parseInt(data.toString('latin1', mark + 8, mark + 22), 10));
      }
    });
    socket.on('error', reject);
  });
}

process.on('message', (message: { order?: Order; count?: boolean; end?: boolean }) => {
  void (async () => {
    if (message.order) {
      const { viewers } = message.order;
      for (let i = 0; i < viewers; i += 100)
        await Promise.all(Array.from({ length: Math.min(100, viewers - i) }, () => connect(message.order!)));
      process.send!({ connected: figures.connected });
    }
    if (message.count === true) {
      Object.assign(figures, { frames: 0, bytes: 0, latencies: [] });
      counting = true;
    }
    if (message.count === false) {
      counting = false;
      process.send!({ figures });
    }
    if (message.end) {
      for (const socket of sockets) socket.terminate();
      process.disconnect();
    }
  })();
});
