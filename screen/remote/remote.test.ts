import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { zone } from '../../contract/time.ts';
import { Mark } from '../../contract/wall.ts';
import type { CityFace } from '../../contract/city.ts';
import type { Scene } from '../../contract/scene.ts';
import type { WidgetDeclaration } from '../../contract/widget.ts';
import { strokeOf } from './draw.ts';
import { inTurn } from './queue.ts';
import { drillOf, panelsOf } from './headlines.ts';
import { readable, tokenOf } from './session.ts';

const widget = (id: string, defaults: object): WidgetDeclaration =>
  ({
    id, titles: { zh: `${id} 组件`, en: id }, options: Type.Object(defaults as never),
    ...(id === 'trend' && { title: () => ({ title: '趋势' }) }),
  }) as unknown as WidgetDeclaration; // prettier-ignore
const WIDGETS = new Map([
  ['kpi', widget('kpi', { measure: Type.String({ default: 'accepted' }), window: Type.String({ default: 'today' }) })],
  ['trend', widget('trend', {})],
]);
const scene = {
  id: 'one', titles: { zh: '一', en: 'one' }, scope: { district: 'd1' },
  layouts: [
    { minAspect: 0, columns: 1, rows: 1, widgets: [] },
    { minAspect: 1.2, columns: 2, rows: 2, widgets: [
      { id: 'a', widget: 'kpi', at: [0, 0, 1, 1], options: { measure: 'satisfaction', window: '7d' }, scope: { channel: 'phone' } },
      { id: 'b', widget: 'kpi', at: [1, 0, 1, 1], options: { measure: 'open' } },
      { id: 'c', widget: 'trend', at: [0, 1, 2, 1] },
      { id: 'd', widget: 'nothing', at: [0, 1, 2, 1] },
    ] },
  ],
} as unknown as Scene; // prettier-ignore
const tz = zone('Asia/Shanghai');
const NOW = Date.parse('2026-11-21T14:30:00+08:00');

describe('what a scene can be asked about', () => {
  const panels = panelsOf(scene, 16 / 9, WIDGETS, {} as CityFace, 'zh');
  it('are its panels, those of widgets that are there, with titles', () => {
    expect(panels.map(({ id, title }) => [id, title])).toEqual([
      ['a', '满意率'],
      ['b', '在办工单'],
      ['c', '趋势'],
    ]);
    expect(panels[2]!.headline).toBeNull();
    expect(panelsOf(scene, 0.6, WIDGETS, {} as CityFace, 'zh')).toEqual([]);
  });

  it('opens what a touch on the wall opens: window and scope of the panel', () => {
    expect(drillOf(panels[0]!.headline!, tz, NOW)).toEqual({
      measure: 'satisfaction',
      filter: { district: 'd1', channel: 'phone' },
      range: { from: Date.parse('2026-11-15T00:00:00+08:00'), to: Date.parse('2026-11-22T00:00:00+08:00') },
    });
    expect(drillOf(panels[1]!.headline!, tz, NOW)).toEqual({ measure: 'open', filter: { district: 'd1' } });
  });
});

describe('a stroke', () => {
  it('is always one that the server takes, from first to last place', () => {
    const good = Compile(Mark);
    const place = fc.tuple(fc.double({ min: -1, max: 2, noNaN: true }), fc.double({ min: -1, max: 2, noNaN: true }));
    fc.assert(
      fc.property(fc.array(place, { minLength: 2, maxLength: 2000 }), (places) => {
        const mark = strokeOf(places)!;
        expect(good.Check(mark)).toBe(true);
        const clamp = (value: number): number => Math.round(Math.min(1, Math.max(0, value)) * 1000);
        expect(mark.points.slice(0, 2)).toEqual(places[0]!.map(clamp));
        expect(mark.points.slice(-2)).toEqual(places.at(-1)!.map(clamp));
      }),
    );
    expect(strokeOf([[0, 0]])).toBeNull();
  });
});

describe('quick touches', () => {
  it('are done one after another, each after what the one before it left, also after one that failed', async () => {
    const enqueue = inTurn();
    let state = 0;
    const seen: number[] = [];
    const step = (fails: boolean) => async (): Promise<void> => {
      seen.push(state);
      await new Promise((resolve) => setTimeout(resolve, 1));
      if (fails) throw new Error('refused');
      state++;
    };
    for (const fails of [false, true, false, false]) expect(enqueue(step(fails))).toBe(true);
    for (let i = 0; i < 4; i++) enqueue(step(false));
    expect(enqueue(step(false))).toBe(false);
    await expect.poll(() => state).toBe(7);
    expect(seen).toEqual([0, 1, 1, 2, 3, 4, 5, 6]);
  });
});

describe('what is typed to sign in', () => {
  it('may be a key, or a code as it was read out', () => {
    expect(tokenOf(' hk_abc-DEF ')).toBe('hk_abc-DEF');
    expect(tokenOf('hp_ACDEFGHJKMNP')).toBe('hp_ACDEFGHJKMNP');
    expect(tokenOf('acde fghj-kmnp')).toBe('hp_ACDEFGHJKMNP');
    expect(tokenOf('ACDE FGHJ KMN0')).toBeNull();
    expect(tokenOf('hello')).toBeNull();
    expect(readable('hp_ACDEFGHJKMNP')).toBe('ACDE FGHJ KMNP');
  });
});
