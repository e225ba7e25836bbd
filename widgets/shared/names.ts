/**
 * Codes to names: places, units, categories and sources by the city, the enums of the domain by the tables
 * below. A code that is not known is shown as it is, a missing value (`-`) as 未知.
 */
import type { CityFace } from '../../contract/city.ts';
import type { Condition } from '../../contract/condition.ts';
import type { Text } from '../../contract/text.ts';
import { type Locale, WORDS } from './text.ts';

/** Key of facts that have no value in the field they are grouped by. */
export const MISSING = '-';

const table = (rows: Record<string, [zh: string, en: string]>): Map<string, Text> =>
  new Map(Object.entries(rows).map(([code, [zh, en]]) => [code, { zh, en }]));

const ENUMS: Record<string, Map<string, Text>> = {
  channel: table({
    phone: ['电话', 'Phone'],
    web: ['网站', 'Web'],
    app: ['APP', 'App'],
    wechat: ['微信', 'WeChat'],
    weibo: ['微博', 'Weibo'],
    mail: ['来信', 'Mail'],
    fax: ['传真', 'Fax'],
    mayor: ['市长信箱', "Mayor's mailbox"],
    petition: ['信访', 'Petition'],
    transfer: ['转办', 'Transfer'],
  }),
  nature: table({
    complaint: ['投诉', 'Complaint'],
    consult: ['咨询', 'Consultation'],
    help: ['求助', 'Help'],
    suggestion: ['建议', 'Suggestion'],
    report: ['举报', 'Report'],
    praise: ['表扬', 'Praise'],
  }),
  status: table({
    created: ['待派单', 'Created'],
    dispatched: ['已派单', 'Dispatched'],
    accepted: ['已签收', 'Accepted'],
    returned: ['已退回', 'Returned'],
    replied: ['已答复', 'Replied'],
    closed: ['已办结', 'Closed'],
    merged: ['已合并', 'Merged'],
    cancelled: ['已撤销', 'Cancelled'],
  }),
  satisfaction: table({
    very: ['非常满意', 'Very satisfied'],
    satisfied: ['满意', 'Satisfied'],
    basic: ['基本满意', 'Basically satisfied'],
    dissatisfied: ['不满意', 'Dissatisfied'],
    very_dissatisfied: ['非常不满意', 'Very dissatisfied'],
  }),
  medium: table({
    news: ['新闻网站', 'News'],
    newspaper: ['报纸', 'Newspaper'],
    weibo: ['微博', 'Weibo'],
    wechat: ['微信', 'WeChat'],
    app: ['客户端', 'App'],
    forum: ['论坛', 'Forum'],
    blog: ['博客', 'Blog'],
    tieba: ['贴吧', 'Tieba'],
    video: ['视频', 'Video'],
  }),
  sentiment: table({
    positive: ['正面', 'Positive'],
    neutral: ['中性', 'Neutral'],
    negative: ['负面', 'Negative'],
  }),
  clock: table({
    none: ['无时限', 'No deadline'],
    running: ['办理中', 'Running'],
    due_soon: ['临期', 'Due soon'],
    overdue: ['超期', 'Overdue'],
    met: ['按时', 'In time'],
    missed: ['逾期办理', 'Late'],
  }),
};

/** Order in which natures and channels are drawn: always the same, so that a colour keeps its place. */
export const NATURE_ORDER = ['complaint', 'consult', 'help', 'suggestion', 'report', 'praise'] as const;

type Index = Record<string, Map<string, Text>>;
const indexes = new WeakMap<CityFace, Index>();

function indexOf(city: CityFace): Index {
  let index = indexes.get(city);
  if (!index) {
    index = {
      ...ENUMS,
      district: new Map(city.places.map((d) => [d.code, d.names])),
      street: new Map(city.places.flatMap((d) => d.streets.map((s) => [s.code, s.names] as const))),
      unit: new Map(city.units.map((u) => [u.id, u.names])),
      category: new Map(city.categories.map((c) => [c.code, c.names])),
      source: new Map(city.feeds.map((f) => [f.source, f.names])),
      gauge: new Map((city.gauges ?? []).map((g) => [g.id, g.names])),
    };
    indexes.set(city, index);
  }
  return index;
}

/** Name of a code in a field of the facts, in the locale. */
export function nameOf(city: CityFace, field: string, code: string | undefined, locale: Locale): string {
  if (code === undefined || code === MISSING) return WORDS.unknown[locale];
  return indexOf(city)[field]?.get(code)?.[locale] ?? code;
}

/** The condition of one key of a group: a missing value, a branch of the category tree, a word, or equality. */
export function filterOf(field: string, key: string): Condition {
  if (key === MISSING) return { [field]: { set: false } };
  if (field === 'category') return { category: { under: key } };
  if (field === 'words' || field === 'terms') return { [field]: { has: key } };
  return { [field]: key };
}
