/**
 * Real ClickHouse servers (Debian's clickhouse-server) as nodes of a cluster `pair`, each with its own configuration,
 * ports of 127.0.0.1 and folder. No service of the system is touched.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../support/redis.ts';

const STARTING = 60_000;

export const CLUSTER = 'pair';

export interface TestNode {
  url: string;
  process: ChildProcess;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
  /** Starts it again on the same ports and files. */
  start(): Promise<void>;
}

export interface TestNodes {
  nodes: TestNode[];
  urls: string[];
  /** Runs a statement on one node; gives what it says. */
  ask(node: number, sql: string): Promise<string>;
  /** Ends them and removes their files. */
  remove(): Promise<void>;
}

/** Whether there is a ClickHouse server to be started. */
export const hasServer = (): boolean => spawnSync('sh', ['-c', 'command -v clickhouse-server']).status === 0;

function configure(dir: string, http: number, tcp: number, between: number, all: readonly number[]): string {
  mkdirSync(join(dir, 'data'), { recursive: true });
  const shards = all
    .map((port) => `<shard><replica><host>127.0.0.1</host><port>${port}</port></replica></shard>`)
    .join('');
  const users = `<yandex>
    <profiles><default><max_memory_usage>1000000000</max_memory_usage><max_threads>1</max_threads></default></profiles>
    <users><default><password></password><networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota></default></users>
    <quotas><default></default></quotas></yandex>`;
  const config = `<yandex>
    <logger><level>warning</level><log>${dir}/log</log><errorlog>${dir}/errors</errorlog></logger>
    <listen_host>127.0.0.1</listen_host><http_port>${http}</http_port><tcp_port>${tcp}</tcp_port>
    <interserver_http_port>${between}</interserver_http_port><interserver_http_host>127.0.0.1</interserver_http_host>
    <path>${dir}/data/</path><tmp_path>${dir}/tmp/</tmp_path><users_config>${dir}/users.xml</users_config>
    <default_profile>default</default_profile><default_database>default</default_database>
    <mark_cache_size>67108864</mark_cache_size>
    <remote_servers><${CLUSTER}>${shards}</${CLUSTER}></remote_servers></yandex>`;
  writeFileSync(join(dir, 'users.xml'), users);
  writeFileSync(join(dir, 'config.xml'), config);
  return join(dir, 'config.xml');
}

/** Starts so many nodes, each a shard of the cluster. */
export async function testNodes(count: number): Promise<TestNodes> {
  const home = mkdtempSync(join(tmpdir(), 'hotline-wall-clickhouse-'));
  const ports: [http: number, tcp: number, between: number][] = [];
  for (let i = 0; i < count; i++) ports.push([await freePort(), await freePort(), await freePort()]);
  const nodes: TestNode[] = ports.map(([http, tcp, between], i) => {
    const dir = join(home, `node${i}`);
    const config = configure(
      dir,
      http,
      tcp,
      between,
      ports.map(([, port]) => port),
    );
    const url = `http://127.0.0.1:${http}`;
    const node: TestNode = {
      url,
      process: undefined as unknown as ChildProcess,
      async start() {
        node.process = spawn('clickhouse-server', [`--config-file=${config}`], { cwd: dir, stdio: 'ignore' });
        const end = Date.now() + STARTING;
        for (;;) {
          const answers = await fetch(`${url}/ping`).then(
            (answer) => answer.ok,
            () => false,
          );
          if (answers) return;
          if (node.process.exitCode !== null || Date.now() > end) {
            throw new Error(
              `clickhouse-server did not start: ${readFileSync(join(dir, 'errors'), 'utf8').slice(-2000)}`,
            );
          }
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
      },
      async kill() {
        if (!node.process || node.process.exitCode !== null || node.process.signalCode !== null) return;
        node.process.kill('SIGKILL');
        await once(node.process, 'exit');
      },
    };
    return node;
  });
  const remove = async (): Promise<void> => {
    await Promise.all(nodes.map((node) => node.kill()));
    rmSync(home, { recursive: true, force: true });
  };
  // A run that is cut off leaves no servers behind.
  process.once('exit', () => nodes.forEach((node) => node.process?.kill('SIGKILL')));
  try {
    await Promise.all(nodes.map((node) => node.start()));
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    nodes,
    urls: nodes.map(({ url }) => url),
    async ask(node, sql) {
      const answer = await fetch(nodes[node]!.url, { method: 'POST', body: sql });
      if (!answer.ok) throw new Error(await answer.text());
      return answer.text();
    },
    remove,
  };
}
