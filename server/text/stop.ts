/** Words that say nothing about a matter: those of the language, and those that every ticket is written with. */
import { createRequire } from 'node:module';

const byLanguage = createRequire(import.meta.url)('stopwords-iso') as Record<string, string[]>;

/** What citizens and agents frame a demand with, whatever it is about. */
const FIELD: Record<string, string> = {
  zh: `请 请求 请教 请问 反映 反应 咨询 投诉 举报 建议 求助 希望 望 盼 恳请 恳求 强烈 要求 呼吁 诉求 来电 来信 留言 市民 群众 网友 居民
    部门 相关 有关 有关部门 相关部门 政府 领导 书记 市长 局长 尊敬 您好 你好 谢谢 感谢 此致 敬礼 我们 本人 先生 女士 问题 情况 事情 一下
    尽快 及时 解决 处理 办理 核实 答复 回复 给予 给个 予以 协调 帮忙 帮助 严重 关注 重视 能否 是否 何时 什么 什么时候 为何 为什么 怎么
    一直 现在 目前 已经 非常 没有 不能 进行 存在 导致 造成 附近 多次 长期 至今 到底 究竟 真的 一个 一些 这个 那个 老百姓 百姓 人民
    具体 可以 需要 应该 觉得 认为 知道 看到 发现 多年 几年 年 月 日 号 时 点 关于 对于 有没有 会不会 能不能 可不可以`,
  en: 'please request report complaint issue problem customer caller resident city department service reported requests reports',
};

/** The stop words of a language (BCP 47 tag; only its first part counts): the field's own and those of stopwords-iso. */
export function stopWords(language: string): ReadonlySet<string> {
  const base = language.toLowerCase().split('-')[0]!;
  return new Set([...(byLanguage[base] ?? []), ...(FIELD[base] ?? '').split(/\s+/).filter(Boolean)]);
}
