/** Invented texts for the masking bench: what must go, what must stay, and sentences around them. */
import type { Rng } from '../../mock-feeds/core/random.ts';

/** A planted text; `secret` is the part of it that must not be left. */
export interface Planted {
  text: string;
  secret: string;
}

const pick = (rng: Rng, words: string): string => rng.pick(words.trim().split(/\s+/));
const digits = (rng: Rng, n: number): string => Array.from({ length: n }, () => rng.int(10)).join('');
const pad = (n: number): string => String(n).padStart(2, '0');

const FAMILY = `王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 罗 梁 宋 郑 谢 韩 唐 冯 于 董 萧 程 曹 袁 邓 许 傅 沈 曾 彭 吕 苏 卢 蒋 蔡 贾 丁 魏 薛 叶 阎 余 潘 杜 戴 夏 钟 汪 田 任 姜 范
  方 石 姚 谭 廖 邹 熊 金 陆 郝 孔 白 崔 康 毛 邱 秦 江 史 顾 侯 邵 孟 龙 万 段 钱 汤 尹 黎 易 常 武 乔 贺 赖 龚 文 欧阳 上官 诸葛 司马`;
const GIVEN = `伟 芳 娜 敏 静 丽 强 磊 洋 艳 勇 军 杰 娟 涛 明 超 秀英 霞 平 刚 桂英 建国 建华 志强 小红 小明 晓东 海燕 春梅 玉兰 国庆 文博 子轩 梓涵 雨桐 浩然 欣怡 俊杰 思远 丽华
  秀兰 德胜 永强 福生 根宝 阿妹 一鸣 三妹 宏图 嘉欣 若曦 家豪 大伟 长林 金凤 银花 水生 云飞 新民 卫东 向阳 爱华 红梅 立新 成龙 佳 博 鑫 婷 宇 凯 旭 莹 琳 斌 某 某某 二狗`;
const person = (rng: Rng): { name: string; given: string } => {
  const given = pick(rng, GIVEN);
  return { name: pick(rng, FAMILY) + given, given };
};
const EN_FIRST = `James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard Susan Joseph Jessica Thomas Sarah Charles Karen Wei Priya Mohammed Fatima Olga Juan Maria Dmitri Aisha Grace April`;
const EN_LAST = `Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Nguyen O'Brien McDonald Lee Patel Kim Okafor Kowalski Young Baker King Hill Green Park Rivers Banks`;

const check = (body: string): string =>
  '10X98765432'[
    [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2].reduce((sum, w, i) => sum + w * Number(body[i]), 0) % 11
  ]!;
function luhn(body: string): string {
  for (let last = 0; ; last++) {
    const all = body + String(last);
    let sum = 0;
    for (let i = 0; i < all.length; i++) {
      const d = Number(all[all.length - 1 - i]);
      sum += i % 2 ? (d > 4 ? 2 * d - 9 : 2 * d) : d;
    }
    if (sum % 10 === 0) return all;
  }
}
const mobile = (rng: Rng): string => `1${3 + rng.int(7)}${digits(rng, 9)}`;
const grouped = (rng: Rng, n: string, at: number[]): string => {
  const sign = rng.pick([' ', '-', '']);
  let text = '';
  for (const [i, d] of [...n].entries()) text += (at.includes(i) ? sign : '') + d;
  return text;
};
const whole = (text: string): Planted => ({ text, secret: text });
const named = (rng: Rng, form: (name: string) => string): Planted => {
  const { name } = person(rng);
  return { text: form(name), secret: name };
};

