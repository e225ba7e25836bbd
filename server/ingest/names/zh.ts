/**
 * Chinese names in free text, by what stands around them: a cue before (我叫, 业主), a form of address after (先生), or the
 * number of the person behind. Without any of them nothing is taken for a name: roads, shops and historic persons are
 * written with family names too (中山路, 张家港). Linear in the text; each look goes a few characters far.
 */
import { COMPOUND, isFunction, isSurname, isTop, isWordy, setOf } from './surnames.ts';
import * as near from './words-zh.ts';
import { WORDS } from './words.ts';

type Hide = (place: number) => void;
/** A name: from here to there (not included), and how much of its beginning stays. */
interface Name {
  from: number;
  to: number;
  keep: number;
}
/** How sure it is, without looking at the characters themselves, that a name stands here. */
type Trust = 'label' | 'strong' | 'weak' | 'person';

const words = new Set([...WORDS.trim().split(/\s+/), ...near.MORE_WORDS]);
const notGiven = setOf(near.NOT_GIVEN);
const endsOther = setOf(near.ENDS_OTHER);
const isTime = setOf('今昨本上前去近早当每当年日周');
const MARKS = setOf('，。、；：！？,.;:!?()（）【】[]"“”\'‘’ \n\t\r/|<>《》~～—-+…');
const isNumeral = setOf('一二三四五六七八九十');
/** What numbers stand before. */
const isCounted = setOf('个次年月日号天楼层元万千百名位户套栋点时分岁期家条十单幢组');
const joinsNames = setOf('、和与及');

function isHan(sign: string | undefined): sign is string {
  return sign !== undefined && sign >= '\u3400' && sign <= '\u9fff';
}
/** Nothing, or a sign that ends a name for sure. A star ends none: it is a name that was masked before. */
const isSign = (sign: string | undefined): boolean => sign === undefined || MARKS(sign);
const isMark = (sign: string | undefined): boolean => isSign(sign) || (sign! >= '0' && sign! <= '9');

/** Words by their first character (of those before a name: by their last), the longest first. */
function byEnd(sorts: readonly (readonly [readonly string[], Trust | null])[], last: boolean) {
  const map = new Map<string, { word: string; trust: Trust | null }[]>();
  for (const [list, trust] of sorts)
    for (const word of list) {
      const sign = last ? word.at(-1)! : word[0]!;
      map.set(
        sign,
        [...(map.get(sign) ?? []), { word, trust }].sort((a, b) => b.word.length - a.word.length),
      );
    }
  return map;
}
const CUES = byEnd([[near.LABELS, 'label'], [near.STRONG, 'strong'], [near.WEAK, 'weak'], [['人'], 'person']], true); // prettier-ignore
const ADDRESSES = byEnd([[near.ADDRESSES, null]], false);

/** What a UTF-16 unit may be: the last or the last but one of a cue, the first or the second of a form of address. */
const LAST = 1;
const BEFORE_LAST = 2;
const FIRST = 4;
const SECOND = 8;
const FLAGS = new Uint8Array(0x10000);
const flag = (sign: string | undefined, bit: number): void => {
  if (sign !== undefined) FLAGS[sign.charCodeAt(0)]! |= bit;
};
for (const { word } of [...CUES.values()].flat()) {
  flag(word.at(-1), LAST);
  flag(word.at(-2), BEFORE_LAST);
}
for (const { word } of [...ADDRESSES.values()].flat()) {
  flag(word[0], FIRST);
  flag(word[1], SECOND);
}
/** 责任人：张三; the colon may be a full-width one. */
const PERSON = '人'.charCodeAt(0);
const isColon = (unit: number): boolean => unit === 58 || unit === 0xff1a;

/** Whether these two units may be the end of a cue or the beginning of a form of address: most are neither. */
export function isNameHint(unit: number, next: number): boolean {
  const [one, two] = [FLAGS[unit]!, FLAGS[next]!];
  return (
    (two & LAST && one & BEFORE_LAST) !== 0 || (one & FIRST && two & SECOND) !== 0 || (unit === PERSON && isColon(next))
  );
}

/**
 * Hides Chinese names but for the family name; of a family name with a form of address (陈先生) the family name itself.
 * `text`: full-width signs as plain ones. `numbers`: where numbers begin that belong to a person.
 */
