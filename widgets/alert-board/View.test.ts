// @vitest-environment happy-dom
/** The board as a person sees and touches it. */
import { mount } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { HEATING, plain, SILENT, WATER } from '../shared/fixture-alerts.ts';
import { AT, FIXTURE_CITY } from '../shared/fixture-city.ts';
import type { Data } from './option.ts';
import View from './View.vue';

const show = (alerts: Data['alerts'] | undefined) =>
  mount(View, {
    props: {
      options: { size: 20 },
      data: { alerts },
      city: FIXTURE_CITY,
      scope: {},
      clock: AT,
      late: null,
      locale: 'zh' as const,
    },
  });
const value = (cards: Data['alerts']['cards'], open = Object.keys(cards).length): Data['alerts'] =>
  plain({ cards, open, unclaimed: 1 });

describe('the board', () => {
  it('shows what waits for a person first and stands out, with the word of its level beside the colour', () => {
    const board = show(value({ water: WATER, heating: HEATING }));
    const cards = board.findAll('[data-alert]');
    expect(cards.map((card) => card.attributes('data-alert'))).toEqual(['heating', 'water']);
    expect(cards.map((card) => card.classes('waits'))).toEqual([true, false]);
    expect(cards[0]!.find('.badge').text()).toBe('红色');
    expect(cards[0]!.find('.number').attributes('data-value')).toBe('46');
    expect(cards[0]!.find('.usual[role="img"]').attributes('aria-label')).toBe('平时 6–9');
    expect(cards[0]!.find('.clock').text()).toBe('0:03:00');
    expect(cards[1]!.find('.holder').text()).toBe('签收：3 席');
  });
  it('opens what is behind a card, by keyboard too; behind a silent source there is nothing to press', async () => {
    const board = show(value({ heating: HEATING, silent: SILENT }));
    const [heating, silent] = board.findAll('[data-alert]');
    expect([heating!.element.tagName, silent!.element.tagName]).toEqual(['BUTTON', 'DIV']);
    await heating!.trigger('click');
    await silent!.trigger('click');
    expect(board.emitted('hit')).toEqual([[{ kind: 'card', id: 'heating' }]]);
  });
  it('says how many there are beside those shown, and is calm where there are none', async () => {
    const board = show(value({ heating: HEATING }, 9));
    expect(board.find('.more').text()).toBe('另有 8 条预警');
    await board.find('.more').trigger('click');
    expect(board.emitted('hit')).toEqual([[{ kind: 'more' }]]);
    await board.setProps({ data: { alerts: { cards: {}, open: 0, unclaimed: 0 } } });
    expect(board.text()).toBe('当前无预警');
    await board.setProps({ data: { alerts: undefined } });
    expect(board.text()).toBe('—');
  });
});