/** What must go, by kind. */
export const MUST_GO: Record<string, (rng: Rng) => Planted> = {
  mobile: (rng) => whole((rng.chance(0.15) ? pick(rng, '+86 0086 86-') : '') + grouped(rng, mobile(rng), [3, 7])),
  landline: (rng) => whole(pick(rng, '010- 021- 0510- (0536) 0510') + String(2 + rng.int(7)) + digits(rng, 7)),
  identity18(rng) {
    const body = `${pick(rng, '110101 320211 370702 440305')}${1940 + rng.int(70)}${pad(1 + rng.int(12))}${pad(1 + rng.int(28))}${digits(rng, 3)}`;
    return whole(grouped(rng, body + check(body), [6, 14]));
  },
  identity15: (rng) =>
    whole(
      `${pick(rng, '110101 320211 370702')}${30 + rng.int(60)}${pad(1 + rng.int(12))}${pad(1 + rng.int(28))}${digits(rng, 3)}`,
    ),
  card: (rng) => whole(grouped(rng, luhn(`62${digits(rng, rng.pick([13, 14, 15, 16]))}`), [4, 8, 12, 16])),
  passport: (rng) => whole(rng.chance(0.5) ? `E${digits(rng, 8)}` : `G${digits(rng, 8)}`),
  plate: (rng) => whole(`${pick(rng, '苏B 鲁G 沪A 京N')}${pick(rng, '· D F A')}${digits(rng, 5)}`),
  mail: (rng) =>
    whole(`${pick(rng, 'wang li.lei zhang_3 hello2026')}${rng.int(100)}@${pick(rng, 'example.com mail.example.cn')}`),
  wechat: (rng) => whole(`${pick(rng, '微信号 微信： QQ QQ号')}${pick(rng, 'wx abc_ 5')}${digits(rng, 7)}`),
  zhSaysName: (rng) => named(rng, (name) => `${pick(rng, '我叫 我的名字叫 本人 我是 本人叫')}${name}，`),
  zhLabel: (rng) =>
    named(
      rng,
      (name) =>
        pick(rng, '联系人： 姓名： 投诉人： 联系人 举报人: 收件人： 责任人： 申请人：') +
        name +
        pick(rng, '， 。 ； （业主）'),
    ),
  zhRole: (rng) =>
    named(
      rng,
      (name) =>
        `${pick(rng, '业主 居民 市民 租客 村民 房东 邻居 我父亲 我儿子 老板 患者 包工头')}${name}${pick(rng, '反映 ， 来电 说 在 的房子 因为 表示 电话 今年60岁')}`,
    ),
  zhAddress: (rng) =>
    named(rng, (name) => name + pick(rng, '先生 女士 师傅 老师 医生 阿姨 大爷 经理 奶奶') + pick(rng, '说 来电 ， 的')),
  zhFamilyOnly(rng) {
    const text = pick(rng, FAMILY) + pick(rng, '先生 女士 小姐 师傅 阿姨 大爷');
    return { text: `${pick(rng, '业主 市民 ， 联系 居民')}${text}`, secret: text };
  },
  zhBeforeNumber: (rng) => named(rng, (name) => `，${name}${pick(rng, '， ： 电话 ，手机号')}${mobile(rng)}`),
  enPhrase(rng) {
    const name = `${pick(rng, EN_FIRST)} ${pick(rng, EN_LAST)}`;
    const said = rng.chance(0.2) ? name.toLowerCase() : name;
    return {
      text: ` ${rng.pick(['My name is', 'my name is', "My name's"])} ${said}${rng.pick(['.', ',', ' and I live here.'])}`,
      secret: said,
    };
  },
  enTitle(rng) {
    const name = rng.chance(0.5) ? pick(rng, EN_LAST) : `${pick(rng, EN_FIRST)} ${pick(rng, EN_LAST)}`;
    return { text: ` ${pick(rng, 'Mr Mrs Ms. Dr. Mr.')} ${name} `, secret: name };
  },
  enLabel(rng) {
    const name = `${pick(rng, EN_FIRST)} ${pick(rng, EN_LAST)}`;
    const text = rng.pick([
      `Contact: ${name}.`,
      `Name: ${name},`,
      `This is ${name} speaking`,
      `I am ${name},`,
      `caller: ${name} `,
    ]);
    return { text: ` ${text}`, secret: name };
  },
  enPhone: (rng) => {
    const [a, b, c] = [`${2 + rng.int(6)}1${rng.int(10)}`, `5${digits(rng, 2)}`, digits(rng, 4)];
    return whole(rng.pick([`${a}-${b}-${c}`, `(${a}) ${b}-${c}`, `${a}.${b}.${c}`]));
  },
};

