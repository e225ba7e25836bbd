import { describe, expect, it } from 'vitest';
import Type from 'typebox';
import type { Condition } from '../../contract/condition.ts';
import { gridFault, type Layout, type Placement, type Scene } from '../../contract/scene.ts';
import { editZh } from '../i18n/edit.zh.ts';
import { WIDGETS } from '../wall/registry.ts';
import { kept } from '../wall/renew.ts';
import { aspectsOf, layoutIn } from './aspects.ts';
import { diff } from './diff.ts';
import { begin, chosenOf, dirty, layoutOf, step, STEPS_MAX, type Act, type Draft, mayAdd } from './draft.ts';
import { faultOf, fieldsOf, withOption } from './form.ts';
import { firstFree, freshId, nudge, placeFor, put, stretch } from './grid.ts';

const one = (id: string, ...at: Placement['at']): Placement => ({ id, widget: 'kpi', at });
const layout = (...widgets: Placement[]): Layout => ({ minAspect: 1.6, columns: 8, rows: 4, widgets });
const scene = (...widgets: Placement[]): Scene => ({
  id: 'small', titles: { zh: '小', en: 'Small' }, layouts: [layout(...widgets), { minAspect: 0, columns: 4, rows: 8, widgets: [] }],
}); // prettier-ignore
/** The schema's own type does not know the names of fields. */
const scoped = (condition: Condition): Placement['scope'] => condition as unknown as Placement['scope'];
const at = (given: Layout | null, id: string) => given?.widgets.find((widget) => widget.id === id)?.at;
const acted = (draft: Draft, ...acts: Act[]): Draft => acts.reduce(step, draft);

describe('the grid', () => {
  const packed = layout(one('a', 0, 0, 4, 2), one('b', 4, 0, 4, 2), one('c', 0, 2, 8, 2));

  it('finds the first free place, and as much room for a new widget as there is', () => {
    expect(firstFree(layout(one('a', 0, 0, 4, 2)), 4, 2)).toEqual([4, 0, 4, 2]);
    expect(firstFree(packed, 1, 1)).toBeNull();
    const size = { min: [3, 4], ideal: [12, 9] } as const;
    const some = layout(one('a', 0, 0, 5, 4));
    expect(placeFor(some, { min: [...size.min], ideal: [...size.ideal] })).toEqual([5, 0, 3, 2]);
    expect(placeFor(packed, { min: [...size.min], ideal: [...size.ideal] })).toBeNull();
  });

  it('puts what is covered where there is room, and refuses where there is none', () => {
    const some = layout(one('a', 0, 0, 2, 2), one('b', 2, 0, 2, 2));
    const moved = put(some, 'a', [1, 0, 2, 2])!;
    expect([at(moved, 'a'), at(moved, 'b')]).toEqual([[1, 0, 2, 2], [3, 0, 2, 2]]); // prettier-ignore
    expect(put(some, 'a', [7, 0, 2, 2])).toBeNull();
    expect(put(packed, 'a', [0, 0, 5, 2])).toBeNull();
    expect(moved.widgets[0]).not.toBe(some.widgets[0]);
    expect(put(some, 'a', [0, 2, 2, 2])!.widgets[1]).toBe(some.widgets[1]);
  });

  it('steps, and changes places with a neighbour where there is no room', () => {
    const swapped = nudge(packed, 'a', 1, 0)!;
    expect([at(swapped, 'a'), at(swapped, 'b')]).toEqual([[4, 0, 4, 2], [0, 0, 4, 2]]); // prettier-ignore
    expect(nudge(packed, 'a', -1, 0)).toBeNull();
    expect(nudge(packed, 'a', 0, 1)).toBeNull();
    const uneven = layout(one('a', 0, 0, 6, 4), one('b', 6, 0, 2, 4));
    const turned = nudge(uneven, 'a', 1, 0)!;
    expect([at(turned, 'a'), at(turned, 'b')]).toEqual([[2, 0, 6, 4], [0, 0, 2, 4]]); // prettier-ignore
    const back = nudge(turned, 'a', -1, 0)!;
    expect(back).toEqual(uneven);
  });

  it('stretches, and not to nothing', () => {
    expect(at(stretch(layout(one('a', 0, 0, 2, 2)), 'a', 1, -1), 'a')).toEqual([0, 0, 3, 1]);
    expect(stretch(layout(one('a', 0, 0, 1, 1)), 'a', -1, 0)).toBeNull();
  });

  it('keeps its rules whatever is done', () => {
    let draft = begin(scene(one('a', 0, 0, 4, 2), one('b', 4, 0, 2, 2), one('c', 0, 2, 3, 2)), 0);
    for (let i = 0; i < 400; i++) {
      const id = ['a', 'b', 'c'][i % 3]!;
      const [dx, dy] = ([[1, 0], [0, 1], [-1, 0], [0, -1]] as const)[(i * 7 + (i >> 3)) % 4]!; // prettier-ignore
      draft = step(draft, i % 5 === 0 ? { do: 'stretch', id, dw: dx, dh: dy } : { do: 'nudge', id, dx, dy });
      expect(gridFault(draft.scene)).toBeNull();
    }
  });

  it('gives ids that are not taken', () => {
    expect(freshId(layout(one('kpi', 0, 0, 1, 1), one('kpi-2', 1, 0, 1, 1)), 'kpi')).toBe('kpi-3');
    expect(freshId(layout(one('x'.repeat(40), 0, 0, 1, 1)), 'x'.repeat(40))).toHaveLength(40);
  });
});

