/**
 * What people call about. A line: leaf of the category tree, where it happens (c compound, r road, s site, - nowhere),
 * weight as a problem, weight as a question, season; then ways to say it. `{t}` temperature, `{d}` days, `{f}` floor.
 * Leaves that have no line are said by their own name with the default weights.
 */
const LINES = `
暖气不热 c 16 5 heat | 整栋暖气不热 | 供暖不热，室内只有{t}度 | 暖气片不热，已经{d}天 | 地暖不热，老人小孩受冻
供暖管道漏水 c 4 0 heat | 供暖管道漏水 | 楼道暖气漏水，地面结冰
停暖 c 4 1 heat | 停暖{d}天没有恢复 | 突然停止供暖，没有通知
供暖收费 c 2 6 heat | 取暖费按面积收取不合理 | 暖气费退费迟迟不办
停水 c 16 4 summer | 停水{d}小时没有通知 | 整个小区停水了 | 家里没有水，不知何时恢复
水压不足 c 8 1 summer | {f}楼水压不足 | 晚高峰水压小，热水器打不着
水质浑浊 c 5 1 none | 自来水发黄 | 水质浑浊有异味
水管爆裂 r 4 0 cold | 水管爆裂，路面大量积水 | 主管爆裂，水流到马路上
燃气泄漏 c 2 0 none | 楼道有燃气味，怀疑燃气泄漏 | 灶台附近闻到煤气泄漏
停气 c 4 1 none | 停气{d}小时 | 燃气停供没有提前告知
停电 c 14 4 summer | 停电{d}小时 | 半夜跳闸停电，空调用不了 | 整栋楼停电
电压不稳 c 4 0 summer | 电压不稳，家电烧坏
污水外溢 c 7 0 rain | 污水外溢，气味难闻 | 窨井污水冒溢到路面
道路积水 r 7 0 rain | 道路积水，车辆无法通行 | 雨后路面积水{d}天不退
下水道堵塞 c 7 0 none | 下水道堵塞，污水倒灌 | 一楼管道堵塞反水
路面破损 r 13 0 none | 路面破损，坑洼严重 | 路面塌陷，存在安全隐患 | 施工后路面坑洼没有修复
窨井盖缺失 r 5 0 none | 井盖缺失，夜间危险 | 井盖破损，车辆经过响声很大
人行道破损 r 5 0 none | 人行道地砖松动 | 盲道被破坏
路灯不亮 r 12 0 none | 路灯不亮，夜间出行不便 | 一整段路灯坏了{d}天 | 路灯忽明忽暗
高架音屏障 r 5 2 none | 高架音屏障缺失，夜间噪音大 | 希望加装高架音屏障
信号覆盖差 c 5 1 none | 手机信号差，电话打不出去 | 电梯和地下车库没有信号
宽带故障 c 5 1 none | 宽带故障{d}天没人修
物业服务不到位 c 32 4 none | 物业管理不到位，楼道脏乱 | 物业不作为，多次反映无人处理 | 门禁损坏，物业不维修 | 保安形同虚设
物业收费争议 c 14 8 none | 物业费涨价未经业主同意 | 物业收费不透明
业委会纠纷 c 7 5 none | 业委会换届不公开 | 业主委员会擅自动用维修资金
房屋渗漏 c 14 2 rain | 屋顶漏水，维修{d}次未解决 | 外墙渗水，墙面发霉
墙面开裂脱落 c 6 0 none | 外墙脱落，险些砸到行人 | 墙皮脱落严重
交付质量问题 c 6 1 none | 交房质量差，多处空鼓 | 精装房交付质量与合同不符
电梯故障停运 c 13 1 none | 电梯故障，{f}楼老人下不了楼 | 电梯停运{d}天没有维修 | 电梯坏了，上上下下不停
加装电梯 c 4 8 none | 加装电梯施工停滞 | 低层住户反对加装电梯
电梯困人 c 2 0 none | 有人被困电梯，请求救援
逾期交房 c 7 4 none | 开发商延期交房
办理不动产证 c 4 18 none | 入住多年不动产证办不下来
公积金提取 - 3 42 none | 公积金提取申请被退回
公积金贷款 - 2 24 none | 公积金贷款审批时间过长
违章搭建 c 16 2 none | 楼顶违章搭建 | 一楼业主违建，占用公共部位 | 邻居私搭乱建阳光房
占用公共绿地 c 7 0 none | 毁绿种菜 | 占用绿地停车
流动摊贩占道 r 13 0 none | 流动摊贩占道，影响通行 | 夜市摊贩占道，油污满地 | 学校门口摊贩占道
店外经营 r 6 0 none | 店外经营，人行道被占满
垃圾清运不及时 c 14 0 summer | 垃圾清运不及时，蚊蝇滋生 | 垃圾堆积{d}天未清
道路保洁不到位 r 7 0 none | 道路保洁不到位，落叶成堆
树木修剪 c 10 0 summer | 树木修剪不及时，遮挡采光 | 树枝压到电线，有安全隐患
公园设施损坏 r 4 0 none | 公园座椅损坏 | 步道木板断裂
无主僵尸车 c 14 0 none | 无主僵尸车长期占用车位 | 僵尸车停放多年无人处理 | 废弃车辆堆在路边
停车收费争议 r 9 4 none | 停车费计费错误 | 停车收费没有公示
车位被占 c 9 1 none | 产权车位被占 | 车位不足，停车难
电动车飞线充电 c 9 0 none | 电动车飞线充电 | 楼道内飞线充电，存在火灾隐患
充电桩不足 c 6 4 none | 充电桩不足，每天抢位
遛狗不牵绳 c 7 0 none | 遛狗不牵绳，惊吓儿童
消防通道堵塞 c 9 0 none | 消防通道被私家车堵塞 | 占用消防通道停车
楼道堆物 c 8 0 none | 楼道堆物影响通行 | 楼道杂物堆到门口
公交班次少 r 9 5 none | 公交车等了四十分钟 | 早高峰公交班次少
公交站点设置 r 5 5 none | 希望增设公交站 | 公交站没有雨棚
出租车拒载 r 6 0 none | 出租车拒载 | 出租车不打表
网约车费用 - 5 2 none | 网约车绕路多收费
共享单车乱停 r 8 0 none | 共享单车乱停，堵塞人行道
快递未送达 c 11 2 none | 快递未送达却显示签收 | 快递不送上门
机动车违停 r 30 1 none | 车辆违停，堵住出入口 | 机动车违停严重 | 大量车辆违停在非机动车道 | 消防通道口乱停车
交通拥堵 r 12 1 school | 早晚高峰交通拥堵 | 学校放学时段拥堵严重
信号灯配时 r 10 1 none | 红绿灯配时不合理，左转只有十秒 | 信号灯故障
大货车闯禁行 r 5 0 none | 大货车夜间闯禁行
标志标线 r 5 0 none | 斑马线磨损看不清
违章处罚申诉 - 7 12 none | 对违停罚单有异议
驾驶证换证 - 1 26 none | 驾驶证换证系统报错
机动车年检 - 1 14 none | 年检预约不上
户口迁移 - 2 34 none | 户口迁移材料反复补正
落户政策 - 1 26 none | 落户申请{d}个工作日没有回复
身份证办理 - 1 24 none | 身份证办理超期未取到
居住证办理 - 1 22 none | 居住证办理进度查询不到
噪音扰民 c 30 0 summer | 楼上深夜噪音扰民 | 半夜噪音大，影响休息 | 棋牌室噪音扰民 | 装修噪声扰民
广场舞噪音 c 8 0 summer | 广场舞音响声音过大
施工噪音 s 22 0 summer | 夜间施工噪音扰民 | 工地噪音凌晨不停 | 施工噪声影响孩子中考复习
商业噪音 s 8 0 summer | 商铺音响扰民
餐饮油烟 c 12 0 summer | 楼下饭店油烟直排 | 餐饮油烟扰民，不敢开窗
工业废气 s 7 0 none | 工厂夜间排放废气 | 刺鼻气味弥漫
露天焚烧 r 3 0 harvest | 有人露天焚烧垃圾 | 田间焚烧秸秆
河道异味 r 6 0 summer | 河道异味，水面发黑 | 河水发臭
蓝藻异味 r 3 0 summer | 湖边蓝藻堆积发臭
建筑垃圾倾倒 r 6 0 none | 夜间偷倒建筑垃圾 | 渣土堆放无覆盖
渣土车抛洒 r 5 0 none | 渣土车沿途抛洒
化工异味 s 4 0 none | 半夜闻到化工异味
拖欠工资 s 20 6 yearend | 拖欠工资{d}个月 | 公司欠薪，老板失联 | 离职后工资不发
工地欠薪 s 10 2 yearend | 工地欠薪，农民工无法回家 | 劳务公司欠工资
违法辞退 s 5 6 none | 被违法辞退没有补偿
社保补缴 - 3 30 none | 单位不给补缴社保
社保转移 - 1 26 none | 社保转移{d}个月未到账
退休手续 - 2 26 none | 退休手续办理受阻
养老金计算 - 2 20 none | 养老金计算有误
失业金申领 - 1 20 none | 失业金申领被驳回
人才补贴 - 2 16 none | 人才补贴迟迟未发放
预约挂号 s 5 10 none | 专家号预约不上 | 挂号系统打不开
就医排队 s 5 1 none | 急诊排队三小时
诊疗争议 s 4 2 none | 对诊疗过程有异议
医保报销 - 4 40 none | 医保报销比例与告知不一致
异地就医 - 2 24 none | 异地就医备案不成功
医保缴费 - 1 22 yearend | 医保缴费重复扣款
儿童疫苗 s 2 10 none | 社区医院儿童疫苗缺货
学区划分 - 4 24 school | 对学区划分有异议
随迁子女入学 - 3 26 school | 随迁子女入学材料审核不通过
转学手续 - 1 12 school | 转学申请没有答复
幼儿园报名 - 2 14 school | 公办幼儿园报名排不上
学校食堂 s 4 0 none | 学校食堂饭菜质量差
课后服务 s 3 4 none | 课后服务收费不透明
培训机构退费 s 12 3 none | 培训机构关门不退费 | 培训机构退费拖延{d}天
健身房退费 s 9 1 none | 健身房停业，会员卡不退 | 健身房退费拖延
门票预约 s 3 8 holiday | 景区门票预约系统崩溃
景区服务 s 5 4 holiday | 景区拥堵，入口排队两小时 | 景区停车费翻倍
退换货纠纷 s 16 4 none | 商家拒绝退款 | 商品有问题不给退货
虚假宣传 s 8 1 none | 商家虚假宣传
商业预付卡 s 16 3 none | 商业预付卡无法退款 | 美容店预付卡余额不退 | 充值卡过期作废
商家跑路 s 9 1 none | 商家跑路，充值款要不回来 | 门店一夜关门跑路
食品变质 s 8 0 summer | 买到变质食品 | 超市售卖过期食品
餐饮卫生 s 7 0 summer | 饭店后厨卫生差 | 餐饮卫生不达标，就餐后腹泻
网购纠纷 - 9 3 none | 网购商品不退款
营业执照办理 - 1 16 none | 营业执照办理被退回
以旧换新补贴 - 5 22 none | 以旧换新补贴未到账
家装质量 c 6 1 none | 装修公司拖延工期
低保申请 - 2 10 none | 低保申请没有答复
高龄津贴 - 1 12 none | 高龄津贴停发
结婚登记预约 - 0 10 holiday | 结婚登记预约不上
热线服务 - 1 4 none | 热线回访与实际不符
网上办事故障 - 4 10 none | 网上办事页面打不开
邻里纠纷 c 9 1 none | 楼上漏水不肯维修 | 邻居占用公共走廊
社区服务 c 6 5 none | 社区电话无人接听
`;

