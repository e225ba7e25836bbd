// @vitest-environment happy-dom
/** The console as a desk works at it: by keyboard, with the server's word beside what it did. */
import { flushPromises, mount } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defineComponent, h } from 'vue';
import { createMemoryHistory, createRouter } from 'vue-router';
import { topicKey, type Topic } from '../../contract/topic.ts';
import { HEATING, plain, WATER } from '../../widgets/shared/fixture-alerts.ts';
import { AT, FIXTURE_CITY } from '../../widgets/shared/fixture-city.ts';
import { i18n } from '../i18n/index.ts';
import { begin, type LiveState } from '../live/reduce.ts';
import { createLive, provideLive } from '../live/useTopics.ts';
import { provideCity } from '../wall/city.ts';
import ConsoleView from './ConsoleView.vue';

const TOPIC: Topic = { view: 'alerts', params: { size: 50 } };
const KEY = 'hk_test';

interface Asked {
  method: string;
  path: string;
  token: string | null;
  body: unknown;
}
let asked: Asked[] = [];
/** Answers by method and path; the first that fits is taken. */
let answers: [fits: RegExp, status: number, body: unknown][] = [];
const acts = (): Asked[] => asked.filter(({ method, path }) => method !== 'GET' && !path.startsWith('/api/v1/query'));

async function open(query = '') {
  const { live, give } = fakeLive();
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/console', name: 'console', component: ConsoleView },
      { path: '/', name: 'home', component: ConsoleView },
    ],
  });
  await router.push(`/console${query}`);
  const page = mount(
    defineComponent({
      setup() {
        provideCity(FIXTURE_CITY);
        provideLive(live);
        return () => h(ConsoleView);
      },
    }),
    { global: { plugins: [i18n, router] }, attachTo: document.body },
  );
  give({ heating: HEATING, water: WATER });
  await flushPromises();
  const press = async (key: string): Promise<void> => {
    (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    await flushPromises();
    await new Promise((resolve) => setTimeout(resolve));
    await flushPromises();
  }; // prettier-ignore
  return { page, press, router, give };
}

function fakeLive() {
  let changed: (state: LiveState, at: number) => void = () => undefined;
  const live = createLive((report) => {
    changed = report;
    return { state: () => begin('wuxi'), send: () => undefined, close: () => undefined };
  });
  const give = (cards: Record<string, unknown>): void => {
    const value = plain({ cards, open: Object.keys(cards).length, unclaimed: 1 });
    const held = new Map([[topicKey(TOPIC), { seq: 0, value: value as never }]]);
    changed({ ...begin('wuxi'), connected: true, heard: 0, clock: AT, log: 1, held }, 10);
  };
  return { live, give };
}

