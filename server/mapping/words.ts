/**
 * What the words of other systems usually mean, in Chinese and English: the values of the fields of which the contract
 * names all values. A mapping's own table comes first.
 */
import { CHANNELS, NATURES, SATISFACTIONS, URGENCIES } from '../../contract/event.ts';
import { OUTCOMES } from '../../contract/mapping.ts';

/** Targets whose values are words of the contract. */
export type ChoiceTarget = 'channel' | 'nature' | 'urgency' | 'satisfaction' | 'solved' | 'status';

/** Meaning → words for it, without case. A word stands once in a table. */
const WORDS: Record<ChoiceTarget, Record<string, string>> = {
  channel: {
    phone:
      '电话 来电 热线 热线电话 12345热线 电话受理 呼入 人工电话 语音 phone call telephone voice voice-in hotline 311 cc-phone cc_phone',
    web: '网站 网络 互联网 门户网站 政府网站 网页 官网 pc web website online internet portal self-service self_service ivp web-form',
    app: '客户端 手机app 移动端 移动应用 app手机客户端 app mobile api mobile-app mobile_app smartphone ios android open311 smart-phone',
    wechat: '微信 公众号 微信公众号 小程序 微信小程序 微信端 wechat weixin',
    weibo: '微博 政务微博 weibo twitter facebook social social-media social_media tweet',
    mail: '来信 信件 邮件 电子邮件 邮箱 信函 mail email e-mail letter post',
    fax: '传真 fax',
    mayor: '市长信箱 书记信箱 领导信箱 市长热线 区长信箱 mayor mayors-office',
    petition: '信访 来访 走访 网上信访 petition walk-in walk_in in-person',
    transfer:
      '转办 交办 上级转办 上级交办 其他 其它 内部 部门转办 省平台 国家平台 工单转办 transfer internal system other unknown staff agency employee proactive dispatch radio',
  },
  nature: {
    complaint: '投诉 投诉类 投诉举报 complaint grievance',
    consult: '咨询 咨询类 政策咨询 询问 查询 consult inquiry enquiry information question information-request',
    help: '求助 求助类 求决 诉求 申请求助 报修 help request service-request service_request assistance service',
    suggestion: '建议 建议类 意见建议 意见 suggestion feedback idea comment',
    report: '举报 举报类 反映 反映问题 问题反映 爆料 report problem incident issue violation',
    praise: '表扬 感谢 表扬类 赞扬 感谢表扬 praise compliment commendation thanks',
  },
  urgency: {
    normal: '一般 普通 正常 非紧急 平件 低 中 normal low medium standard routine no 否',
    urgent: '紧急 急 加急 较急 急件 高 urgent high priority expedited yes 是',
    critical: '特急 特别紧急 非常紧急 重大紧急 特提 critical emergency highest',
  },
  satisfaction: {
    very: '非常满意 很满意 十分满意 very-satisfied very_satisfied excellent strongly-satisfied 5',
    satisfied: '满意 比较满意 较满意 satisfied good yes 是 4',
    basic: '基本满意 一般 basic basically-satisfied neutral fair 3',
    dissatisfied: '不满意 较不满意 比较不满意 不太满意 dissatisfied unsatisfied poor bad no 否 2',
    very_dissatisfied: '非常不满意 很不满意 十分不满意 very-dissatisfied very_dissatisfied very-poor terrible 1',
  },
  solved: {
    true: '是 已解决 解决 完全解决 已办结 true yes y 1 solved resolved',
    false: '否 未解决 没有解决 不解决 false no n 0 unsolved unresolved',
  },
  status: {
    closed:
      '办结 已办结 已结案 结案 已完成 完成 已关闭 关闭 已归档 归档 已办理 closed complete completed resolved done finished archived closed-duplicate closed-transferred fixed',
    open: '在办 办理中 处理中 待办 待处理 未办结 未结案 待派单 待签收 已派单 已签收 已受理 受理中 已退回 待回访 待审核 open new pending assigned in-progress in_progress inprogress started active acknowledged submitted open-duplicate new-duplicate reopened on-hold',
    cancelled:
      '作废 已作废 撤销 已撤销 取消 已取消 撤单 不予受理 已撤回 cancelled canceled void withdrawn rejected deleted invalid',
  },
};

/** Values that the contract knows. */
const KNOWN: Record<ChoiceTarget, readonly string[]> = {
  channel: CHANNELS,
  nature: NATURES,
  urgency: URGENCIES,
  satisfaction: SATISFACTIONS,
  solved: ['true', 'false'],
  status: OUTCOMES,
};

export const CHOICE_TARGETS = Object.keys(WORDS) as ChoiceTarget[];
export const isChoice = (target: string): target is ChoiceTarget => Object.hasOwn(WORDS, target);

/** One spelling of a word: no case, no space, no brackets. */
export const spelled = (word: string): string =>
  word
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/[()[\]【】]/g, '')
    .replace(/[\s/]+/g, '-');

const TABLES = Object.fromEntries(
  CHOICE_TARGETS.map((target) => {
    const table = new Map<string, string>();
    for (const [meaning, words] of Object.entries(WORDS[target]))
      for (const word of words.split(' ')) table.set(word, meaning);
    for (const value of KNOWN[target]) table.set(value, value);
    return [target, table];
  }),
) as unknown as Record<ChoiceTarget, ReadonlyMap<string, string>>;

/** What a word means as a value of this target, or undefined. */
export const meaningOf = (target: ChoiceTarget, word: string): string | undefined => TABLES[target].get(spelled(word));

/** The values that this target may have. */
export const valuesOf = (target: ChoiceTarget): readonly string[] => KNOWN[target];

/** What a cell of a table holds when it holds nothing. */
const BLANKS = new Set(['', '-', '--', '---', '—', '——', '/', '\\', '\\n', 'n/a', 'null', 'none', 'nan', '无', '暂无', '空', 'undefined', '(null)', '#n/a', '<null>']); // prettier-ignore
/** Whether a cell is blank by the usual words for it, or by these (spelled in lower case). */
export const isBlank = (text: string, more?: ReadonlySet<string>): boolean => {
  const word = text.trim().toLowerCase();
  return BLANKS.has(word) || (more?.has(word) ?? false);
};
