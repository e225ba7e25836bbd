/** The scenes of all profiles: what they place exists, fits, takes its options, and leaves no hole on the wall. */
import { readdirSync, readFileSync } from 'node:fs';
import { Check, Errors } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import type { GaugeFace } from '../../contract/city.ts';
import { compile, type Condition } from '../../contract/condition.ts';
import { Scene } from '../../contract/scene.ts';
import { TOPICS } from '../../contract/topic.ts';
import { strangers } from '../../widgets/story/option.ts';
import { withDefaults } from '../../contract/options.ts';
import { WIDGETS } from './registry.ts';
import { both, tabsOf } from './scene.ts';

const CITIES = new URL('../../cities/', import.meta.url);
const json = (path: string): unknown => JSON.parse(readFileSync(new URL(path, CITIES), 'utf8'));
const scenes = ['wuxi', 'weifang', 'baltimore'].flatMap((city) =>
  readdirSync(new URL(`${city}/scenes/`, CITIES)).map((file) => ({
    city,
    scene: json(`${city}/scenes/${file}`) as Scene,
  })),
);
const gaugesOf = (city: string): string[] =>
  ((json(`${city}/city.json`) as { gauges?: GaugeFace[] }).gauges ?? []).map(({ id }) => id);

/** Design px of a stage by the least aspect of its layout, without header and margins; and of a cell of the grid of sizes. */
const STAGE = (minAspect: number): [number, number] =>
  minAspect < 1 ? [1032, 1762] : [1080 * Math.max(minAspect, 16 / 9) - 48, 974];
const CELL = [78, 54] as const;

describe.each(scenes.map(({ city, scene }) => [`${city}/${scene.id}`, city, scene] as const))(
  '%s',
  (_name, city, scene) => {
    it('is a scene whose widgets take their options, and whose topics are topics', () => {
      expect(Array.from(Errors(Scene, scene)).map((error) => `${error.instancePath} ${error.message}`)).toEqual([]);
      expect(() => compile('ticket', (scene.scope ?? {}) as Condition)).not.toThrow();
      for (const { widgets } of scene.layouts) {
        for (const { id, widget, options: given, scope } of widgets) {
          const declaration = WIDGETS.get(widget)!;
          const options = withDefaults(declaration.options, given);
          expect([id, Check(declaration.options, options)]).toEqual([id, true]);
          const topics = declaration.topics(
            options as never,
            both((scene.scope ?? {}) as Condition, (scope ?? {}) as Condition),
          );
          for (const topic of Object.values(topics))
            expect([id, Array.from(Errors(TOPICS[topic.view], topic)).map((error) => error.message)]).toEqual([id, []]);
        }
      }
    });

    it('names gauges of the profile only, and tells stories of what there is', () => {
      const known = gaugesOf(city);
      for (const { id, widget, options = {} } of scene.layouts.flatMap(({ widgets }) => widgets)) {
        const named = [
          ...((options['gauges'] as string[] | undefined) ?? []),
          ...(options['gauge'] ? [options['gauge']] : []),
        ];
        const template = options['template'] as { zh: string; en: string } | undefined;
        if (template) {
          expect([id, strangers(template.zh), strangers(template.en)]).toEqual([id, [], []]);
          for (const text of Object.values(template))
            named.push(...[...text.matchAll(/\{gauge\.([^}]+)\}/g)].map((match) => match[1]!));
        }
        expect([id, widget, named.filter((gauge) => !known.includes(gauge as string))]).toEqual([id, widget, []]);
      }
    });

    it('gives every panel the room that its widget needs, and has no hole', () => {
      for (const { minAspect, columns, rows, widgets } of scene.layouts) {
        const [width, height] = STAGE(minAspect);
        let covered = 0;
        for (const { id, widget, at } of widgets) {
          const { min } = WIDGETS.get(widget)!.size;
          const px = [(at[2] / columns) * width, (at[3] / rows) * height].map(Math.round);
          covered += at[2] * at[3];
          expect([minAspect, id, px[0]! >= min[0] * CELL[0] * 0.7, px[1]! >= min[1] * CELL[1] * 0.7, px]).toEqual([
            minAspect,
            id,
            true,
            true,
            px,
          ]);
        }
        expect([minAspect, covered]).toEqual([minAspect, columns * rows]);
      }
    });
  },
);

describe('tabs', () => {
  it('put scenes of one group under one name, at the place of the first of them', () => {
    const scene = (id: string, group?: string): Scene => ({
      id,
      titles: { zh: id, en: id },
      layouts: [],
      ...(group && { group: { zh: group, en: group } }),
    });
    const tabs = tabsOf({
      scenes: [scene('a'), scene('heat', 'topics'), scene('overview'), scene('b'), scene('school', 'topics')],
    });
    expect(tabs.map(({ titles, scenes: list, group }) => [titles.zh, list.map(({ id }) => id), group])).toEqual([
      ['overview', ['overview'], false],
      ['a', ['a'], false],
      ['topics', ['heat', 'school'], true],
      ['b', ['b'], false],
    ]);
  });
});