export function hideChineseNames(text: string, numbers: readonly number[], hide: Hide): void {
  const mark = (name: Name | null): Name | null => {
    if (name) for (let place = name.from + name.keep; place < name.to; place++) if (text[place] !== '·') hide(place);
    return name;
  };
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const own = FLAGS[unit]!;
    if (own === 0) continue;
    const next = text.charCodeAt(i + 1);
    const mayEnd = own & LAST && (isColon(next) || (i > 0 && FLAGS[text.charCodeAt(i - 1)]! & BEFORE_LAST));
    const mayBegin = own & FIRST && FLAGS[next]! & SECOND;
    if (!mayEnd && !mayBegin) continue;
    const sign = text[i]!;
    const cue = CUES.get(sign)?.find(({ word }) => text.startsWith(word, i + 1 - word.length));
    if (cue) {
      let name = mark(afterCue(text, i + 1, cue.trust!));
      // 业主张三、李四和王五
      while (name && joinsNames(text[name.to])) name = mark(nameAt(text, name.to + 1, 'weak'));
    }
    const address = ADDRESSES.get(sign)?.find(({ word }) => text.startsWith(word, i));
    if (address) mark(beforeAddress(text, i));
  }
  for (const number of numbers) mark(beforeNumber(text, number));
}

/** The name behind a cue that ends here: 联系人：王小明, 我叫 张三. */
function afterCue(text: string, end: number, trust: Trust): Name | null {
  let at = end;
  while (at < end + 3 && (text[at] === ':' || text[at] === ' ' || text[at] === '为' || text[at] === '是')) at++;
  // Whoever is meant: 责任人：张三.
  if (trust === 'person' && text[end] !== ':') return null;
  // A label without a colon or space is a word of the sentence: 姓名错误.
  if (trust === 'label' && at === end) return null;
  // 投诉人：于玉兰 — behind 人 and a colon stands a name and nothing else.
  const sure = trust === 'person' || (trust === 'weak' && text[end] === ':' && text[end - 1] === '人');
  return nameAt(text, at, sure ? 'strong' : trust);
}

/** The name that begins here. */
function nameAt(text: string, from: number, trust: Trust): Name | null {
  if (!isHan(text[from]) || !isHan(text[from + 1])) return null;
  if (text[from + 2] === '·' || text[from + 3] === '·' || text[from + 4] === '·') return withDot(text, from, trust);
  const compound = COMPOUND.has(text.slice(from, from + 2));
  if (!compound && !isSurname(text[from])) return trust === 'label' ? labelled(text, from) : null;
  const given = from + (compound ? 2 : 1);
  if (!goesOn(text, given)) return null;
  const to = given + (goesOn(text, given + 1) ? 2 : 1);
  const ends = isMark(text[to]) || isNext(text, to) || (notGiven(text[to]) && !endsOther(text[to]));
  const wordy = isWordy(text[from]) && !compound;
  if (trust === 'weak') {
    if (!ends || endsOther(text[to - 1]) || isWord(text, from, to)) return null;
    if (wordy && text[given] !== '某' && (isFunction(text[from]) || isTime(text[given]) || !isMark(text[to])))
      return null;
  } else if (trust === 'strong' && (endsOther(text[to]) || (!ends && (wordy || isWord(text, from, to))))) return null;
  return { from, to, keep: compound ? 2 : 1 };
}

/** Whether a character may be part of a given name: 张三, but not 张 of 张三次来电. */
const isGiven = (text: string, at: number): boolean =>
  isHan(text[at]) && !notGiven(text[at]) && !(isNumeral(text[at]) && isCounted(text[at + 1]));
const isNext = (text: string, at: number): boolean => near.NEXT.has(text.slice(at, at + 2));
/** Whether a given name goes on with this character. */
const goesOn = (text: string, at: number): boolean => isGiven(text, at) && !isNext(text, at);
/** Whether what begins here is a word of the language, whole or with its first two characters. */
const isWord = (text: string, from: number, to: number): boolean =>
  !COMPOUND.has(text.slice(from, from + 2)) &&
  (words.has(text.slice(from, from + 2)) || (to - from > 2 && words.has(text.slice(from, from + 3))));

/** Two to four characters between a label and the next sign, also with a family name that is not known. */
function labelled(text: string, from: number): Name | null {
  let to = from;
  while (to < from + 5 && isGiven(text, to)) to++;
  const short = to - from >= 2 && to - from <= 4 && isMark(text[to]);
  return short && !/不详|匿名|保密|未知|不便|不愿|暂无/.test(text.slice(from, to)) ? { from, to, keep: 1 } : null;
}

