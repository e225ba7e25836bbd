// @vitest-environment happy-dom
import { flushPromises, mount } from '@vue/test-utils';
import { defineComponent, h } from 'vue';
import { createMemoryHistory, createRouter } from 'vue-router';
import { describe, expect, it } from 'vitest';
import { topicKey, type Topic } from '../../contract/topic.ts';
import { AT, FIXTURE_CITY } from '../../widgets/shared/fixture-city.ts';
import { ago, card } from '../../widgets/shared/fixture-alerts.ts';
import { i18n } from '../i18n/index.ts';
import { begin, type LiveState } from '../live/reduce.ts';
import { createLive, provideLive } from '../live/useTopics.ts';
import { provideCity } from '../wall/city.ts';
import RedAlert from '../wall/RedAlert.vue';

const TOPIC: Topic = { view: 'alerts', params: { size: 20 } };

/** The part of the wall that red alerts take, and what it is shown. */
async function wall() {
  let changed: (state: LiveState, at: number) => void = () => undefined;
  const live = createLive((report) => {
    changed = report;
    return { state: () => begin('wuxi'), send: () => undefined, close: () => undefined };
  });
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/', component: { render: () => null } }] }); // prettier-ignore
  await router.push('/');
  const mounted = mount(
    defineComponent({
      setup() {
        provideCity(FIXTURE_CITY);
        provideLive(live);
        return () => h('main', h(RedAlert));
      },
    }),
    { global: { plugins: [i18n, router] } },
  );
  await flushPromises();
  const show = async (replay: string | null, cards: Record<string, unknown>): Promise<void> => {
    const held = new Map([[topicKey(TOPIC), { seq: 0, value: { cards, counts: {} } as never }]]);
    changed({ ...begin('wuxi'), connected: true, heard: 0, clock: AT, log: 1, held, replay }, 10);
    await flushPromises();
  };
  const taken = (): boolean[] => ['[data-takeover]', '[data-red-line]'].map((at) => mounted.find(at).exists());
  return { show, taken };
}

describe('a red alert of the past', () => {
  const red = card({ level: 1, since: ago(1), updated: AT });

  it('[A1] takes no wall, while one of the present does', async () => {
    const past = await wall();
    await past.show('wuxi~k3v9', {});
    await past.show('wuxi~k3v9', { a: red });
    expect(past.taken()).toEqual([false, false]);
    const present = await wall();
    await present.show(null, {});
    await present.show(null, { a: red });
    expect(present.taken()).toEqual([true, false]);
  });

  it('leaves the wall when all walls go into the past, and is no news when they come back', async () => {
    const { show, taken } = await wall();
    const old = card({ level: 1, since: ago(1), updated: AT - 120_000 });
    await show(null, {});
    await show(null, { a: old });
    expect(taken()).toEqual([true, false]);
    await show('wuxi~k3v9', { b: red });
    expect(taken()).toEqual([false, false]);
    await show(null, { a: old });
    expect(taken()).toEqual([false, true]);
  });
});
