import { describe, expect, it } from 'vitest';
import { START, Story, steady, ruleOf, MINUTE } from './stories.fixture.ts';

const GROUPS = [
  { district: 'd1', street: 's1', community: 'c1', category: '02' },
  { district: 'd1', street: 's1', community: 'c2', category: '02' },
  { district: 'd2', street: 's2', community: 'c3', category: '02' },
  { district: 'd1', street: 's1', community: 'c1', category: '01.01' },
];
const past = steady(GROUPS, 1);
const matters = [
  ruleOf({ id: 'city', signal: 'surge', measure: 'accepted', by: ['category'], window: 60, least: 10 }),
  ruleOf({ id: 'district', signal: 'surge', measure: 'accepted', by: ['district', 'category'], window: 60, least: 8 }),
  ruleOf({ id: 'cluster', signal: 'surge', measure: 'accepted', by: ['community', 'category'], window: 60, least: 5, level: 4, distinct: 'requester' }),
]; // prettier-ignore
const cold = { category: '02', place: { district: 'd1', street: 's1', community: 'c1' } };

describe('stories of alerts', () => {
  it('[A1] heating fails in one compound: one card, of that compound, with its number and what is usual', async () => {
    const story = new Story({ rules: matters }, past);
    await (await story.tickets(10, 70, 60, cold).quiet(10)).want('cluster', 'raised', 10, 45);
    expect(story.cards).toEqual(['cluster d1/s1/c1/02 firing 4']);
    const [row] = story.rehearsal.alerts();
    const content = JSON.parse(row!.content!) as { says: { zh: string; en: string }; titles: { zh: string } };
    expect(content.titles.zh).toBe('东区c1 供暖');
    expect(content.says.en).toMatch(/^\d+ requesters in an hour, usually \d+–\d+$/);
    await story.until(70);
    expect(story.cards).toEqual(['cluster d1/s1/c1/02 firing 4']);
    expect(story.rehearsal.held.map(({ why }) => why[0]!.why.en)).toContain('an open alert accounts for it');
    await story.want('cluster', 'recovering', 100, 130);
    await story.want('cluster', 'resolved', 105, 140);
  });

  it('[A1] a storm of 10,000 tickets about one matter in ten minutes is one card', async () => {
    const story = new Story({ rules: matters }, past);
    for (const [i, { district, street, community }] of GROUPS.slice(0, 3).entries())
      story.tickets(5 + i / 1000, 15, 3334, { category: '02', place: { district, street, community } });
    await story.until(40);
    expect(story.cards).toHaveLength(1);
    expect(story.cards[0]).toMatch(/^city 02 firing/);
  });

  it('a broader alert takes the place of a narrower one that nobody claimed, and leaves one that somebody did', async () => {
    for (const claimed of [false, true]) {
      const story = new Story({ rules: matters }, past).tickets(5, 20, 20, cold);
      await story.want('cluster', 'raised', 5, 20);
      const { id } = story.rehearsal.alerts()[0]!;
      if (claimed) story.event(START + 20.5 * MINUTE, 'hotline.alert.claimed', id, { by: '1 席' });
      for (const [n, community] of ['c4', 'c5', 'c6', 'c7', 'c8', 'c9'].entries())
        story.tickets(22, 25, 4, { category: '02', place: { district: n % 2 ? 'd1' : 'd2', street: 's2', community } });
      await story.until(26);
      expect(story.cards[0]).toBe('cluster d1/s1/c1/02 ' + (claimed ? 'claimed 4' : 'resolved 4'));
      expect(story.cards[1]).toMatch(/^city 02 firing 3/);
    }
  });

  it('a hot issue: one card by its title, none before the wall announced it, none when a desk says that it is none', async () => {
    const rules = [
      ruleOf({ id: 'issue', signal: 'threshold', family: 'matter', measure: 'accepted', by: ['issue'], window: 60, distinct: 'requester', raise: 10, clear: 4, keep: 300 }),
    ]; // prettier-ignore
    const story = new Story({ rules }).tickets(0, 12, 12, { ...cold, unit: 'heat' });
    for (let n = 1; n <= 12; n++)
      story.event(START + n * MINUTE, 'hotline.ticket.read', `t${2 * n - 1}`, { issue: 'i1' }, '/wall/text');
    await (await story.until(15)).quiet(15);
    expect(story.cards).toEqual([]);
    const founded = {
      title: '东区 · c1 供暖不热',
      district: 'd1',
      street: 's1',
      community: 'c1',
      category: '02',
      began: START,
    };
    story.event(START + 16 * MINUTE, 'hotline.issue.founded', 'i1', founded, '/wall/text');
    await story.want('issue', 'raised', 15, 18);
    const [row] = story.rehearsal.alerts();
    expect(row).toMatchObject({
      issue: 'i1',
      district: 'd1',
      street: 's1',
      community: 'c1',
      title: founded.title,
      value: 12,
    });
    const content = JSON.parse(row!.content!) as { filter: unknown; says: { zh: string } };
    expect(content.filter).toEqual({ issue: 'i1' });
    expect(content.says.zh).toContain('12 位诉求人');
    story.event(START + 20 * MINUTE, 'hotline.issue.dismissed', 'i1', { by: '1 席' }, '/wall/desk');
    await story.want('issue', 'resolved', 20, 30);
    await story.until(60);
    expect(story.rehearsal.alerts()).toHaveLength(1);
  });

  it('a feed dies: one alert of the feed, and rules that depend on it neither rise nor resolve', async () => {
    const rules = [
      ruleOf({ id: 'feed', signal: 'silence', by: ['source'], for: 60, keep: 120 }),
      ruleOf({ id: 'few', signal: 'threshold', measure: 'accepted', window: 10, below: true, raise: 2, clear: 5, feeds: ['/example/desk'] }),
    ]; // prettier-ignore
    const story = new Story({ rules });
    story.tickets(-10, 20, 60);
    await story.quiet(20);
    await story.want('feed', 'raised', 21, 23);
    await story.until(60);
    expect(story.cards).toEqual(['feed /example/desk firing 3']);
    expect(story.rehearsal.held[0]).toMatchObject({ rule: 'few', why: [{}, { stage: 'feeds', kept: false }] });
    story.tickets(60, 90, 60);
    await story.want('feed', 'resolved', 62, 75);
  });

  it('a rule that oscillates round its threshold is one alert, kept longer each time it comes back', async () => {
    const rules = [ruleOf({ id: 'many', signal: 'threshold', measure: 'accepted', window: 5, raise: 20, clear: 15, keep: 300 })]; // prettier-ignore
    const story = new Story({ rules });
    for (let round = 0; round < 6; round++) story.tickets(round * 12, round * 12 + 4, 40);
    await story.until(73);
    expect(story.rehearsal.alerts()).toHaveLength(1);
    expect(story.steps().filter((step) => step.endsWith('raised'))).toHaveLength(1);
    const { flaps } = story.rehearsal.alerts()[0]!;
    expect(flaps).toBeGreaterThan(2);
    await story.until(200);
    expect(story.cards[0]).toMatch(/resolved/);
  });

  it('a wobble between clear and raise changes nothing', async () => {
    const rules = [ruleOf({ id: 'many', signal: 'threshold', measure: 'accepted', window: 5, raise: 20, clear: 10 })];
    const story = new Story({ rules }).tickets(0, 60, 180).tickets(0, 5, 10).tickets(30, 35, 3);
    await story.want('many', 'raised', 2, 10);
    await story.quiet(50);
    expect(story.cards).toEqual(['many - firing 3']);
  });

  it('what does not last is not raised', async () => {
    const rules = [ruleOf({ id: 'many', signal: 'threshold', measure: 'accepted', window: 5, raise: 20, for: 600 })];
    const story = new Story({ rules }).tickets(1, 3, 30);
    await story.until(30);
    expect(story.steps().map((step) => step.split(' ')[1])).toEqual(['pending', 'lapsed']);
    expect(story.cards).toEqual([]);
  });

  it('[A1] nobody claims it: it becomes graver; claimed, it does not', async () => {
    const rules = [ruleOf({ id: 'many', signal: 'threshold', measure: 'accepted', window: 60, raise: 20, level: 4 })];
    const alerting = { rules, unclaimed: { 4: 10, 3: 5, 2: 5 } };
    const story = new Story(alerting).tickets(0, 60, 600);
    await story.want('many', 'raised', 1, 5);
    await story.want('many', 'escalated', 11, 14);
    expect(story.cards).toEqual(['many - firing 3']);
    const { id } = story.rehearsal.alerts()[0]!;
    story.event(START + 15 * MINUTE, 'hotline.alert.claimed', id, { by: '3 席' });
    await story.until(60);
    expect(story.cards).toEqual(['many - claimed 3']);
    expect(story.steps().filter((step) => step.endsWith('escalated'))).toHaveLength(1);
  });

  it('a silence holds back what fits it, for its time, with who and why; then it is raised', async () => {
    const rules = [ruleOf({ id: 'many', signal: 'threshold', measure: 'accepted', window: 60, raise: 20 })];
    const story = new Story({ rules }).tickets(0, 120, 600);
    story.rehearsal.engine.silences = [
      { match: { rule: ['many'] }, from: START, to: START + 30 * MINUTE, by: '值班长', reason: '演练' },
    ];
    await story.quiet(29);
    expect(story.rehearsal.held[0]!.why.at(-1)).toEqual({
      stage: 'silence', kept: false, why: { zh: '值班长 设置静默：演练', en: 'silenced by 值班长: 演练' },
    }); // prettier-ignore
    await story.want('many', 'raised', 29.9, 31);
  });

  it('a graver matter holds back what follows from it', async () => {
    const rules = [
      ...matters,
      ruleOf({ id: 'calls', signal: 'threshold', measure: 'call_waiting', raise: 5, family: 'service' }),
    ];
    const inhibits = [{ by: { family: ['matter' as const] }, of: { rule: ['calls'] }, reason: { zh: '突发事件期间', en: 'during an incident' } }]; // prettier-ignore
    const story = new Story({ rules, inhibits }, past).tickets(1, 30, 200, { category: '02' });
    for (let i = 0; i < 9; i++) story.event(START + 20 * MINUTE, 'hotline.call.queued', `c${i}`, {});
    await story.until(30);
    expect(story.cards).toEqual(['city 02 firing 3']);
    expect(story.rehearsal.held.find(({ rule }) => rule === 'calls')!.why.at(-1)).toMatchObject({ stage: 'inhibit', kept: false }); // prettier-ignore
  });

  it('what a person resolved is left alone while it lasts', async () => {
    const rules = [ruleOf({ id: 'many', signal: 'threshold', measure: 'accepted', window: 60, raise: 20 })];
    const story = new Story({ rules }).tickets(0, 170, 1700);
    await story.want('many', 'raised', 1, 5);
    await story.until(6);
    story.event(START + 6 * MINUTE, 'hotline.alert.resolved', story.rehearsal.alerts()[0]!.id, { by: '3 席', comment: '误报' });
    await story.quiet(120);
    expect(story.cards).toEqual(['many - resolved 3']);
    await story.want('many', 'raised', 125, 130);
  }); // prettier-ignore

  it('[F2] a clock that jumps ahead raises what stands then, once', async () => {
    const rules = [ruleOf({ id: 'late', signal: 'threshold', measure: 'accepted', window: 60, raise: 20 })];
    const story = new Story({ rules }).tickets(0, 10, 30).tickets(600, 610, 30);
    await story.until(5);
    story.rehearsal.now = START + 599 * MINUTE;
    await story.until(615);
    expect(story.steps().filter((step) => step.endsWith('raised'))).toEqual(['606.3 raised']);
  });
});