/** 阿卜杜拉·买买提: behind a label or a strong cue only. */
function withDot(text: string, from: number, trust: Trust): Name | null {
  if (trust === 'weak') return null;
  let to = from;
  while (to < from + 16 && (isGiven(text, to) || (text[to] === '·' && isHan(text[to + 1])))) to++;
  return { from, to, keep: 1 };
}

/** The name before a form of address that begins here: 陈建国先生, 陈先生. */
function beforeAddress(text: string, at: number): Name | null {
  const sign = text[at - 1];
  if (!isHan(sign)) return null;
  if (near.SHOPS.test(text.slice(at + 2, at + 9)) || near.STAFF.test(text.slice(Math.max(0, at - 2), at))) return null;
  if (COMPOUND.has(text.slice(at - 2, at)) && !isSurname(text[at - 3])) return { from: at - 2, to: at, keep: 0 };
  const alone = isSurname(sign) && standsAlone(text, at - 1);
  if (alone && isTop(sign)) return { from: at - 1, to: at, keep: 0 };
  for (const length of [4, 3, 2]) {
    const from = at - length;
    const compound = length > 2 && COMPOUND.has(text.slice(from, from + 2));
    if (length === 4 ? !compound : !compound && !isSurname(text[from])) continue;
    if (isWordy(text[from]) && !compound && !isSign(text[from - 1])) continue;
    let fits = !isWord(text, from, at) && standsAlone(text, from);
    for (let place = from + 1; place < at; place++) fits &&= isGiven(text, place);
    if (fits) return { from, to: at, keep: compound ? 2 : 1 };
  }
  return alone && (!isWordy(sign) || isMark(text[at - 2]) || behindCue(text, at - 1))
    ? { from: at - 1, to: at, keep: 0 }
    : null;
}

/** Words that end with a family name: before a form of address they are no name (保安师傅, 主任老师). */
const TAILS = new Set(
  `保安 平安 治安 公安 主任 责任 班主任 导游 旅游 大包 承包 货车 开车 停车 修车 出租车 公交车 水管 城管 主管 拉黑 由于 关于 对于 至于 属于 位于 小康 健康 东方 对方 官方 校方 院方 物业方
  医方 公司 上司 顾问 花农 菜农 果农 老农 专项 会计 设计 统计 高温 保温 黄金 现金 租金 资金 公积金 押金 奖金 工商 客商 外商 厂商 房产商 开发商 供应商 商 有关 机关 相关 海关 大门 名单 工单 账单 保单
  传单 简单 买单 孤单 年轻 家常 平常 正常 日常 经常 非常 异常 学科 内科 外科 儿科 太平 水平 和平 公平 下水 自来水 污水 积水 洪水 漏水 停水 供水 排水 热水 普通 药房 健身房 低段 高段 地段 路段 阶段 铁路 道路 公路 修路 高速路 马路 中华 新华 才华 清华
  景 全 都 同 陪同 共同 合同 不同 相同 和 向 从 与 能 可能 职能 功能 文明 证明 说明 语文 作文 英文 中文 外文 博士`.split(
    /\s+/,
  ),
);
/** No word ends with the character here: 保安 is not 安. */
const standsAlone = (text: string, at: number): boolean =>
  !TAILS.has(text[at]!) && !TAILS.has(text.slice(at - 1, at + 1)) && !TAILS.has(text.slice(at - 2, at + 1));
/** Whether a person's cue ends before this place. */
const behindCue = (text: string, at: number): boolean =>
  CUES.get(text[at - 1] ?? '')?.some(({ word }) => text.startsWith(word, at - word.length)) ?? false;

/** The name that stands by itself before the number of a person: 张伟，电话138…; （李娜 138…）. */
function beforeNumber(text: string, number: number): Name | null {
  let at = number;
  for (let words = 0; words < 3; words++) {
    while (number - at < 16 && ' :,，、(（['.includes(text[at - 1] ?? '|')) at--;
    const label = near.NUMBERS.find((one) => text.startsWith(one, at - one.length));
    if (!label) break;
    at -= label.length;
  }
  for (const length of [3, 2, 4]) {
    const from = at - length;
    if (from < 0 || !(isMark(text[from - 1]) || behindCue(text, from) || /[找让]/.test(text[from - 1]!))) continue;
    const compound = COMPOUND.has(text.slice(from, from + 2));
    if (length === 4 ? !compound : !isSurname(text[from])) continue;
    let fits = !endsOther(text[at - 1]) && !isWord(text, from, at);
    for (let place = from + 1; place < at; place++) fits &&= isGiven(text, place);
    if (fits) return { from, to: at, keep: compound && length > 2 ? 2 : 1 };
  }
  return null;
}
