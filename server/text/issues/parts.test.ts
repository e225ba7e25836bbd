import { describe, expect, it } from 'vitest';
import { agglomerate } from './agglomerate.ts';
import { Background } from './background.ts';
import { simulated, ticket, ZH } from './fixture.ts';
import { keyOf } from './hash.ts';
import { likeness } from './likeness.ts';
import { areas, names, partOf } from './names.ts';
import { Sketcher, weigh } from './sketch.ts';

const found = (text: string): { names: string[]; areas: string[] } => {
  const tokens = ZH.all(text);
  const parts = tokens.map((token) => partOf(token.text));
  return { names: names(tokens, parts).map((name) => name.text), areas: areas(tokens, parts) };
};

describe('names', () => {
  it('finds compounds, roads, schools and lines by how they end', () => {
    expect(found('投诉伊景园滨河苑捆绑销售车位').names).toContain('伊景园滨河苑');
    expect(found('A3区杜鹃路施工').names).toEqual(['杜鹃路']);
    expect(found('楚龙小学强制补课').names).toEqual(['楚龙小学']);
    expect(found('地铁7号线何时开工').names.join()).toContain('7号线');
  });

  it('takes no ending for a name', () => {
    expect(found('小区停水').names).toEqual([]);
    expect(found('学校、公司和医院').names).toEqual([]);
  });

  it('tells areas from words that end like them', () => {
    expect(found('A7县泉塘街道的小区超市').areas).toEqual(expect.arrayContaining(['A7县']));
    expect(found('小区 超市 夜市').areas).toEqual([]);
  });
});

describe('background', () => {
  it('begins with the frozen table and learns what is common here', () => {
    const background = new Background('zh-CN');
    const [common, rare] = [keyOf('业主'), keyOf('千山制药')];
    expect(background.idf(common)).toBeLessThan(background.idf(rare));
    const before = background.idf(common);
    for (let i = 0; i < 1000; i++) background.note([common * 8, keyOf(`w${i}`) * 8]);
    expect(background.idf(common)).toBeLessThan(before / 3);
    expect(background.count(common)).toBeGreaterThanOrEqual(1000);
    expect(background.kind(keyOf('业主'))).toBe('word');
    expect(background.kind(keyOf('北京'))).toBe('name');
    expect(background.kind(rare)).toBe('unknown');
  });

  it('knows other languages by what is written only', () => {
    const background = new Background('en');
    expect(background.kind(keyOf('water'))).toBe('unknown');
    expect(background.idf(keyOf('water'))).toBeGreaterThan(0);
  });
});

describe('likeness', () => {
  const background = new Background('zh-CN');
  const sketcher = new Sketcher(ZH, background);
  // What is common in the field is learnt first.
  for (const said of simulated(16, 6, 5).said) {
    const { words, pairs } = sketcher.make(said).sketch;
    background.note(words.terms, pairs.terms);
  }
  const of = (title: string, text: string | null = null) => {
    const { sketch } = sketcher.make({ ...ticket(0, 0, 0), title, text, requester: null });
    weigh(sketch, background);
    return sketch;
  };

  it('is the same both ways and between 0 and 1', () => {
    const texts = ['A3区杜鹃路施工噪音', '楚龙小学强制补课', '', '停水停水停水', 'A3区杜鹃路修路扰民'].map((title) =>
      of(title),
    );
    for (const a of texts) {
      for (const b of texts) {
        const like = likeness(a, b);
        expect(like).toBeGreaterThanOrEqual(0);
        expect(like).toBeLessThanOrEqual(1);
        expect(likeness(b, a)).toBeCloseTo(like, 12);
      }
    }
  });

  it('is high for one matter at one place, low for another place or matter', () => {
    const one = of('青枫苑小区夜宵店油烟扰民', '楼下烧烤店每天营业到凌晨');
    const same = likeness(one, of('投诉青枫苑小区楼下烧烤油烟太大', '烧烤店油烟排进家里'));
    expect(same).toBeGreaterThan(0.5);
    expect(likeness(one, of('玉兰公馆房产证办不下来', '交房四年没有产权证'))).toBeLessThan(0.05);
    expect(likeness(one, of('玉兰公馆夜宵店油烟扰民', '门口的餐馆深夜还在炒菜'))).toBeLessThan(0.7 * same);
    // That the place is the same weighs much; what is left apart is for the mean over all members to tell.
    expect(likeness(one, of('青枫苑小区房产证办不下来', '交房四年没有产权证'))).toBeLessThan(same);
  });

  it('knows a name whose characters changed places', () => {
    const text = '公司已经九个月没有发工资，社保也没有交';
    expect(likeness(of('千山制药公司拖欠工资', text), of('山千制药公司拖欠工人工资', text))).toBeGreaterThan(0.5);
  });
});

describe('agglomerate', () => {
  const graph = (n: number, pairs: [number, number, number][]) => {
    const edges = Array.from({ length: n }, () => new Map<number, number>());
    for (const [a, b, like] of pairs) {
      edges[a]!.set(b, like);
      edges[b]!.set(a, like);
    }
    return { sizes: Array<number>(n).fill(1), edges };
  };

  it('puts together by the mean, so that a chain does not hold', () => {
    const chain = graph(4, [
      [0, 1, 0.9],
      [1, 2, 0.5],
      [2, 3, 0.9],
    ]);
    expect(agglomerate(chain, 0.2)).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(agglomerate(chain, 0.1)).toEqual([[0, 1, 2, 3]]);
  });

  it('weighs by sizes', () => {
    const one = graph(3, [
      [0, 1, 0.9],
      [0, 2, 0.5],
    ]);
    expect(agglomerate({ ...one, sizes: [1, 10, 1] }, 0.3)).toEqual([[0, 1], [2]]);
  });

  it('keeps together and apart what is fixed', () => {
    const all = graph(4, [
      [0, 1, 0.9],
      [1, 2, 0.9],
      [0, 2, 0.9],
    ]);
    const groups = agglomerate({ ...all, fixed: [1, 2, null, 2] }, 0.2).map((group) => [...group].sort());
    expect(groups.find((group) => group.includes(3))).toContain(1);
    expect(groups.find((group) => group.includes(3))).not.toContain(0);
  });
});
