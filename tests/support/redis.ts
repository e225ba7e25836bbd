/** A real Redis server on a free port, in a folder of its own, that writes every command to its disk before it answers. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from 'redis';

export interface TestRedis {
  url: string;
  port: number;
  process: ChildProcess;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
  /** Starts it again on the same port and files. */
  start(): Promise<void>;
  /** Ends it and removes its files. */
  remove(): Promise<void>;
}

/** A port of loopback that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Starts one. `args` are more options of redis-server, such as `['--appendonly', 'no']`. */
export async function testRedis(args: string[] = []): Promise<TestRedis> {
  const port = await freePort();
  const dir = mkdtempSync(join(tmpdir(), 'hotline-wall-redis-'));
  const url = `redis://127.0.0.1:${port}`;
  let child: ChildProcess;
  const start = async (): Promise<void> => {
    child = spawn(
      'redis-server',
      [
        '--port', String(port), '--bind', '127.0.0.1', '--dir', dir, '--save', '', '--appendonly', 'yes', '--appendfsync', 'always',
        '--daemonize', 'no', ...args,
      ],
      { stdio: 'ignore' },
    ); // prettier-ignore
    const end = Date.now() + 15_000;
    for (;;) {
      const client = createClient({ url, socket: { reconnectStrategy: false } });
      client.on('error', () => undefined);
      try {
        await client.connect();
        await client.ping();
        client.destroy();
        return;
      } catch {
        if (client.isOpen) client.destroy();
        if (child.exitCode !== null || Date.now() > end) throw new Error('redis-server did not start');
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  };
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  };
  await start();
  return {
    url,
    port,
    get process() {
      return child;
    },
    kill,
    start,
    async remove() {
      await kill();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** A Cluster of three masters. */
export async function testCluster(): Promise<{ url: string; nodes: TestRedis[]; remove(): Promise<void> }> {
  const nodes: TestRedis[] = [];
  const buses: number[] = [];
  for (let i = 0; i < 3; i++) {
    // The bus would else be at the port + 10,000, which may not exist.
    const bus = await freePort();
    buses.push(bus);
    nodes.push(await testRedis(['--cluster-enabled', 'yes', '--cluster-port', String(bus)]));
  }
  const clients = nodes.map(({ url }) => createClient({ url }));
  await Promise.all(clients.map((client) => client.connect()));
  const bounds = [0, 5461, 10_923, 16_384];
  for (const [i, client] of clients.entries()) {
    await client.sendCommand(['CLUSTER', 'ADDSLOTSRANGE', String(bounds[i]), String(bounds[i + 1]! - 1)]);
    if (i > 0) await client.sendCommand(['CLUSTER', 'MEET', '127.0.0.1', String(nodes[0]!.port), String(buses[0])]);
  }
  const end = Date.now() + 30_000;
  const whole = async (): Promise<boolean> => {
    const infos = await Promise.all(clients.map((client) => client.sendCommand(['CLUSTER', 'INFO'])));
    return infos.every((info) => /cluster_state:ok/.test(String(info)) && /cluster_known_nodes:3/.test(String(info)));
  };
  while (!(await whole())) {
    if (Date.now() > end) throw new Error('the Cluster did not come together');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  for (const client of clients) client.destroy();
  return {
    url: nodes[0]!.url,
    nodes,
    async remove() {
      await Promise.all(nodes.map((node) => node.remove()));
    },
  };
}
