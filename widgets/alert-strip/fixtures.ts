import type { Fixture } from '../../contract/widget.ts';
import { AT } from '../shared/fixture-city.ts';

const ago = (minutes: number) => AT - minutes * 60_000;

export const fixtures: Fixture[] = [
  {
    name: 'four levels',
    data: {
      alerts: {
        cards: {
          'overdue|housing': { kind: 'overdue', level: 1, since: ago(3), key: 'housing', count: 7 },
          'overdue|water': { kind: 'overdue', level: 2, since: ago(12), key: 'water', count: 3 },
          'silent|wechat': { kind: 'silent', level: 3, since: ago(18), key: 'wechat', count: 0 },
          'overdue|urban': { kind: 'overdue', level: 4, since: ago(41), key: 'urban', count: 1 },
        },
      },
    },
  },
  { name: 'calm', data: { alerts: { cards: {} } } },
  { name: 'empty', data: {} },
];
