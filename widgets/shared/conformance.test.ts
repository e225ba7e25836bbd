// @vitest-environment happy-dom
/** What holds for every widget: its declaration, its topics, its fixtures, and that it draws each of them. */
import { mount } from '@vue/test-utils';
import Type, { type TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Component, nextTick } from 'vue';
import { ALERT_STATUSES, AlertContent } from '../../contract/alert.ts';
import type { Condition } from '../../contract/condition.ts';
import { HOT_WINDOWS, TOPICS, type Topic, type ViewName } from '../../contract/topic.ts';
import type { WidgetDeclaration } from '../../contract/widget.ts';
import { AT, FIXTURE_CITY } from './fixture-city.ts';

const found = import.meta.glob<WidgetDeclaration>('../*/widget.ts', { eager: true, import: 'default' });
const widgets = Object.entries(found).map(([path, declaration]) => ({ folder: path.split('/')[1]!, declaration }));

const closed = { additionalProperties: false } as const;
const Cell = Type.Tuple([Type.Number(), Type.Number()]);
const Cells = Type.Record(Type.String(), Cell);
const Range = { from: Type.Integer(), to: Type.Integer() };
const Grouped = { ...Range, cells: Type.Record(Type.String(), Cells), total: Cells };
const Counts = Type.Record(Type.String(), Type.Integer());
const Brief = {
  id: Type.String(),
  title: Type.String(),
  created: Type.Integer(),
  channel: Type.String(),
  nature: Type.String(),
  status: Type.String(),
  clock: Type.String(),
  category: Type.Optional(Type.String()),
  district: Type.Optional(Type.String()),
  street: Type.Optional(Type.String()),
  unit: Type.Optional(Type.String()),
};
/** The shape of AlertCard: what an alert says, and where it stands. */
const Card = Type.Object(
  {
    ...Type.Pick(AlertContent, [
      'rule', 'family', 'keys', 'place', 'level', 'owner', 'titles', 'says', 'advice', 'sight', 'measure', 'filter', 'why',
    ]).properties,
    status: Type.Enum([...ALERT_STATUSES]),
    since: Type.Integer(),
    updated: Type.Integer(),
    claimedBy: Type.Optional(Type.String()),
    claimed: Type.Optional(Type.Integer()),
    dispatchedTo: Type.Optional(Type.String()),
    escalations: Type.Optional(Type.Integer()),
    flaps: Type.Optional(Type.Integer()),
    resolved: Type.Optional(Type.Integer()),
  },
  closed,
); // prettier-ignore
const HotTerm = Type.Object(
  {
    word: Type.String(),
    rank: Type.Integer(),
    count: Type.Integer(),
    low: Type.Optional(Type.Number()),
    mean: Type.Optional(Type.Number()),
    high: Type.Optional(Type.Number()),
    times: Type.Optional(Type.Number()),
    hot: Type.Boolean(),
    isNew: Type.Boolean(),
  },
  closed,
);
const Issue = Type.Object(
  {
    title: Type.String(),
    district: Type.Optional(Type.String()),
    street: Type.Optional(Type.String()),
    community: Type.Optional(Type.String()),
    category: Type.Optional(Type.String()),
    unit: Type.Optional(Type.String()),
    ...Object.fromEntries(
      ['count', 'requesters', 'open', 'total', 'mentions', 'negative', 'first', 'last'].map((n) => [n, Type.Integer()]),
    ),
    heat: Type.Number(),
    trend: Counts,
  },
  closed,
);
const Mention = Type.Object(
  {
    id: Type.String(),
    title: Type.String(),
    published: Type.Integer(),
    medium: Type.String(),
    ...Object.fromEntries(
      ['outlet', 'sentiment', 'district', 'issue', 'about'].map((n) => [n, Type.Optional(Type.String())]),
    ),
  },
  closed,
);
/** The shapes of TopicValues, which the contract has as types only. What a wall is to show is no widget's. */
const VALUES: Record<Exclude<ViewName, 'wall' | 'scenes'>, TSchema> = {
  measures: Type.Object(
    { ...Range, cells: Cells, compared: Type.Optional(Type.Object({ ...Range, cells: Cells }, closed)) },
    closed,
  ),
  series: Type.Object({ ...Range, cells: Type.Record(Type.String(), Cells) }, closed),
  group: Type.Object({ ...Grouped, compared: Type.Optional(Type.Object(Grouped, closed)) }, closed),
  normal: Type.Object(
    {
      date: Type.String(),
      days: Type.Integer(),
      hours: Type.Record(Type.String(), Type.Tuple([Type.Number(), Type.Number(), Type.Number()])),
    },
    closed,
  ),
  split: Type.Object({ ...Range, cells: Type.Record(Type.String(), Cells) }, closed),
  past: Type.Object(Grouped, closed),
  spread: Type.Object({ ...Range, counts: Type.Record(Type.String(), Type.Integer()), total: Type.Integer() }, closed),
  gauges: Type.Object(
    {
      ...Range,
      latest: Type.Record(
        Type.String(),
        Type.Object({ value: Type.Number(), at: Type.Integer(), unit: Type.Optional(Type.String()) }, closed),
      ),
      buckets: Type.Record(Type.String(), Type.Record(Type.String(), Type.Number())),
    },
    closed,
  ),
  latest: Type.Object(
    { tickets: Type.Record(Type.String(), Type.Object({ ...Brief, due: Type.Optional(Type.Integer()) }, closed)) },
    closed,
  ),
  deadlines: Type.Object(
    { tickets: Type.Record(Type.String(), Type.Object({ ...Brief, due: Type.Integer() }, closed)) },
    closed,
  ),
  feeds: Type.Object({
    sources: Type.Record(
      Type.String(),
      Type.Object(
        {
          seen: Type.Integer(),
          perMinute: Type.Number(),
          lag: Type.Number(),
          total: Type.Integer(),
          refused: Type.Integer(),
          silent: Type.Boolean(),
        },
        closed,
      ),
    ),
  }),
  hot: Type.Object(
    {
      windows: Type.Object(
        Object.fromEntries(
          HOT_WINDOWS.map((window) => [
            window,
            Type.Object({ ...Range, tickets: Type.Integer(), words: Type.Record(Type.String(), HotTerm) }, closed),
          ]),
        ),
        closed,
      ),
    },
    closed,
  ),
  issues: Type.Object({ ...Range, issues: Type.Record(Type.String(), Issue), all: Type.Integer() }, closed),
  mentions: Type.Object({ mentions: Type.Record(Type.String(), Mention) }, closed),
  alerts: Type.Object(
    { cards: Type.Record(Type.String(), Card), open: Type.Integer(), unclaimed: Type.Integer() },
    closed,
  ),
};

