/** Titles and texts: place, matter and wish, as an agent of a hotline would write them down. */
import type { Matter } from './matters.ts';
import type { Nature } from './model.ts';
import type { Rng } from './random.ts';

/** Where it is, as far as words go. */
export interface Told {
  district: string;
  street: string;
  /** Compound, road or site; empty where the matter has no place. */
  spot: string;
  where: Matter['where'];
}

const SINCE = [
  '今天早上',
  '昨天晚上',
  '近三天',
  '上周以来',
  '最近一个月',
  '从前天开始',
  '今天中午',
  '长期以来',
  '入住以来',
  '连续多日',
];
const TRIED = [
  '已向物业反映，至今未解决',
  '多次联系相关单位，互相推诿',
  '此前反映过一次，没有改善',
  '现场无人处理',
  '已拨打客服电话，答复会上门但一直没来',
  '首次反映',
  '邻居们意见很大',
  '家中有老人和小孩',
];
const WISH = {
  complaint: [
    '要求尽快处理并给予答复',
    '请求相关部门核实查处',
    '希望责令限期整改',
    '要求责任单位给出明确时限',
    '请职能部门上门查看',
  ],
  help: ['请求帮助解决', '希望尽快安排人员上门', '请协调处理', '恳请有关部门帮助'],
  consult: ['请告知办理流程', '请答复所需材料和时限', '希望得到明确答复', '请告知咨询电话'],
  suggestion: ['建议相关部门研究采纳', '希望统筹考虑', '建议尽快列入计划'],
  report: ['请核查并依法处理', '请保密并尽快查处', '请执法部门现场检查'],
  praise: ['特此表扬', '希望予以表彰', '表示感谢'],
} as const;
const QUESTION_OPEN = [
  '咨询{m}如何办理',
  '咨询{m}需要哪些材料',
  '询问{m}的最新政策',
  '咨询{m}办理进度',
  '咨询{m}可否网上办理',
  '询问{m}的受理窗口和时间',
  '咨询{m}标准',
  '询问{m}办结时限',
];
const QUESTION_MATTER = [
  '咨询{m}问题由哪个部门负责',
  '询问{p}{m}处理进度',
  '咨询{m}如何投诉',
  '询问{m}的处理标准',
  '咨询{p}{m}何时解决',
];

const fill = (rng: Rng, text: string): string =>
  text.includes('{')
    ? text
        .replace('{t}', () => String(10 + rng.int(6)))
        .replace('{d}', () => String(2 + rng.int(9)))
        .replace('{f}', () => String(5 + rng.int(20)))
    : text;

const building = (rng: Rng): string => {
  const which = rng.int(4);
  if (which === 0) return '';
  if (which === 1) return ` ${1 + rng.int(40)} 栋`;
  return which === 2
    ? ` ${1 + rng.int(40)} 栋 ${1 + rng.int(4)} 单元`
    : `${['东门', '西区', '北门', '二期', '南区'][rng.int(5)]}`;
};

/** The place in a title: `梁溪区五爱家园 12 栋`. */
export function placeWords(rng: Rng, told: Told): string {
  if (told.spot === '') return '';
  if (told.where === 'c') return told.district + told.spot + building(rng);
  if (told.where === 'r')
    return `${told.district}${told.spot}${rng.chance(0.4) ? `${1 + rng.int(300)} 号附近` : '沿线'}`;
  return told.district + told.spot;
}

export interface Words {
  title: string;
  text: string;
  address?: string;
}

/** Numbers that nobody has, to be masked at intake: the 1380000 block and an identity number of 1 January 1900. */
function personal(rng: Rng): string {
  const tail = String(rng.int(10_000)).padStart(4, '0');
  const which = rng.int(10);
  if (which < 7) return `联系电话1380000${tail}。`;
  return which < 9 ? `请回电 138-0000-${tail}。` : `身份证号32029919000101${tail}，电话1380000${tail}。`;
}

/** Title and text of a ticket. `private_` is the share that carries an (invented) personal number. */
export function wording(rng: Rng, nature: Nature, matter: Matter, told: Told, privateShare = 0.06): Words {
  const place = placeWords(rng, told);
  const variant = fill(rng, rng.pick(matter.variants));
  let title: string;
  switch (nature) {
    case 'consult': {
      const open = matter.where === '-' || place === '' || rng.chance(0.35);
      title = rng
        .pick(open && matter.where === '-' ? QUESTION_OPEN : QUESTION_MATTER)
        .replace('{m}', matter.zh)
        .replace('{p}', place);
      break;
    }
    case 'suggestion':
      title = `建议解决${place}${matter.zh}问题`;
      break;
    case 'report':
      title = `举报${place}${variant}`;
      break;
    case 'praise':
      title = `表扬工作人员及时处理${place}${matter.zh}`;
      break;
    default:
      title = `${place}${variant}`;
  }
  const calm = nature === 'consult' || nature === 'praise' || nature === 'suggestion';
  const opening = calm ? `市民来电：${title}` : `市民反映：${rng.pick(SINCE)}，${title}`;
  const tried = calm ? '' : `，${rng.pick(TRIED)}`;
  const text = `${opening}${tried}。${rng.pick(WISH[nature])}。${rng.chance(privateShare) ? personal(rng) : ''}`;
  return place === '' ? { title, text } : { title, text, address: told.street + place.slice(told.district.length) };
}
