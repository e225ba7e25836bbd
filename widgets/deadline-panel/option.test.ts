// @vitest-environment happy-dom
import { mount } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { AT, FIXTURE_CITY as city } from '../shared/fixture-city.ts';
import { fixtures } from './fixtures.ts';
import { counts, type Data, pressing } from './option.ts';
import View from './View.vue';
import declaration from './widget.ts';

const data = fixtures[0]!.data as Data;

describe('deadlines', () => {
  it('lists the longest overdue first; what is left has a sign or a word beside its colour', () => {
    const rows = pressing(data.list, AT, city, 'zh');
    expect(rows.map((r) => r.tone)).toEqual(['red', 'red', 'yellow', 'yellow', 'calm']);
    expect(rows.map((r) => r.left)).toEqual(['−1天 3:11', '−4:25:51', '剩 0:38:09', '剩 1:36:09', '1天 6:30']);
    expect(rows[0]!.unit).toBe('梁溪区政府');
  });
  it('turns overdue with the clock, before the server says so', () => {
    const due = AT + 1000;
    const list = {
      tickets: {
        a: {
          id: 'a',
          title: '',
          created: 0,
          channel: 'web',
          nature: 'help',
          status: 'accepted',
          clock: 'due_soon',
          due,
        },
      },
    };
    expect(pressing(list, AT, city, 'zh')[0]!.tone).toBe('yellow');
    expect(pressing(list, AT + 2000, city, 'zh')[0]).toMatchObject({ tone: 'red', left: '−0:00:01' });
  });
  it('colours only numbers that ask for a person', () => {
    expect(counts(data.counts, 'zh').map((c) => [c.text, c.tone])).toEqual([
      ['12', 'red'],
      ['37', 'yellow'],
      ['3,284', 'calm'],
    ]);
    expect(
      counts({ from: 0, to: 1, cells: { overdue: [0, 0], due_soon: [0, 0], open: [9, 0] } }, 'zh').every(
        (c) => c.tone === 'calm',
      ),
    ).toBe(true);
    expect(counts(undefined, 'zh').map((c) => c.text)).toEqual(['—', '—', '—']);
  });
  it('counts on with the clock it is given', async () => {
    const props = { options: { size: 6 }, data, city, scope: {}, clock: AT, late: null, locale: 'zh' as const };
    const wrapper = mount(View, { props });
    await wrapper.setProps({ clock: AT + 60_000 });
    expect(wrapper.find('[data-ticket="WX20261121-004391"] .left').text()).toBe('剩 0:37:09');
  });
  it('[M2] opens the numbers and the ticket', () => {
    expect(declaration.hit({ kind: 'state', measure: 'due_soon' }, { size: 6 }, {})).toEqual({ measure: 'due_soon' });
    expect(declaration.hit({ kind: 'ticket', id: 'x' }, { size: 6 }, {})).toEqual({
      measure: 'open',
      filter: { id: 'x' },
    });
  });
});
