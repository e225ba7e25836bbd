import Type from 'typebox';
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { Check } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { compile, type Condition } from '../../contract/condition.ts';
import { Scene } from '../../contract/scene.ts';
import { withDefaults } from '../../contract/options.ts';
import { both, sceneOf, scenesOf } from './scene.ts';
import { layoutFor, stageOf } from './stage.ts';
import { WIDGETS } from './registry.ts';

const SCENES = new URL('../../cities/wuxi/scenes/', import.meta.url);
const scenes = readdirSync(SCENES).map((name) => JSON.parse(readFileSync(new URL(name, SCENES), 'utf8')) as Scene);

describe('the canvas', () => {
  it('is 1080 design px on its shorter side and keeps the aspect', () => {
    expect(stageOf(3840, 2160)).toEqual({ width: 1920, height: 1080, scale: 2, aspect: 3840 / 2160 });
    expect(stageOf(7680, 2160)).toMatchObject({ width: 3840, height: 1080, scale: 2 });
    expect(stageOf(1080, 1920)).toMatchObject({ width: 1080, height: 1920, scale: 1 });
  });

  it('takes the widest layout that fits, and the narrowest when none does', () => {
    const layouts = [0.5, 1.7, 3.2].map((minAspect) => ({ minAspect, columns: 1, rows: 1, widgets: [] }));
    expect([16 / 9, 32 / 9, 0.6, 0.2, 1366 / 768].map((aspect) => layoutFor(layouts, aspect).minAspect)).toEqual([
      1.7, 3.2, 0.5, 0.5, 1.7,
    ]);
  });

  it.each(scenes.map((scene) => [scene.id, scene] as const))(
    'scene %s is a scene whose widgets exist, lie in the grid and do not overlap',
    (_id, scene) => {
      expect(Check(Scene, scene)).toBe(true);
      for (const layout of scene.layouts) {
        const taken = new Set<string>();
        expect(new Set(layout.widgets.map((one) => one.id)).size).toBe(layout.widgets.length);
        for (const { id, widget, at } of layout.widgets) {
          expect([...WIDGETS.keys()]).toContain(widget);
          const [column, row, columns, rows] = at;
          for (let x = column; x < column + columns; x++) {
            for (let y = row; y < row + rows; y++) {
              const free = x < layout.columns && y < layout.rows && !taken.has(`${x},${y}`);
              expect(`${id} at ${x},${y}: ${free}`).toBe(`${id} at ${x},${y}: true`);
              taken.add(`${x},${y}`);
            }
          }
        }
      }
    },
  );
});

describe('the scenes of a city', () => {
  it('begin with the overview, whatever the order of the files', () => {
    const city = {
      scenes: ['feeds', 'overview', 'topics'].map((id) => ({ id, titles: { zh: id, en: id }, layouts: [] })),
    };
    expect(scenesOf(city).map((scene) => scene.id)).toEqual(['overview', 'feeds', 'topics']);
    expect([sceneOf(city, undefined)?.id, sceneOf(city, 'topics')?.id, sceneOf(city, 'gone')]).toEqual([
      'overview',
      'topics',
      undefined,
    ]);
  });
});

describe('options', () => {
  const schema = Type.Object({
    size: Type.Integer({ default: 9 }),
    words: Type.Array(Type.String(), { default: ['a'] }),
    word: Type.Optional(Type.String()),
    deep: Type.Object({ on: Type.Boolean({ default: true }), off: Type.Optional(Type.Boolean()) }),
  });
  it('are completed by the defaults of the schema, and a default is never shared', () => {
    const filled = withDefaults(schema);
    expect(filled).toEqual({ size: 9, words: ['a'], deep: { on: true } });
    (filled.words as string[]).push('b');
    expect(withDefaults(schema, { size: 3, deep: { off: true } })).toEqual({
      size: 3,
      words: ['a'],
      deep: { on: true, off: true },
    });
  });
});

describe('conditions that meet', () => {
  const test = fc.oneof(
    fc.constantFrom('01', '01.02', '02'),
    fc.record({ in: fc.uniqueArray(fc.constantFrom('01', '01.02', '02'), { minLength: 1 }) }),
    fc.record({ not: fc.uniqueArray(fc.constantFrom('01', '02'), { minLength: 1 }) }),
    fc.record({ under: fc.constantFrom('01', '02', '01.02') }),
    fc.record({ set: fc.boolean() }),
  );
  const fields = fc.dictionary(fc.constantFrom('category', 'district'), test, { maxKeys: 2 });
  const condition = fc
    .tuple(fields, fc.option(fc.array(fields, { minLength: 1, maxLength: 2 }), { nil: undefined }))
    .map(([plain, any]) => ({ ...plain, ...(any ? { any } : {}) }) as unknown as Condition);
  const rows = [null, '01', '01.02', '02', '03'].flatMap((category) =>
    [null, '01', '02'].map((district) => ({ category, district })),
  );

  it('[M2] hold exactly where both hold', () => {
    fc.assert(
      fc.property(condition, condition, (a, b) => {
        const merged = compile('ticket', both(a, b));
        const [pa, pb] = [compile('ticket', a), compile('ticket', b)];
        for (const row of rows) expect(merged(row)).toBe(pa(row) && pb(row));
      }),
      { numRuns: 1000, seed: 12345 },
    );
  });
});
