/** A winter afternoon on which something happens: cold radiators nobody has taken on yet, a water cut that is in hand, noise. */
import type { AlertCard } from '../../contract/alert.ts';
import type { Rule } from '../../contract/rule.ts';
import { created } from '../../tests/support/events.ts';
import { add } from '../../tests/support/server.ts';

export interface Stage {
  address: string;
  token: string;
  admin: string;
  /** The city's clock, Unix ms. */
  now(): number;
}

const LIMIT = 90_000;
/** What takes the wall: the profile's own rules are orange at most for so few. */
const HEATING: Rule = {
  id: 'heating',
  names: { zh: '供暖集中', en: 'Heating' },
  signal: 'surge',
  family: 'matter',
  measure: 'accepted',
  filter: { category: { under: '03.01' } },
  by: ['district', 'category'],
  depth: 3,
  window: 60,
  least: 20,
  for: 0,
  keep: 1800,
  level: 1,
  owner: 'zhujian',
  advice: { zh: '核实换热站，通知属地并合并派单', en: 'Check the heat station; dispatch as one' },
};
const STREETS = ['崇安寺街道', '清名桥街道', '惠山街道', '北大街街道'];
/** What is told, and by what its alert is known: the wall says of each whether it is a place, a street or a word. */
const MATTERS = [
  {
    n: 46,
    data: { category: '03.01.01', title: '多栋楼暖气不热，家中只有 13 度' },
    place: (i: number) => ({ district: '梁溪区', street: STREETS[i % STREETS.length] }),
    is: ({ level }: AlertCard) => level === 1,
  },
  {
    n: 31,
    data: { category: '03.02.01', title: '春潮路突发停水，何时恢复' },
    place: () => ({ district: '新吴区', street: '旺庄街道' }),
    is: ({ keys }: AlertCard) => keys.street !== undefined,
  },
  {
    n: 22,
    data: { category: '10.02.01', title: '健身房闭店，预付卡退费无门' },
    place: () => ({ district: '江阴市' }),
    is: ({ keys }: AlertCard) => keys.words !== undefined || keys.category === '10.02.01',
  },
] as const;

/** Tells it, and waits until all of it is on the wall. */
export async function tellStory({ address, token, admin, now }: Stage): Promise<void> {
  const base = `${address}/api/v1/cities/wuxi`;
  const send = async (method: string, path: string, body: unknown): Promise<void> => {
    const answer = await fetch(`${base}${path}`, {
      method,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${admin}` },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  };
  /** The alert of a matter, once it is there. */
  const raised = async (matter: (typeof MATTERS)[number]): Promise<string> => {
    const end = Date.now() + LIMIT;
    for (;;) {
      const { alerts } = (await (await fetch(`${base}/alerts`)).json()) as { alerts: (AlertCard & { id: string })[] };
      const found = alerts.find(matter.is);
      if (found) return found.id;
      const there = alerts.map(({ titles }) => titles.zh).join(', ');
      if (Date.now() > end) throw new Error(`no alert about “${matter.data.title}”, but: ${there}`);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  };

  await send('PUT', `/rules/${HEATING.id}`, HEATING);
  // A minute back: of these minutes the wall has all there is to come.
  const at = now() - 60_000;
  await add(
    address,
    token,
    MATTERS.flatMap(({ n, data, place }) =>
      Array.from({ length: n }, (_, i) => {
        const requester = `138${String(i).padStart(8, '0')}`;
        return created(`${data.category}-${i}`, { ...data, place: place(i), requester }, at - i * 20_000);
      }),
    ),
  );
  const [, water] = [await raised(MATTERS[0]), await raised(MATTERS[1]), await raised(MATTERS[2])];
  const by = '2 席';
  await send('POST', `/alerts/${water}/claim`, { by });
  await send('POST', `/alerts/${water}/comment`, { by, comment: '已联系市水务集团，抢修队 20 分钟内到场' });
  await send('POST', `/alerts/${water}/dispatch`, { by, unit: 'shuiwu', comment: '请先行通知沿线小区' });
}
