/**
 * The whole text path (segment, sketch, find an issue, look again, forget) over simulated tickets of about 100 characters whose
 * vocabulary never ends: how many a second on one core, and whether the heap grows.
 */
import { DAY } from '../../contract/time.ts';
import { contentOf } from '../../mock-feeds/core/content.ts';
import { loadWorld } from '../../mock-feeds/shell/load.ts';
import { Issues } from '../../server/text/issues/issues.ts';
import type { Said } from '../../server/text/issues/said.ts';
import { segmenter } from '../../server/text/segment.ts';
import { Rng } from '../../mock-feeds/core/random.ts';
import { round } from '../support/result.ts';

/** Contents made once; what changes from ticket to ticket is put in as it is taken, which costs next to nothing. */
const POOL = 60_000;
const LENGTH = 100;
/** Tickets between two simulated moments: a day of a large city. */
const A_DAY = 20_000;
/** Of so many tickets one node is looked at again; a server does more where it has the time. */
const LOOKED = 50;
const REMEMBERED = 30 * DAY;

export interface Throughput {
  tickets: number;
  /** Per second of processor time, all threads of the process together: what others do on the machine does not count. */
  tickets_per_s: number;
  /** Growth of the heap from the first quarter to the end, in %, each after a forced collection. */
  heap_slope: number;
  heap_mb: number;
  issues: number;
  nodes: number;
}

async function pool(): Promise<Omit<Said, 'id' | 'at'>[]> {
  const world = await loadWorld('wuxi');
  const made: Omit<Said, 'id' | 'at'>[] = [];
  for (let i = 0; i < POOL; i++) {
    const { data } = contentOf(world, 1, `2026-11-${String(1 + (i % 20)).padStart(2, '0')}`, 1 + Math.floor(i / 20));
    const { title, text = '', place, requester = null, category = null } = data;
    made.push({
      kind: 'ticket',
      title,
      text,
      district: place?.district ?? null,
      street: place?.street ?? null,
      community: place?.community ?? null,
      category,
      requester,
    });
  }
  return made;
}

/** A name that nobody has written before. */
function name(rng: Rng): string {
  let made = '';
  for (let i = 0; i < 3; i++) made += String.fromCharCode(0x4e00 + rng.int(20_000));
  return made;
}

/** Runs `tickets` tickets through. Needs `--expose-gc` for a heap slope; without it that is NaN. */
export async function throughput(tickets: number): Promise<Throughput> {
  const contents = await pool();
  const rng = new Rng(1, 'throughput');
  const segment = segmenter({ language: 'zh-CN' });
  const issues = new Issues({ segmenter: segment });
  const start = Date.UTC(2026, 0, 1);
  let spent = 0;
  const heap = (): number => {
    (globalThis as { gc?: () => void }).gc?.();
    return process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
  };
  let quarter = NaN;
  const lot = Math.min(A_DAY, Math.ceil(tickets / 8));
  for (let done = 0; done < tickets;) {
    const size = Math.min(lot, tickets - done);
    const said: Said[] = [];
    for (let i = 0; i < size; i++) {
      const content = contents[(done + i) % contents.length]!;
      const fresh = name(rng);
      const text = `${fresh}${content.text}${name(rng)}小区`
        .padEnd(LENGTH, '请尽快核实处理并答复')
        .slice(0, LENGTH - content.title!.length);
      said.push({ ...content, text, id: `t${done + i}`, at: start + Math.floor(((done + i) / A_DAY) * DAY) });
    }
    const before = process.cpuUsage();
    for (const one of said) issues.take(one);
    issues.look(Math.ceil(size / LOOKED));
    const since = said.at(-1)!.at - REMEMBERED;
    issues.cool(since, since);
    const { user, system } = process.cpuUsage(before);
    spent += (user + system) / 1e6;
    done += size;
    if (Number.isNaN(quarter) && done >= tickets / 4) quarter = heap();
  }
  const end = heap();
  const exposed = 'gc' in globalThis;
  const { issues: found, nodes } = issues.figures();
  return {
    tickets,
    tickets_per_s: Math.round(tickets / spent),
    heap_slope: exposed ? round((end / quarter - 1) * 100, 2) : NaN,
    heap_mb: round(end / 1e6),
    issues: found,
    nodes,
  };
}