/** Months (January first) in which a matter is frequent. */
export const SEASONS: Record<string, readonly number[]> = {
  none: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
  heat: [3.4, 2.4, 1, 0.1, 0, 0, 0, 0, 0, 0.3, 2.6, 3.2],
  cold: [2.6, 1.8, 1, 0.6, 0.6, 0.6, 0.8, 0.8, 0.6, 0.6, 0.8, 2],
  summer: [0.6, 0.6, 0.7, 0.9, 1.1, 1.4, 1.8, 1.7, 1.2, 0.8, 0.6, 0.6],
  rain: [0.6, 0.6, 0.9, 1, 1.1, 2.2, 2, 1.4, 1, 0.6, 0.5, 0.5],
  school: [0.5, 0.7, 0.9, 0.9, 1.2, 1.8, 1.9, 2, 1.3, 0.6, 0.5, 0.5],
  harvest: [0.4, 0.4, 0.5, 0.6, 1, 2, 0.8, 0.6, 1.2, 2.2, 1.4, 0.6],
  yearend: [2.6, 1.2, 0.7, 0.7, 0.7, 0.8, 0.7, 0.7, 0.7, 0.8, 1.1, 2.2],
  holiday: [1, 1.4, 0.8, 1, 1.6, 0.8, 1.2, 1.2, 0.8, 2, 0.6, 0.6],
};

