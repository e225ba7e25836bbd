/** Districts (English name, usual residents rounded from published censuses) and romanised street names, by hand. */
export interface DistrictNote {
  code: string;
  en: string;
  residents: number;
}

/** Wuxi: about 7.49 million in all. */
export const WUXI: DistrictNote[] = [
  { code: '320213', en: 'Liangxi', residents: 990_000 },
  { code: '320205', en: 'Xishan', residents: 885_000 },
  { code: '320206', en: 'Huishan', residents: 900_000 },
  { code: '320211', en: 'Binhu', residents: 925_000 },
  { code: '320214', en: 'Xinwu', residents: 725_000 },
  { code: '320281', en: 'Jiangyin', residents: 1_780_000 },
  { code: '320282', en: 'Yixing', residents: 1_285_000 },
];

/** Weifang: about 9.36 million in all; Hanting holds the Binhai zone, which has no polygon of its own. */
export const WEIFANG: DistrictNote[] = [
  { code: '370702', en: 'Weicheng', residents: 480_000 },
  { code: '370703', en: 'Hanting', residents: 480_000 },
  { code: '370704', en: 'Fangzi', residents: 560_000 },
  { code: '370705', en: 'Kuiwen', residents: 900_000 },
  { code: '370724', en: 'Linqu', residents: 830_000 },
  { code: '370725', en: 'Changle', residents: 620_000 },
  { code: '370781', en: 'Qingzhou', residents: 960_000 },
  { code: '370782', en: 'Zhucheng', residents: 1_080_000 },
  { code: '370783', en: 'Shouguang', residents: 1_170_000 },
  { code: '370784', en: 'Anqiu', residents: 840_000 },
  { code: '370785', en: 'Gaomi', residents: 880_000 },
  { code: '370786', en: 'Changyi', residents: 560_000 },
];

