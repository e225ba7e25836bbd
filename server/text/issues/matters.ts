/**
 * Words that speak of the same matter, so that 油烟 and 夜宵摊, or 房产证 and 产权证, are no strangers to one another.
 * General words of a hotline only; a line is a matter, at most 64 of them a language.
 */
const MATTERS: Record<string, string> = {
  zh: `噪音 噪声 扰民 太吵 很吵 吵闹 喧哗
施工 工地 渣土车 装修 泥头车
油烟 烟道 排烟 烧烤 夜宵 餐饮 夜宵摊 餐馆 宵夜
房产证 产权证 不动产 产权 办证 权属
退费 退款 退还 退钱 不退 学费
工资 薪资 欠薪 讨薪 血汗钱 工钱 薪酬 绩效
停水 供水 用水 自来水 水压 水改
停电 供电 用电 电价 电费
拆迁 征收 征地 拆迁户 安置 补偿 棚改 强拆 旧城改造
违建 违章建筑 违法建筑 改建 搭建 加建
停车 停车位 车位 停车场 停车费 车库
违停 乱停 占道 摆摊 摊贩 流动摊贩
公交 公交车 公交线路 首末站 末班车 站牌
地铁 轨道交通 轨道 号线 地铁站 城铁
红绿灯 信号灯 斑马线 天桥 地下通道 过街
堵车 拥堵 交通拥堵
断头路 拉通 修路 路面 通车 破损 坑洼 拓宽 硬化 水泥路
垃圾 垃圾站 中转站 卫生
污染 废气 污水 臭味 臭气 异味 排放 粉尘 扬尘 搅拌站
变电站 高压线 高压电 辐射 基站
学校 入学 学区 学位 招生 就读 上学
幼儿园 公办 普惠
补课 作业 假期 双休 上课
实习 实训
培训 培训机构 补习班 托管 辅导班
物业 物业费 物业公司 业委会
维修基金 公摊
电梯 掉层 关人
质量 开裂 裂缝 漏水 渗水 质价 精装 精装修
交房 烂尾 延期 逾期 烂尾楼
虚假宣传 欺诈 欺骗 捆绑 诈骗
集资 传销 非法集资 P2P 融资 网贷
公积金 贷款 组合
限购 购房资格 二套
落户 户口 户籍 居住证
医保 医疗保险 报销
社保 养老保险 社保卡 养老金 退休
补贴 补助 奖励 人才
涉黄 卖淫 嫖娼 赌博 麻将 麻将馆
广场舞 音响 喇叭 KTV 酒吧
消防 消防通道 消防安全 火灾
隐患 安全隐患 危房
医院 医生 看病 诊所
确权 宅基地 土地
出租车 网约车 滴滴 的士
燃气 天然气 煤气
供暖 暖气 供热 取暖
路灯 亮化
公园 绿化 绿地 树木`,
  en: `noise noisy loud music
construction site renovation
trash garbage rubbish dumping litter
water leak sewer flooding drain hydrant
pothole potholes pavement sidewalk resurfacing
streetlight lights lighting lamp
parking parked abandoned vehicle tow
traffic signal congestion crossing
rats rodents pests
graffiti vandalism
heat heating boiler
tree trees branch limb
bus train subway transit
school enrolment enrollment kindergarten
tax taxes bill billing
housing landlord mold elevator`,
};

/** Number of the matter of each word of it. */
export function mattersOf(language: string): ReadonlyMap<string, number> {
  const lines = (MATTERS[language.toLowerCase().split('-')[0]!] ?? '').split('\n').filter(Boolean);
  return new Map(lines.flatMap((line, number) => line.split(' ').map((word) => [word, number] as const)));
}