describe('a draft', () => {
  const start = begin(scene(one('a', 0, 0, 2, 2)), 3);

  it('is changed, undone and done again', () => {
    const moved = acted(start, { do: 'choose', id: 'a' }, { do: 'arrange', at: { a: [2, 0, 2, 2] } });
    expect([dirty(start), dirty(moved), at(layoutOf(moved), 'a')]).toEqual([false, true, [2, 0, 2, 2]]);
    const undone = step(moved, { do: 'undo' });
    expect([dirty(undone), undone.scene, undone.chosen]).toEqual([false, start.scene, 'a']);
    expect(step(undone, { do: 'redo' }).scene).toBe(moved.scene);
    expect(step(start, { do: 'undo' })).toBe(start);
    expect(acted(undone, { do: 'remove', id: 'a' }, { do: 'redo' }).scene.layouts[0]!.widgets).toEqual([]);
  });

  it('takes typing in one field as one step', () => {
    const typed = ['甲', '甲乙', '甲乙丙'].reduce(
      (draft, zh) => step(draft, { do: 'options', id: 'a', field: 'title', options: { title: { zh, en: '' } } }),
      start,
    );
    const other = step(typed, { do: 'options', id: 'a', field: 'top', options: { top: 3 } });
    expect(other.past).toHaveLength(2);
    expect(step(other, { do: 'undo' }).scene).toEqual(typed.scene);
    expect(acted(other, { do: 'undo' }, { do: 'undo' }).scene).toBe(start.scene);
  });

  it('adds what finds room, chooses it, and says where there is none', () => {
    const kpi = WIDGETS.get('kpi')!;
    const added = step(start, { do: 'add', widget: kpi, options: { measure: 'open' } });
    expect(chosenOf(added)).toMatchObject({ id: 'kpi', widget: 'kpi', options: { measure: 'open' } });
    const full = begin(scene(one('a', 0, 0, 8, 4)), 0);
    expect(step(full, { do: 'add', widget: kpi })).toEqual({ ...full, cramped: true });
    expect(step(added, { do: 'undo' }).chosen).toBeNull();
    expect('options' in chosenOf(step(added, { do: 'options', id: 'kpi', field: 'x', options: {} }))!).toBe(false);
  });

  it('is clean again once it is saved, and what was done meanwhile is not lost', () => {
    const moved = step(start, { do: 'arrange', at: { a: [2, 0, 2, 2] } });
    const on = step(moved, { do: 'arrange', at: { a: [4, 0, 2, 2] } });
    expect(dirty(step(moved, { do: 'saved', scene: moved.scene, base: 4 }))).toBe(false);
    expect(dirty(step(on, { do: 'saved', scene: moved.scene, base: 4 }))).toBe(true);
  });

  it('has a layout more, in its place by width, and one less; the last stays', () => {
    const wide = step(start, { do: 'add-layout', minAspect: 3.2 });
    expect([wide.scene.layouts.map(({ minAspect }) => minAspect), wide.layout]).toEqual([[3.2, 1.6, 0], 0]);
    expect(layoutOf(wide)).toEqual({ ...start.scene.layouts[0], minAspect: 3.2 });
    const middle = step(wide, { do: 'add-layout', minAspect: 1 });
    expect([middle.scene.layouts.map(({ minAspect }) => minAspect), middle.layout]).toEqual([[3.2, 1.6, 1, 0], 2]);
    // What is moved in the new one is moved nowhere else.
    const moved = step(middle, { do: 'arrange', at: { a: [4, 0, 2, 2] } });
    expect(moved.scene.layouts.map((one) => one.widgets[0]?.at)).toEqual([[0, 0, 2, 2], [0, 0, 2, 2], [4, 0, 2, 2], undefined]); // prettier-ignore
    expect(step(wide, { do: 'add-layout', minAspect: 3.2 })).toBe(wide);
    expect([mayAdd(wide.scene, 1.6), mayAdd(wide.scene, -1), mayAdd(wide.scene, Number.NaN), mayAdd(wide.scene, 5)]).toEqual([false, false, false, true]); // prettier-ignore
    const less = step(moved, { do: 'remove-layout' });
    expect(less.scene.layouts.map(({ minAspect }) => minAspect)).toEqual([3.2, 1.6, 0]);
    expect(acted(less, { do: 'undo' }).scene).toBe(moved.scene);
    let last = less;
    for (let n = 0; n < 5; n++) last = step(last, { do: 'remove-layout' });
    expect(last.scene.layouts).toHaveLength(1);
    expect(gridFault(last.scene)).toBeNull();
  });

  it('keeps a bounded past', () => {
    let draft = start;
    for (let i = 0; i < STEPS_MAX + 20; i++) draft = step(draft, { do: 'arrange', at: { a: [i % 2, 0, 2, 2] } });
    expect(draft.past.length).toBe(STEPS_MAX);
  });

  it('has words that are said once, and a scope that is left out when it is empty', () => {
    const named = step(start, { do: 'words', field: 'titles.zh', words: { titles: { zh: '大', en: 'Small' } } });
    expect(named.scene.titles.zh).toBe('大');
    const narrowed = step(start, { do: 'scope', id: 'a', scope: { district: '1' } });
    expect(step(narrowed, { do: 'scope', id: 'a', scope: {} }).scene).toEqual(start.scene);
  });
});