/** What must stay as it is, by kind. */
export const MUST_STAY: Record<string, (rng: Rng) => string> = {
  ticket: (rng) =>
    rng.pick([
      `WX20261121-${digits(rng, 6)}`,
      `工单编号${digits(rng, 12)}`,
      `20261121${digits(rng, 9)}`,
      `工单号：1${3 + rng.int(6)}${digits(rng, 9)}`,
    ]),
  amount: (rng) =>
    rng.pick([
      `${1 + rng.int(9)}${digits(rng, 6)}元`,
      `${digits(rng, 4)}.${digits(rng, 2)}元`,
      `${rng.int(90)}万元`,
      `每月${digits(rng, 4)}元`,
    ]),
  date: (rng) =>
    rng.pick([
      `2026年${1 + rng.int(12)}月${1 + rng.int(28)}日`,
      `2026-0${1 + rng.int(9)}-1${rng.int(10)} 08:30:00`,
      `202611${pad(1 + rng.int(28))}`,
    ]),
  house: (rng) =>
    rng.pick([
      `${1 + rng.int(40)}号楼${1 + rng.int(4)}单元${100 + rng.int(2000)}室`,
      `${1 + rng.int(900)}-${1 + rng.int(40)}号`,
      `${1 + rng.int(300)}路公交`,
    ]),
  service: (rng) => pick(rng, '12345 110 119 120 122 12348 12333 95588 10086 96196 400-820-8820 12345-2 0510-12345'),
  zhRoad: (rng) =>
    pick(
      rng,
      '中山路 黄河路 张家港路 王府井大街 李家巷 周庄镇 吴桥路 金城路 马山街道 江海路 高浪路 太湖大道 孙中山像 关公庙 包公祠 范蠡园 钱桥街道 石塘湾 黄巷街道 梁溪区 惠山区 胡埭镇 陆区村 杨市 张村 许舍',
    ),
  zhShop: (rng) =>
    pick(
      rng,
      '万达广场 老王烧烤 李记馄饨 张小二面馆 王兴记 陈麻婆豆腐店 周黑鸭门店 高老庄饭店 金陵饭店 孔乙己酒馆 华润万家 张亮麻辣烫',
    ),
  zhRoleAndWord: (rng) =>
    `${pick(rng, '业主 居民 市民 老人 孩子 住户 租客 我是 本人 学生 村民')}${pick(
      rng,
      `任意停车 高空抛物 方便的时候 张贴告示 成立业委会 安全 高兴 关心 申请补贴 家中无人 常年失眠 万分感谢 曾多次反映 从未收到 于2025年 于上周 和租客 向物业反映 全部签字 黄土高坡 马上要生产 何时能入住
      平时不在家 时间紧张 计划出行 单独居住 能够证明 同意 水表坏了 包括老人 都知道 连续投诉 严重不满 应当知情 白天上班 钱款未退 房屋漏水 车位被占 路过时 管道堵塞 金额不清 程度不同 温暖 明确表示 文化程度低
      项目完工后 毛坯交付 安置在此 康复治疗 易受影响 古稀之年 游玩时 景区排队 池塘落水 司法援助 解除合同`,
    )}`,
  zhStaff: (rng) =>
    pick(
      rng,
      '保安师傅 公交车师傅 司机师傅 班主任老师 物业经理 项目经理 水电师傅 王局长 李书记 赵主任 售楼小姐 导游小姐 幼儿园老师 数学老师 值班医生 主治医生 和女士 向老师反映 空姐 快递师傅 货车师傅',
    ),
  enStreet: (rng) =>
    ` ${rng.pick(['400 Riverside Dr North', 'Martin Luther King Blvd', 'Lincoln Avenue', 'St. Paul Street', 'Jones Falls Expressway', 'corner of Smith and Baker', 'Bank Street', 'O’Connor St', 'Johns Hopkins Hospital', 'Queen Elizabeth Driveway', 'Carling Ave near Dr. office', 'Miss Utility'])} `,
  enPhraseOther: (rng) =>
    ` ${rng.pick(['This is a mess', 'This is urgent', 'I am at Bank Street', 'my name is on the list', 'Contact: Public Works', 'contact 311', 'Name: unknown', 'I am Very Upset about it', 'This is April rent', 'Please contact: City Hall'])} `,
};

const ZH_BEFORE = `今天早上 小区停水三天， 楼道里 反映： 夜间施工噪音扰民， 物业不作为， 2栋3单元门口 路灯不亮， 多次投诉未果， 请协调， 长期占用车位， 电梯停运`;
const ZH_AFTER = `，请尽快处理 。希望有关部门核实 ，至今未解决 ，影响出行 。 ，已经三天没有人管 ，要求退款 ；请回复`;
const EN_BEFORE = [
  'Street light is out.',
  'There is a pothole,',
  'Noise all night;',
  'Trash was not picked up.',
  'The water is brown.',
];
const EN_AFTER = ['. Please fix it.', ' near the park.', ' since Monday.', '; thank you.'];

/** What stands around the planted text: signs keep it apart, as they do in what people write. */
export function sentence(rng: Rng, english: boolean): { before: string; after: string } {
  if (english) return { before: rng.pick(EN_BEFORE), after: rng.pick(EN_AFTER) };
  const before = pick(rng, ZH_BEFORE);
  return { before: /[，。：]$/.test(before) ? before : `${before}，`, after: pick(rng, ZH_AFTER) };
}
