/**
 * Chinese family names: the 150 or so that nine in ten people have, and compound ones. Names that are also everyday words
 * (于, 向, 车) stand apart: they count as a name only where a cue says so and the name ends there.
 */

/** So common, and so rare at the end of a given name, that before 先生 they are the family name. */
const TOP =
  '王李张刘陈赵吴周徐孙朱胡郭罗郑谢宋唐冯邓曹彭曾萧蔡潘袁董梁韩许沈吕魏蒋贾丁薛姚钟谭廖邹熊孟秦阎邱侯龚邵钱汤';
const USUAL =
  '赖杨黄马何高林程傅于余杜叶苏卢戴夏任姜范方石韦付白崔康毛江史顾尹段雷郝陆汪金田邹贺武孔向常温牛葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲滕屈饶解牟艾尤阳穆农司古吉缪简沙邬揭龙万严覃莫肖闫史陶黎';
/** Everyday words first of all. */
const WORDY = '于向车单全都平时和水从同能容文明连来池景曾宁童钱项计查商部仲解包成安关管路农司揭易任方常古简游华尚万';

/** So common in sentences that beside a weak cue they are no name at all. */
export const isFunction = setOf('和从同与向于都全单平时水能来车');

export const COMPOUND = new Set(
  '欧阳 上官 司马 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 司徒 夏侯 端木 独孤 南宫 宇文 长孙 轩辕 闻人 濮阳 呼延 赫连 澹台 申屠 太史 钟离 鲜于 拓跋 西门 百里 第五 司空'.split(
    ' ',
  ),
);
export const isTop = setOf(TOP);
const usual = setOf(USUAL);
export const isWordy = setOf(WORDY);
/** A family name of one character, also one that is a word. */
export const isSurname = (sign: string | undefined): boolean =>
  sign !== undefined && (isTop(sign) || usual(sign) || isWordy(sign));

/** Whether a character is one of these. */
export function setOf(signs: string): (sign: string | undefined) => boolean {
  const all = new Set(signs);
  return (sign) => sign !== undefined && all.has(sign);
}
