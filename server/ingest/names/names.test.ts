import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CITY, eventOf } from '../fixture.ts';
import { maskText } from '../mask.ts';
import { normalise } from '../normalise.ts';
import { COMPOUND } from './surnames.ts';
import { WORDS } from './words.ts';

describe('Chinese names', () => {
  it.each([
    ['我叫张三，住在2栋', '我叫张*，住在2栋'],
    ['本人李某某反映停水', '本人李**反映停水'],
    ['联系人：王小明', '联系人：王**'],
    ['业主陈先生来电', '业主*先生来电'],
    ['李女士、张师傅均可作证', '*女士、*师傅均可作证'],
    ['业主陈建国先生来电', '业主陈**先生来电'],
    ['欧阳女士称', '**女士称'],
    ['我叫欧阳建国，', '我叫欧阳**，'],
    ['投诉人：蒋诚、陈歌和李菲，', '投诉人：蒋*、陈*和李*，'],
    ['姓名：阿卜杜拉·买买提，', '姓名：阿***·***，'],
    ['张伟，电话13800001234', '张*，电话138****1234'],
    ['张伟（身份证号110101199003071234）', '张*（身份证号110101********1234）'],
    ['责任人：何清，', '责任人：何*，'],
    ['我父亲李柏树于去年住院', '我父亲李**于去年住院'],
  ])('%s → %s', (text, masked) => {
    expect(maskText(text)).toBe(masked);
    expect(maskText(masked)).toBe(masked);
  });

  it.each([
    '中山路与黄河路口积水',
    '业主方便的时候再来',
    '我是张家港市民',
    '我是高新区居民，反映高空抛物',
    '居民楼后面黄土飞扬',
    '业主任意停车',
    '本人于2019年购房',
    '本人于去年购房，',
    '向老师反映，和老师沟通',
    '保安师傅、公交车师傅、班主任老师、项目经理、物业经理都来了',
    '王局长、李市长接访',
    '万达广场、金科世界城、孔庙、周恩来故居',
    '业主和居民，老人和小孩都在',
    '《张师傅烧烤》占道',
    '业主成立业委会，业主张贴告示',
    '拨打马山派出所电话0510-12345',
    '感谢，住户谢谢您了。',
    '姓名错误，联系人和电话不符',
  ])('leaves %s', (text) => {
    expect(maskText(text, { names: true })).toBe(maskText(text, { names: false }));
  });
});

describe('English names', () => {
  it.each([
    ['My name is John Smith and I live here', 'My name is J*** S**** and I live here'],
    ['my name is john smith and i live here', 'my name is j*** s**** and i live here'],
    ['Mrs. O’Neil called', 'Mrs. O***** called'],
    ['Dr Maria D. Lopez is out', 'Dr M**** D. L**** is out'],
    ['contact: Ann Lee, 2nd floor', 'contact: A** L**, 2nd floor'],
    ['This is Bob Marsh speaking', 'This is B** M**** speaking'],
    ['Regards,\nJane Doe', 'Regards,\nJ*** D**'],
  ])('%j → %j', (text, masked) => {
    expect(maskText(text)).toBe(masked);
    expect(maskText(masked)).toBe(masked);
  });

  it.each([
    'Pothole at 400 Riverside Dr North',
    'Main Street and Lincoln Avenue',
    'This is a mess',
    'my name is on the list',
    'Contact: Public Works',
    'I am at Main Street',
    'Martin Luther King Blvd is flooded',
  ])('leaves %s', (text) => {
    expect(maskText(text)).toBe(text);
  });
});

describe('other numbers of persons', () => {
  it.each([
    ['call 410-555-0123 please', 'call ***-***-0123 please'],
    ['(613) 555 0199', '(***) *** 0199'],
    ['SSN 078-05-1120', 'SSN ***-**-1120'],
    ['微信号zhang_1988', '微信号z*******88'],
    ['QQ：123456789', 'QQ：1******89'],
  ])('%s → %s', (text, masked) => {
    expect(maskText(text)).toBe(masked);
  });
  it.each(['客服400-820-8820', '1-800-555-0199', '工单号：15012345678', '订单编号6222021234567894', '微信支付15000元'])(
    'leaves %s',
    (text) => {
      expect(maskText(text)).toBe(text);
    },
  );
});

const surname = fc.oneof(
  fc.constantFrom(...'王李张刘陈杨赵周吴徐孙胡朱郭林'),
  fc.constantFrom(...[...COMPOUND].slice(0, 12)),
);
/** Characters of given names that are seldom anything else. */
const given = fc
  .array(fc.constantFrom(...'伟芳娜敏静丽强磊洋艳勇军杰娟涛超霞刚桂英华玉梅鑫婷浩宇轩涵欣怡雪琳博淑珍'), {
    minLength: 1,
    maxLength: 2,
  })
  .map((all) => all.join(''));
const isWordToo = new Set(WORDS.trim().split(/\s+/));
const cued = fc.constantFrom('我叫', '联系人：', '业主', '本人', '投诉人：', '居民', '我是', '户主');
const after = fc.constantFrom('，', '。', '反映停水', '（业主）', '，电话13800001234', '');

describe('any name with a cue', () => {
  it('loses its given name, and nothing else is touched', () => {
    fc.assert(
      fc.property(cued, surname, given, after, (cue, family, name, end) => {
        // A name that is a word too (江海, 高雅) is left where the cue is weak.
        fc.pre(![2, 3].some((length) => isWordToo.has((family + name).slice(0, length))));
        const masked = maskText(cue + family + name + end);
        const rest = maskText(end);
        expect(masked).toBe(cue + family + '*'.repeat(name.length) + rest);
        expect(maskText(masked)).toBe(masked);
      }),
      { numRuns: 1_000 },
    );
  });

  it('keeps the length, is done once for all, and ends, whatever is written', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 6 }),
      fc.constantFrom('业主', '我叫', '王', '张三', '先生', '：', '、', '*', '和', 'Mr ', 'my name is ', 'Dr. ', 'John', '人：', '138', '00001234'), // prettier-ignore
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const text = pieces.join('');
        const masked = maskText(text);
        expect(masked.length).toBe(text.length);
        expect(maskText(masked)).toBe(masked);
      }),
      { numRuns: 2_000 },
    );
  });
});

it('is left to the city [masking.names]', () => {
  const event = (): never => eventOf(1, {}, { title: '我叫张三，电话13800001234' }) as never;
  const titled = (names?: boolean): unknown => {
    const city = names === undefined ? CITY : { ...CITY, masking: { names } };
    return normalise(event(), city, (value) => value).data['title'];
  };
  expect(titled()).toBe('我叫张*，电话138****1234');
  expect(titled(true)).toBe('我叫张*，电话138****1234');
  expect(titled(false)).toBe('我叫张三，电话138****1234');
});