describe('differences', () => {
  it('are told widget by widget and path by path', () => {
    const before = scene({ ...one('a', 0, 0, 2, 2), options: { title: { zh: '甲', en: 'A' }, top: 3 } }, one('b', 2, 0, 2, 2), one('c', 4, 0, 2, 2)); // prettier-ignore
    const after = {
      ...scene({ ...one('a', 0, 2, 3, 2), options: { title: { zh: '乙', en: 'A' } }, scope: scoped({ nature: 'help' }) }, one('b', 2, 0, 2, 2), one('d', 4, 0, 2, 2)),
      titles: { zh: '大', en: 'Small' },
    }; // prettier-ignore
    expect(diff(before, after)).toEqual([
      { what: 'scene', path: '/titles/zh', before: '小', after: '大' },
      { what: 'removed', layout: 1.6, id: 'c', widget: 'kpi' },
      { what: 'moved', layout: 1.6, id: 'a', before: [0, 0, 2, 2], after: [0, 2, 3, 2] },
      { what: 'resized', layout: 1.6, id: 'a', before: [0, 0, 2, 2], after: [0, 2, 3, 2] },
      { what: 'option', layout: 1.6, id: 'a', path: '/title/zh', before: '甲', after: '乙' },
      { what: 'option', layout: 1.6, id: 'a', path: '/top', before: 3, after: undefined },
      { what: 'scope', layout: 1.6, id: 'a', path: '/nature', before: undefined, after: 'help' },
      { what: 'added', layout: 1.6, id: 'd', widget: 'kpi' },
    ]);
    expect(diff(before, structuredClone(before))).toEqual([]);
  });

  it('know layouts by their least aspect', () => {
    const before = scene();
    const wide = { ...layout(), minAspect: 3, columns: 12 };
    const grown = { ...before, layouts: [wide, { ...before.layouts[0]!, columns: 10 }] };
    expect(diff(before, grown)).toEqual([
      { what: 'layout-removed', layout: 0 },
      { what: 'layout-added', layout: 3 },
      { what: 'grid', layout: 1.6, before: [8, 4], after: [10, 4] },
    ]);
  });
});

