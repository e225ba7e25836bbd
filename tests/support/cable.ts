/**
 * A cable between a browser and a server that can be pulled: while it is out, nothing passes in either direction
 * and neither end is told, as with a switch that lost its power. What was sent meanwhile is lost with its connection.
 */
import { createServer, connect, type AddressInfo, type Socket } from 'node:net';

export interface Cable {
  /** Address by which the browser reaches the server. */
  address: string;
  pull(): void;
  plug(): void;
  close(): Promise<void>;
}

export async function cableTo(address: string): Promise<Cable> {
  const { hostname, port } = new URL(address);
  const sockets = new Set<Socket>();
  /** Connections that were there when the cable was pulled: they stay dead for good. */
  let dead = new Set<Socket>();
  let out = false;
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    const pass = (from: Socket, to: Socket): void => {
      sockets.add(from);
      if (out) dead.add(from);
      from.on('data', (chunk) => {
        if (!out && !dead.has(from)) to.write(chunk);
      });
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        dead.delete(from);
        to.destroy();
      });
    };
    pass(near, far);
    pass(far, near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    pull() {
      out = true;
      dead = new Set(sockets);
    },
    plug: () => void (out = false),
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