const ROMAN = `
东亭 Dongting, 安镇 Anzhen, 东北塘 Dongbeitang, 羊尖 Yangjian, 鹅湖 Ehu, 锡北 Xibei, 东港 Donggang, 堰桥 Yanqiao,
长安 Chang'an, 钱桥 Qianqiao, 前洲 Qianzhou, 玉祁 Yuqi, 洛社 Luoshe, 阳山 Yangshan, 河埒 Helie, 荣巷 Rongxiang,
蠡园 Liyuan, 蠡湖 Lihu, 华庄 Huazhuang, 太湖 Taihu, 雪浪 Xuelang, 马山 Mashan, 胡埭 Hudai, 崇安寺 Chong'ansi,
清名桥 Qingmingqiao, 惠山 Huishan, 北大街 Beidajie, 广益 Guangyi, 扬名 Yangming, 山北 Shanbei, 黄巷 Huangxiang,
瞻江 Zhanjiang, 旺庄 Wangzhuang, 硕放 Shuofang, 江溪 Jiangxi, 新安 Xin'an, 梅村 Meicun, 鸿山 Hongshan,
澄江 Chengjiang, 南闸 Nanzha, 云亭 Yunting, 申港 Shengang, 利港 Ligang, 夏港 Xiagang, 璜土 Huangtu, 月城 Yuecheng,
青阳 Qingyang, 徐霞客 Xuxiake, 华士 Huashi, 周庄 Zhouzhuang, 新桥 Xinqiao, 长泾 Changjing, 顾山 Gushan, 祝塘 Zhutang,
宜城 Yicheng, 屺亭 Qiting, 新庄 Xinzhuang, 新街 Xinjie, 芳桥 Fangqiao, 张渚 Zhangzhu, 西渚 Xizhu, 太华 Taihua,
徐舍 Xushe, 官林 Guanlin, 杨巷 Yangxiang, 新建 Xinjian, 和桥 Heqiao, 高塍 Gaocheng, 万石 Wanshi, 周铁 Zhoutie,
丁蜀 Dingshu, 湖㳇 Hufu, 城关 Chengguan, 南关 Nanguan, 西关 Xiguan, 北关 Beiguan, 于河 Yuhe, 望留 Wangliu,
寒亭 Hanting, 开元 Kaiyuan, 固堤 Gudi, 高里 Gaoli, 朱里 Zhuli, 凤凰 Fenghuang, 坊安 Fang'an, 坊城 Fangcheng,
九龙 Jiulong, 黄旗堡 Huangqibu, 太保庄 Taibaozhuang, 王家庄 Wangjiazhuang, 东关 Dongguan, 大虞 Dayu, 梨园 Liyuan,
廿里堡 Nianlibu, 潍州路 Weizhou Road, 北苑 Beiyuan, 广文 Guangwen, 新城 Xincheng, 清池 Qingchi, 北海路 Beihai Road,
东城 Dongcheng, 冶源 Yeyuan, 辛寨 Xinzhai, 五井 Wujing, 寺头 Sitou, 九山 Jiushan, 山旺 Shanwang, 柳山 Liushan,
蒋峪 Jiangyu, 宝都 Baodu, 宝城 Baocheng, 朱刘 Zhuliu, 五图 Wutu, 乔官 Qiaoguan, 鄌郚 Tangwu, 红河 Honghe, 营丘 Yingqiu,
央子 Yangzi, 大家洼 Dajiawa, 王府 Wangfu, 益都 Yidu, 云门山 Yunmenshan, 黄楼 Huanglou, 弥河 Mihe, 王坟 Wangfen,
庙子 Miaozi, 邵庄 Shaozhuang, 高柳 Gaoliu, 何官 Heguan, 东夏 Dongxia, 谭坊 Tanfang, 密州 Mizhou, 龙都 Longdu,
舜王 Shunwang, 枳沟 Zhigou, 贾悦 Jiayue, 石桥子 Shiqiaozi, 相州 Xiangzhou, 昌城 Changcheng, 百尺河 Baichihe,
辛兴 Xinxing, 林家村 Linjiacun, 皇华 Huanghua, 桃林 Taolin, 圣城 Shengcheng, 文家 Wenjia, 古城 Gucheng, 洛城 Luocheng,
孙家集 Sunjiaji, 化龙 Hualong, 营里 Yingli, 台头 Taitou, 田柳 Tianliu, 上口 Shangkou, 侯 Hou, 纪台 Jitai, 稻田 Daotian,
羊口 Yangkou, 兴安 Xing'an, 凌河 Linghe, 景芝 Jingzhi, 官庄 Guanzhuang, 大盛 Dasheng, 石埠子 Shibuzi, 石堆 Shidui,
柘山 Zheshan, 辉渠 Huiqu, 吾山 Wushan, 金冢子 Jinzhongzi, 朝阳 Chaoyang, 醴泉 Liquan, 密水 Mishui, 柏城 Baicheng,
夏庄 Xiazhuang, 姜庄 Jiangzhuang, 大牟家 Damujia, 阚家 Kanjia, 井沟 Jinggou, 柴沟 Chaigou, 奎聚 Kuiju, 都昌 Duchang,
围子 Weizi, 柳疃 Liutuan, 龙池 Longchi, 卜庄 Buzhuang, 饮马 Yinma, 北孟 Beimeng, 下营 Xiaying
`;

const roman = new Map(
  ROMAN.split(',').map((pair) => {
    const [zh, ...en] = pair.trim().split(' ');
    return [zh!, en.join(' ')];
  }),
);

/** `东亭街道` → `Dongting`, `羊尖镇` → `Yangjian Town`; a name that is not listed is repeated as it is. */
export function streetNames(zh: string): { zh: string; en: string } {
  const stem = zh.replace(/(街道|镇)$/, '');
  const en = roman.get(stem) ?? roman.get(zh);
  if (!en) return { zh, en: zh };
  return { zh, en: zh.endsWith('镇') && roman.has(stem) ? `${en} Town` : en };
}
