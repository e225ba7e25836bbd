// @vitest-environment happy-dom
import { mount } from '@vue/test-utils';
import { defineComponent, h, nextTick, ref } from 'vue';
import { describe, expect, it } from 'vitest';
import { topicKey, type Topic } from '../../contract/topic.ts';
import type { LiveEvent, LiveState } from './reduce.ts';
import { begin } from './reduce.ts';
import { createLive, provideLive, useTopics } from './useTopics.ts';

const latest = (size: number): Topic => ({ view: 'latest', params: { size } });

/** A link that notes what is wanted and shows what it is given. */
function fakeLink() {
  const wanted: string[][] = [];
  let changed: (state: LiveState, at: number) => void = () => undefined;
  const live = createLive((report) => {
    changed = report;
    return {
      state: () => begin('wuxi'),
      send: (event) =>
        void (event.type === 'want' && wanted.push((event as LiveEvent & { topics: Topic[] }).topics.map(topicKey))),
      close: () => undefined,
    };
  });
  const give = (values: [Topic, number][], at = 10, over: Partial<LiveState> = {}): void =>
    changed(
      {
        ...begin('wuxi'),
        connected: true,
        heard: 0,
        clock: 1_000_000,
        log: 5,
        held: new Map(values.map(([topic, n]) => [topicKey(topic), { seq: 0, value: n }])),
        ...over,
      },
      at,
    );
  return { live, wanted, give };
}

const Reader = defineComponent({
  props: { size: { type: Number, required: true } },
  setup(props) {
    const { values } = useTopics(() => ({ tickets: latest(props.size) }));
    return () => h('i', String(values.value.tickets ?? '?'));
  },
});

describe('topics of the widgets of a scene', () => {
  it('[T1] are one union, asked for once a change of scene, and counted by use', async () => {
    const { live, wanted, give } = fakeLink();
    const sizes = ref([1, 2, 2]);
    const wall = mount(
      defineComponent({
        setup() {
          provideLive(live);
          return () => sizes.value.map((size, i) => h(Reader, { key: `${i}/${size}`, size }));
        },
      }),
    );
    await nextTick();
    expect(wanted).toEqual([[topicKey(latest(1)), topicKey(latest(2))]]);
    give([
      [latest(1), 11],
      [latest(2), 22],
    ]);
    await nextTick();
    expect(wall.text()).toBe('112222');
    expect(live.log.value).toBe(5);
    sizes.value = [2, 3];
    await nextTick();
    await nextTick();
    expect(wanted.slice(1)).toEqual([[topicKey(latest(2)), topicKey(latest(3))]]);
    expect(wall.text()).toBe('22?');
    wall.unmount();
    await nextTick();
    expect(wanted.at(-1)).toEqual([]);
  });

  it('[W1] says live, then cut off since the last good data, and keeps the values shown', async () => {
    const { live, give } = fakeLink();
    expect(live.status.value.phase).toBe('waiting');
    give([[latest(1), 1]], 300);
    expect(live.status.value).toMatchObject({ phase: 'live', age: 300 });
    expect(live.clock.value).toBe(1_000_000);
    give([[latest(1), 1]], 400, { connected: false });
    expect(live.status.value).toMatchObject({ phase: 'cut', since: 1_000_000 });
  });
});
