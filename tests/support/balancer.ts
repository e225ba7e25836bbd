/**
 * What stands before several servers in a city: a plain TCP balancer without stickiness. Each connection goes to a
 * server picked at random among those that take it.
 */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface Balancer {
  address: string;
  close(): Promise<void>;
}

/** `targets` gives the addresses of the servers at the moment; `random` gives [0, 1). */
export async function balancer(
  targets: () => readonly string[],
  random: () => number = Math.random,
): Promise<Balancer> {
  const sockets = new Set<Socket>();
  const attach = (near: Socket, left: string[]): void => {
    const [address] = left.splice(Math.floor(random() * left.length), 1);
    if (address === undefined) return void near.destroy();
    const { hostname, port } = new URL(address);
    const far = connect(Number(port), hostname);
    let through = false;
    sockets.add(far);
    far.on('connect', () => {
      through = true;
      near.pipe(far);
      far.pipe(near);
    });
    far.on('error', () => (through ? near.destroy() : attach(near, left)));
    far.on('close', () => {
      sockets.delete(far);
      if (through) near.destroy();
    });
    near.on('close', () => far.destroy());
  };
  const server = createServer((near) => {
    sockets.add(near);
    near.on('error', () => near.destroy());
    near.on('close', () => sockets.delete(near));
    attach(near, [...targets()]);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