beforeEach(() => {
  asked = [];
  answers = [
    [/^GET .*\/alerts\?/, 200, { alerts: [] }],
    [/^GET .*\/alerts\//, 200, { id: 'x', card: HEATING, steps: [] }],
    [/^POST .*\/query\//, 200, { rows: [], total: 46, position: { epoch: 'e', seq: 1 } }],
    [/^POST .*\/alerts\//, 200, { id: 'x', card: HEATING, steps: [] }],
  ];
  vi.stubGlobal('fetch', (path: string, init: RequestInit = {}) => {
    const method = init.method ?? 'GET';
    const token = new Headers(init.headers).get('authorization');
    asked.push({ method, path, token, body: init.body ? JSON.parse(init.body as string) : undefined });
    const [, status, body] = answers.find(([fits]) => fits.test(`${method} ${path}`)) ?? [
      null,
      404,
      { error: { path, rule: 'nothing' } },
    ];
    return Promise.resolve({ ok: status < 300, status, json: () => Promise.resolve(body) });
  });
  sessionStorage.setItem('hotline.desk.token', KEY);
  localStorage.setItem('hotline.desk.name', '3 席');
});
afterEach(() => {
  vi.unstubAllGlobals();
  sessionStorage.clear();
  localStorage.clear();
  document.body.innerHTML = '';
});

describe('the console', () => {
  it('is walked and worked by keyboard alone: the next alert, and a claim with a comment', async () => {
    const { page, press, router } = await open();
    await press('j');
    expect(router.currentRoute.value.query).toEqual({ alert: 'heating' });
    expect(page.find('[data-detail]').attributes('data-detail')).toBe('heating');
    expect(document.activeElement?.getAttribute('data-alert')).toBe('heating');
    await press('c');
    const field = page.find<HTMLInputElement>('[data-form="claim"] input');
    expect(document.activeElement).toBe(field.element);
    await field.setValue('已联系热力公司');
    await page.find('[data-form="claim"]').trigger('submit');
    await flushPromises();
    expect(acts()).toEqual([
      {
        method: 'POST',
        path: '/api/v1/cities/wuxi/alerts/heating/claim',
        token: `Bearer ${KEY}`,
        body: { by: '3 席', comment: '已联系热力公司' },
      },
    ]);
    expect(page.find('[data-form]').exists()).toBe(false);
    expect(page.find('.said').text()).toBe('已签收');
    expect(document.activeElement?.getAttribute('data-alert')).toBe('heating');
    await press('Escape');
    expect(router.currentRoute.value.query).toEqual({});
    page.unmount();
  });

  it('says why the server refused, and offers to take over what somebody else has', async () => {
    answers.unshift([/\/claim$/, 409, { error: { path: '/by', rule: '3 席 has claimed it' } }]);
    localStorage.setItem('hotline.desk.name', '1 席');
    const { page, press } = await open('?alert=water');
    await press('c');
    await page.find('[data-form]').trigger('submit');
    await flushPromises();
    expect(page.find('[role="alert"]').text()).toContain('3 席 已签收，可以接管');
    answers.shift();
    await page.find('[data-over]').trigger('click');
    await flushPromises();
    expect(acts().at(-1)!.body).toEqual({ by: '1 席', over: true });
    answers.unshift([/\/resolve$/, 503, { error: { path: '', rule: 'nothing was done' } }]);
    await press('r');
    await page.find('[data-form]').trigger('submit');
    await flushPromises();
    expect(page.find('[role="alert"]').text()).toContain('服务器正忙');
    expect(page.find('[data-form="resolve"] .main').attributes('disabled')).toBeUndefined();
    page.unmount();
  });

  it('dispatches to a unit that is found by typing, and asks for one where none is chosen', async () => {
    const { page, press } = await open('?alert=heating');
    await press('d');
    const unit = page.find<HTMLInputElement>('[role="combobox"]');
    expect(unit.element.value).toBe('市住建局');
    await unit.setValue('水务');
    await page.find('[data-form]').trigger('submit');
    expect(page.find('[role="alert"]').text()).toBe('请选择单位');
    await unit.trigger('keydown', { key: 'Enter' });
    expect(unit.element.value).toBe('市水务集团');
    await page.find('[data-form]').trigger('submit');
    await flushPromises();
    expect(acts().map(({ path, body }) => [path.split('/').at(-1), body])).toEqual([
      ['dispatch', { by: '3 席', unit: 'water' }],
    ]);
    page.unmount();
  });

  it('silences only with a reason', async () => {
    answers.unshift([/^POST .*\/silences$/, 201, { id: 's', silence: {} }]);
    const { page, press } = await open('?alert=heating');
    await press('s');
    await page.find('[data-form="silence"]').trigger('submit');
    expect(page.find('[role="alert"]').text()).toBe('请填写原因');
    await page.find('[data-form="silence"] input').setValue('演练');
    await page.find('[data-form="silence"]').trigger('submit');
    await flushPromises();
    expect(acts().at(-1)).toMatchObject({
      path: '/api/v1/cities/wuxi/silences',
      body: { by: '3 席', reason: '演练', from: Math.floor(AT / 1000) * 1000, match: { rule: ['matter-district'] } },
    });
    page.unmount();
  });

  it('lets nobody act without a key, and says so where the server does not take it', async () => {
    sessionStorage.clear();
    const { page, press } = await open('?alert=heating');
    expect(page.find('[data-act="claim"]').attributes('disabled')).toBeDefined();
    const [token, name] = page.findAll('[data-sign-in] input');
    await token!.setValue('a line of something else');
    await name!.setValue('3 席');
    await page.find('[data-sign-in]').trigger('submit');
    expect(page.find('[data-sign-in] [role="alert"]').text()).toContain('这不是密钥');
    await token!.setValue('hk_of-yesterday');
    await page.find('[data-sign-in]').trigger('submit');
    expect(page.find('[data-sign-in]').exists()).toBe(false);
    expect(sessionStorage.getItem('hotline.desk.token')).toBe('hk_of-yesterday');
    expect(localStorage.getItem('hotline.desk.token')).toBeNull();
    answers.unshift([/^POST .*\/claim$/, 401, { error: { path: '', rule: 'a good key is needed' } }]);
    await press('c');
    await page.find('[data-form="claim"]').trigger('submit');
    await flushPromises();
    expect(page.find('[data-form="claim"] [role="alert"]').text()).toContain('密钥无效');
    page.unmount();
  });
});