export type Where = 'c' | 'r' | 's' | '-';
export interface Matter {
  code: string;
  zh: string;
  where: Where;
  /** Weights as a problem and as a question, before the season. */
  problem: number;
  question: number;
  season: readonly number[];
  variants: readonly string[];
  /** Names of the node and its parents, leaf first. */
  path: readonly string[];
}

/** Where the matters of a branch happen when they have no line. */
const BRANCH_WHERE: Record<string, Where> = {
  '01': 'c', '02': 'r', '03': 'c', '04': 'r', '05': 'r', '06': 'r', '07': '-', '08': 's', '09': 's', '10': 's', '11': '-',
}; // prettier-ignore

/** Branches of level 2 that are matters of papers and money, and happen nowhere. */
const PAPERS = new Set(
  '公积金 保障住房 征收拆迁 驾培维修 网约车 户籍管理 身份证件 车驾管 交通违法 电信诈骗 犬类登记 环评审批 医疗保险 生育服务 入学招生 考试招考 电子商务 企业登记 金融服务 电视收费'.split(
    ' ',
  ),
);

/** Matters of a category tree, one a leaf, weights changed by the model's factors. Throws when a line names no leaf. */
export function matters(
  categories: readonly { code: string; names: { zh: string } }[],
  factors: Readonly<Record<string, number>>,
): Matter[] {
  const lines = new Map(
    LINES.trim()
      .split('\n')
      .map((line) => {
        const [head, ...variants] = line.split('|').map((part) => part.trim());
        const [leaf, where, problem, question, season] = head!.split(' ');
        return [
          leaf!,
          {
            where: where as Where,
            problem: Number(problem),
            question: Number(question),
            season: SEASONS[season!]!,
            variants,
          },
        ];
      }),
  );
  const byCode = new Map(categories.map((node) => [node.code, node.names.zh]));
  const list = categories
    .filter((node) => node.code.length === 8)
    .map(({ code, names: { zh } }): Matter => {
      const path = [zh, byCode.get(code.slice(0, 5))!, byCode.get(code.slice(0, 2))!];
      const where = PAPERS.has(path[1]!) ? '-' : BRANCH_WHERE[code.slice(0, 2)]!;
      const season = SEASONS['none']!;
      const line = lines.get(zh) ?? { where, problem: 2, question: where === '-' ? 6 : 3, season, variants: [zh] };
      lines.delete(zh);
      const factor = path.reduce((product, name) => product * (factors[name] ?? 1), 1);
      return { code, zh, path, ...line, problem: line.problem * factor, question: line.question * factor };
    });
  if (lines.size > 0) throw new Error(`matters that are no leaf of the tree: ${[...lines.keys()].join(', ')}`);
  return list;
}

/** Leaves that are a danger to life or property, and how often. */
export const CRITICAL: Record<string, number> = {
  燃气泄漏: 0.9,
  电梯困人: 0.95,
  水管爆裂: 0.4,
  窨井盖缺失: 0.15,
  电线杆隐患: 0.15,
};