describe('the form of options', () => {
  it('has a field for each kind of option', () => {
    const fields = fieldsOf(
      Type.Object({
        a: Type.Enum(['x', 'y'], { default: 'x' }),
        b: Type.Optional(Type.Integer({ minimum: 1, maximum: 3 })),
        c: Type.Array(Type.Enum(['p', 'q']), { minItems: 1 }),
        d: Type.Object({ zh: Type.String(), en: Type.String() }),
        e: Type.Object({ f: Type.Boolean() }),
        g: Type.Array(Type.String()),
        h: Type.Number(),
        i: Type.String({ maxLength: 9 }),
      }),
    );
    expect(fields.map(({ shape }) => shape)).toMatchObject([
      { kind: 'choice', values: ['x', 'y'] },
      { kind: 'number', whole: true, least: 1, most: 3 },
      { kind: 'choices', values: ['p', 'q'], least: 1, most: 2 },
      { kind: 'both' },
      { kind: 'group', fields: [{ name: 'f', shape: { kind: 'flag' } }] },
      { kind: 'json' },
      { kind: 'number', whole: false },
      { kind: 'text', most: 9 },
    ]);
    expect(fields.map(({ optional }) => optional)).toEqual([false, true, false, false, false, false, false, false]);
  });

  it('leaves out what the default says, and tells what does not fit', () => {
    const schema = Type.Object({ top: Type.Integer({ minimum: 1, default: 10 }), by: Type.Optional(Type.String()) });
    expect(withOption(schema, { by: 'x' }, 'top', 4)).toEqual({ by: 'x', top: 4 });
    expect(withOption(schema, { by: 'x', top: 4 }, 'top', 10)).toEqual({ by: 'x' });
    expect(withOption(schema, { by: 'x' }, 'by', undefined)).toEqual({});
    expect(faultOf(schema, { top: 0 })?.path).toBe('/top');
    expect(faultOf(schema, { top: 1 })).toBeNull();
  });

  it('names every option of every widget in both languages', () => {
    for (const widget of WIDGETS.values())
      for (const { name, shape } of fieldsOf(widget.options)) {
        expect([widget.id, name, Object.keys(editZh.option)]).toEqual([
          widget.id,
          name,
          expect.arrayContaining([name]),
        ]);
        expect([widget.id, name, shape.kind === 'json' && name !== 'gauges']).toEqual([widget.id, name, false]);
      }
  });
});

describe('shapes of walls', () => {
  it('show the layout that a wall of this shape shows', () => {
    const layouts = [3.4, 1.6, 0].map((minAspect) => ({ ...layout(), minAspect }));
    expect((['16:9', '24:9', '32:9', '9:16'] as const).map((name) => layoutIn(layouts, name))).toEqual([1, 1, 0, 2]);
    expect(layouts.map((_, i) => aspectsOf(layouts, i))).toEqual([['32:9'], ['16:9', '24:9'], ['9:16']]);
    expect(aspectsOf([{ ...layout(), minAspect: 9 }, layouts[2]!], 0)).toEqual(['32:9']);
  });
});

describe('scenes that are renewed', () => {
  it('keep what did not change as the very same objects', () => {
    const before = [scene(one('a', 0, 0, 2, 2), one('b', 2, 0, 2, 2)), { ...scene(), id: 'other' }];
    const after = structuredClone(before);
    after[0]!.layouts[0]!.widgets.reverse();
    after[0]!.layouts[0]!.widgets[0]!.at = [4, 0, 2, 2];
    const now = kept(before, after);
    expect(now).toEqual(after);
    expect(now[1]).toBe(before[1]);
    expect(now[0]!.layouts[0]!.widgets[1]).toBe(before[0]!.layouts[0]!.widgets[0]);
    expect(now[0]!.layouts[1]).toBe(before[0]!.layouts[1]);
    expect(kept(before, structuredClone(before))).toBe(before);
  });
});
