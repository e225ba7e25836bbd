import type { Fixture } from '../../contract/widget.ts';
import { AT, MIDNIGHT } from '../shared/fixture-city.ts';

const MINUTE = 60_000;
const range = { from: MIDNIGHT, to: AT - (AT % MINUTE) + MINUTE };
const ticket = (n: number, title: string, unit: string, minutes: number) => ({
  id: `WX20261121-00${n}`,
  title,
  created: MIDNIGHT - 3 * 24 * 60 * MINUTE,
  channel: 'phone',
  nature: 'complaint',
  status: 'accepted',
  clock: minutes < 0 ? 'overdue' : minutes < 120 ? 'due_soon' : 'running',
  unit,
  due: AT + minutes * MINUTE + 9000,
});
const tickets = [
  ticket(4120, '物业维修投诉', 'liangxi', -1632),
  ticket(4233, '占道经营投诉', 'urban', -266),
  ticket(4391, '供暖咨询', 'housing', 38),
  ticket(4402, '路面积水', 'water', 96),
  ticket(4409, '电梯故障维修迟迟未完成，老人上下楼不便', 'housing', 1830),
];

export const fixtures: Fixture[] = [
  {
    name: 'pressing',
    data: {
      counts: { ...range, cells: { overdue: [12, 0], due_soon: [37, 0], open: [3284, 0] } },
      list: { tickets: Object.fromEntries(tickets.map((t) => [t.id, t])) },
    },
  },
  {
    name: 'calm',
    data: { counts: { ...range, cells: { overdue: [0, 0], due_soon: [0, 0], open: [0, 0] } }, list: { tickets: {} } },
  },
  { name: 'empty', data: {} },
];