const withDefaults = (declaration: WidgetDeclaration, given: Record<string, unknown> = {}): Record<string, unknown> =>
  Value.Default(declaration.options, structuredClone(given)) as Record<string, unknown>;
const topicsOf = (
  declaration: WidgetDeclaration,
  options: Record<string, unknown>,
  scope: Condition,
): Record<string, Topic> => declaration.topics(options as never, scope);

beforeEach(() => {
  vi.stubGlobal('fetch', () => Promise.reject(new Error('no network in tests')));
});
afterEach(() => {
  vi.unstubAllGlobals();
});

it('finds the widgets', () => {
  expect(widgets.map((w) => w.folder).filter((id) => !id.startsWith('_'))).toEqual(
    expect.arrayContaining(['kpi', 'volume-trend', 'district-map', 'alert-strip']),
  );
});

describe.each(widgets)('$folder', ({ folder, declaration }) => {
  it('is declared: id is the folder, titles in both languages, sizes on the grid', () => {
    expect(declaration.id).toBe(folder);
    expect(declaration.titles.zh).not.toBe('');
    expect(declaration.titles.en).toMatch(/^[\x20-\x7e×]+$/);
    const { min, ideal } = declaration.size;
    expect(min[0]).toBeLessThanOrEqual(ideal[0]);
    expect(min[1]).toBeLessThanOrEqual(ideal[1]);
    expect(ideal[0]).toBeLessThanOrEqual(24);
    expect(ideal[1]).toBeLessThanOrEqual(18);
    expect(declaration.lateAfter).toBeGreaterThan(0);
    const options = withDefaults(declaration);
    expect(Value.Check(declaration.options, options)).toBe(true);
    const titles = (['zh', 'en'] as const).map(
      (locale) => declaration.title?.(options as never, locale, FIXTURE_CITY)?.title,
    );
    expect(titles[0] === titles[1]).toBe(declaration.title === undefined);
  });

  it('joins topics that the contract knows, under the scope of its scene', async () => {
    for (const fixture of [{}, ...(await declaration.fixtures())] as { options?: Record<string, unknown> }[]) {
      const options = withDefaults(declaration, fixture.options);
      const topics = topicsOf(declaration, options, { district: '320213' });
      expect(Object.keys(topics).length).toBeGreaterThan(0);
      for (const topic of Object.values(topics)) {
        expect(Array.from(Value.Errors(TOPICS[topic.view], topic))).toEqual([]);
        expect(topic.scope).toEqual(topic.view === 'feeds' ? undefined : { district: '320213' });
      }
      for (const topic of Object.values(topicsOf(declaration, options, {}))) expect(topic.scope).toBeUndefined();
    }
  });

  it('has fixtures in the shapes of its topics, an empty one too', async () => {
    const fixtures = await declaration.fixtures();
    expect(fixtures.some((f) => Object.keys(f.data).length === 0)).toBe(true);
    expect(fixtures.length).toBeGreaterThan(1);
    expect(new Set(fixtures.map((f) => f.name)).size).toBe(fixtures.length);
    for (const fixture of fixtures) {
      const options = withDefaults(declaration, fixture.options);
      expect(Array.from(Value.Errors(declaration.options, options))).toEqual([]);
      const topics = topicsOf(declaration, options, {});
      for (const [name, value] of Object.entries(fixture.data)) {
        expect(topics).toHaveProperty(name);
        expect(Array.from(Value.Errors(VALUES[topics[name]!.view as keyof typeof VALUES], value))).toEqual([]);
        expect(JSON.stringify(value)).not.toContain('null');
      }
    }
  });

  it('draws every fixture in both languages, and what is touched drills down or says that nothing is behind it', async () => {
    const { default: View } = (await declaration.component()) as { default: Component };
    const errors = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const warnings = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    for (const fixture of await declaration.fixtures()) {
      const options = withDefaults(declaration, fixture.options);
      for (const locale of ['zh', 'en'] as const) {
        const props = { options, data: fixture.data, city: FIXTURE_CITY, scope: {}, clock: AT, late: null, locale };
        const wrapper = mount(View, { props });
        await nextTick();
        expect(wrapper.text()).not.toMatch(/NaN|undefined|Infinity|\[object/);
        for (const button of wrapper.findAll('button')) await button.trigger('click');
        for (const [mark] of wrapper.emitted('hit') ?? []) {
          const drill = declaration.hit(mark, options as never, fixture.data);
          // Before data arrives the range of most marks isn't known yet.
          expect(drill !== null || Object.keys(fixture.data).length === 0).toBe(true);
        }
        await wrapper.setProps({ clock: AT + 1000, data: {} });
        wrapper.unmount();
      }
    }
    expect(errors.mock.calls).toEqual([]);
    expect(warnings.mock.calls).toEqual([]);
  });

  it('answers a mark that it does not know with null or with its own number', () => {
    const options = withDefaults(declaration);
    for (const mark of [undefined, null, 'x', 7, {}, { kind: 'nothing' }]) {
      const drill = declaration.hit(mark, options as never, {});
      expect(drill?.filter).toBeUndefined();
    }
  });
});

it('no widget names a colour', () => {
  const files = import.meta.glob<string>(['../**/*.vue', '../**/*.ts', '!../**/*.test.ts'], {
    eager: true,
    query: '?raw',
    import: 'default',
  });
  const named = Object.entries(files)
    .filter(([, text]) => /#[0-9a-f]{6}\b|(?<![-\w])rgba?\(\s*\d/i.test(text))
    .map(([path]) => path);
  expect(named).toEqual([]);
});
