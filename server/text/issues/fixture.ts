/** Simulated tickets for tests: a place and a matter make an issue, and which ticket is of which is known. */
import { segmenter } from '../segment.ts';
import type { Said } from './said.ts';

export const ZH = segmenter({ language: 'zh-CN' });

const PLACES =
  '翠竹苑 金桂花园 滨江一号 望岳家园 松涛小区 银杏公馆 北辰华府 东篱雅苑 云栖谷 麓山国际 枫丹白露 清溪里 锦绣年华 御景湾 星光新村 芙蓉公寓'.split(
    ' ',
  );
const MATTERS: [title: string, text: string][] = [
  ['楼下烧烤店夜宵油烟扰民', '每天营业到凌晨，油烟直接排进住户家里，噪音很大，家里老人小孩无法休息'],
  ['工地夜间施工噪音扰民', '挖机和渣土车通宵作业，凌晨两三点还在浇灌混凝土，严重影响睡眠'],
  ['房产证迟迟办不下来', '交房已经四年，开发商一直没有给业主办理产权证，影响孩子入学'],
  ['电梯经常故障关人', '最近一个月电梯多次掉层把人关在里面，物业只是简单维修，存在很大隐患'],
  ['经常停水水压不足', '高层晚上用水高峰期没有水，二次供水设备老化，物业和自来水公司互相推诿'],
  ['消防通道被私家车堵塞', '消防通道两边停满了车，一旦发生火灾消防车根本进不来'],
];
const SAYINGS = ['请问{}怎么办', '投诉{}', '{}，求解决', '反映{}的问题', '{}谁来管'];

/** A ticket of the issue of this place and this matter; `n` makes it differ from others. */
export function ticket(place: number, matter: number, n: number): Said {
  const where = PLACES[place % PLACES.length]!;
  const [title, text] = MATTERS[matter % MATTERS.length]!;
  return {
    id: `p${place}-m${matter}-${n}`,
    kind: 'ticket',
    at: Date.UTC(2026, 2, 1) + (place * 7 + matter * 3 + n) * 3_600_000,
    title: SAYINGS[n % SAYINGS.length]!.replace('{}', `A${1 + (place % 5)}区${where}${title}`),
    text: `我是${where}${1 + (n % 9)}栋的住户。${text}${['。', '，已经反映多次。', '，邻居们意见很大。'][n % 3]}`,
    district: null,
    street: null,
    community: null,
    category: null,
    requester: `r${place}-${matter}-${n}`,
  };
}

/** Tickets of `places` × `matters` issues with one to `most` members each, and the issue that each is of. */
export function simulated(places: number, matters: number, most: number): { said: Said[]; wanted: string[] } {
  const said: Said[] = [];
  const wanted: string[] = [];
  for (let place = 0; place < places; place++) {
    for (let matter = 0; matter < matters; matter++) {
      // Not every place has every matter, nor as many tickets of it.
      const members = (place * 5 + matter * 3) % (most + 1);
      for (let n = 0; n < members; n++) {
        said.push(ticket(place, matter, n));
        wanted.push(`${place}-${matter}`);
      }
    }
  }
  return { said, wanted };
}

/** The same list in an order that `seed` decides. */
export function shuffled<T>(list: readonly T[], seed: number): T[] {
  const order = [...list];
  let state = seed * 2654435761 + 1;
  for (let i = order.length - 1; i > 0; i--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const j = state % (i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
