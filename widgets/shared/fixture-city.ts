/** An invented city in the shape of a profile, for fixtures and tests. District codes are the official ones of Wuxi. */
import type { CityFace } from '../../contract/city.ts';

const district = (code: string, zh: string, en: string, residents: number, center: [number, number]) => ({
  code,
  names: { zh, en },
  residents,
  center,
  streets: [{ code: `${code}001`, names: { zh: `${zh.slice(0, 2)}街道`, en: `${en} Street` } }],
});

/** Local time of the pictures: Saturday 2026-11-21 14:32:07 in Shanghai. */
export const AT = Date.UTC(2026, 10, 21, 6, 32, 7);
export const MIDNIGHT = Date.UTC(2026, 10, 20, 16);

export const FIXTURE_CITY: CityFace = {
  id: 'wuxi',
  names: { zh: '无锡市', en: 'Wuxi' },
  hotline: { zh: '无锡市12345政务热线', en: 'Wuxi 12345 Hotline' },
  timeZone: 'Asia/Shanghai',
  about: { zh: '示例数据', en: 'sample data' },
  map: { attribution: { zh: '示意边界', en: 'schematic boundaries' }, bounds: [119.52, 31.12, 120.63, 31.98] },
  satisfied: ['very', 'satisfied'],
  targets: { answer_rate: 95, on_time_rate: 98, satisfaction: 94 },
  calendar: { kind: 'cn', hours: [[510, 1020]] },
  feeds: [
    { source: 'hotline', names: { zh: '热线工单系统', en: 'Ticket system' }, silentAfter: 120 },
    { source: 'acd', names: { zh: '呼叫平台', en: 'Call platform' }, silentAfter: 60 },
    { source: 'wechat', names: { zh: '微信受理', en: 'WeChat intake' }, silentAfter: 600 },
  ],
  gauges: [
    { id: 'air', names: { zh: '室外气温', en: 'Outside' }, unit: '℃', decimals: 1 },
    {
      id: 'room',
      names: { zh: '室温抽测', en: 'Rooms' },
      unit: '℃',
      decimals: 1,
      usual: [18, 24],
      aim: 18,
      direction: 'up',
    },
    { id: 'registered', names: { zh: '信息登记', en: 'Registered' }, unit: '', decimals: 0 },
    { id: 'applied', names: { zh: '报名申请', en: 'Applied' }, unit: '', decimals: 0 },
    { id: 'notices', names: { zh: '发放通知书', en: 'Notices sent' }, unit: '', decimals: 0 },
  ],
  places: [
    district('320205', '锡山区', 'Xishan', 880_000, [120.48, 31.625]),
    district('320206', '惠山区', 'Huishan', 890_000, [120.21, 31.65]),
    district('320211', '滨湖区', 'Binhu', 910_000, [120.2, 31.45]),
    district('320213', '梁溪区', 'Liangxi', 990_000, [120.3, 31.58]),
    district('320214', '新吴区', 'Xinwu', 720_000, [120.43, 31.5]),
    district('320281', '江阴市', 'Jiangyin', 1_780_000, [120.3, 31.83]),
    district('320282', '宜兴市', 'Yixing', 1_290_000, [119.79, 31.35]),
  ],
  units: [
    { id: 'housing', names: { zh: '市住建局', en: 'Housing Bureau' }, tier: 'department' },
    { id: 'urban', names: { zh: '市城管局', en: 'Urban Management' }, tier: 'department' },
    { id: 'water', names: { zh: '市水务集团', en: 'Water Group' }, tier: 'utility' },
    { id: 'liangxi', names: { zh: '梁溪区政府', en: 'Liangxi District' }, tier: 'district', district: '320213' },
  ],
  categories: [
    { code: '05', names: { zh: '城乡建设', en: 'Construction' } },
    { code: '05.03', names: { zh: '供热', en: 'Heating' } },
  ],
  scenes: [],
  shapes: true,
  versions: {},
};
