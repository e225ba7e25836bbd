/**
 * Names of places and organisations in a text, by pattern: what stands right before 小区, 街道, 路, 学校, 公司 …
 * Where a name begins is seldom certain in Chinese, so names are compared by the pairs of characters in them, and a
 * word too many at the front costs little.
 */
import type { Token } from '../segment.ts';

/** Endings of names of what is small enough that two of them are two places. Longest first within a letter. */
const SPECIFIC =
  '小区 社区 花园 家园 公寓 大厦 广场 新城 新村 华府 公馆 别墅 楼盘 名苑 雅苑 佳苑 豪庭 国际城 工业园 产业园 科技园 公园 ' +
  '苑 府 湾 庭 城 村 组 园 居 轩 郡 里 邸 墅 宿舍 安置房 工地 ' +
  '学校 小学 中学 高中 大学 学院 幼儿园 校区 医院 卫生院 卫生所 诊所 派出所 公司 集团 银行 酒店 宾馆 机构 中心 市场 超市 商场 美食城 工厂 厂 ' +
  '饭店 餐厅 物业 协会 培训班 检测站 搅拌站 变电站 加油站 地铁站 火车站 高铁站 汽车站 停车场 垃圾站 ' +
  '大道 路 街 巷 大桥 桥 高速 立交 隧道 铁路 号线 地铁 线路 水库 湖 河 山 ' +
  'avenue ave street st road rd drive dr lane ln boulevard blvd court ct place pl park school hospital square station';
const ENDINGS = new Set(SPECIFIC.split(/\s+/));
/** Endings of areas: too large to tell matters apart. A name begins anew after them. */
const AREA = /[省市县区镇乡]$|街道$/;
/** Words that end like an area and are none. */
const NOT_AREA = new Set(
  '小区 社区 校区 园区 景区 厂区 地区 城市 超市 上市 夜市 门市 股市 楼市 集市 市区 城区 辖区 片区 山区 郊区 全市 我市 本市 本区 我区'.split(
    ' ',
  ),
);
/** What stands before a name and is not part of it. */
const BEFORE = new Set(
  '投诉 举报 反映 咨询 请问 请求 恳请 希望 要求 强烈 建议 关于 再次 实名 质疑 位于 座落 坐落 居住 住在 家住 旁边 对面 周边 楼下 业主 开发商 拖欠 违规 违法 非法 涉嫌 建议 增加 增设 调整 修建 建设 加快 开通 规划 施工 强制 反对 质疑 查处 清理 整治 彻查 严查'.split(
    ' ',
  ),
);
/** Characters that join words, and are part of no name. */
export const JOINING = new Set(
  '的了在是和与及或被把将于对从到向为我你他她它们这那有无不没也都就还很请问吗呢吧啊要能会可以让给由因而且但并等之其该所者个又再已才后前里内外上下望盼求何谁时',
);
const LONGEST = 12;
const WORDS = 5;

/** A name and where it stands. */
export interface Name {
  text: string;
  from: number;
  to: number;
}

/** What a word can be in a name. */
export interface Part {
  /** District, town, street office or the ending of one: a name begins anew after it. */
  area: boolean;
  /** Ends a name: 小区, 学校, 路. */
  ends: boolean;
  /** The ending and nothing else. */
  bare: boolean;
  /** Stands before names and is part of none. */
  before: boolean;
}

export function partOf(word: string): Part {
  const bare = ENDINGS.has(word);
  return {
    area: AREA.test(word) && !NOT_AREA.has(word),
    ends: bare || ENDINGS.has(word.slice(-2)) || (word.length > 2 && ENDINGS.has(word.slice(-1))),
    bare,
    before: BEFORE.has(word) || JOINING.has(word),
  };
}

/** Areas told in a text: districts, counties, cities, towns, streets. `parts` are those of the tokens. */
export function areas(tokens: readonly Token[], parts: readonly Part[]): string[] {
  const found: string[] = [];
  for (let i = 0; i < tokens.length; i++) {
    if (!parts[i]!.area) continue;
    const { text, from } = tokens[i]!;
    const before = tokens[i - 1];
    if (text.length > 1 && text !== '街道') found.push(text);
    else if (before?.to === from && !parts[i - 1]!.bare) found.push(before.text + text);
  }
  return found;
}

/** Names of specific places and organisations. `parts` are those of the tokens. */
export function names(tokens: readonly Token[], parts: readonly Part[]): Name[] {
  const found: Name[] = [];
  let start = 0;
  for (let i = 0; i < tokens.length; i++) {
    const { from, to } = tokens[i]!;
    const part = parts[i]!;
    if (i > start && tokens[i - 1]!.to !== from) start = i;
    if (part.area || part.before) {
      start = i + 1;
      continue;
    }
    if (!part.ends) continue;
    let first = Math.max(start, i - WORDS + 1);
    while (first < i && to - tokens[first]!.from > LONGEST) first++;
    let text = '';
    let named = false;
    for (let j = first; j <= i; j++) {
      text += tokens[j]!.text;
      if (!parts[j]!.bare) named = true;
    }
    // An ending alone names nothing.
    if (named) found.push({ text, from: tokens[first]!.from, to });
  }
  return found;
}
