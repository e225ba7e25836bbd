/** Words that say nothing of a matter, beside the stop words of the segmenter: they are never hot. */

const set = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

/** Words of time, of manner and of the hotline's own trade, and kinds of places, that every day's tickets are full of. */
export const PLAIN = set(`
  今天 昨天 前天 明天 早上 早晨 上午 中午 下午 傍晚 晚上 夜间 夜里 半夜 深夜 凌晨 白天 近日 近期 最近 近来 昨晚 今早 上周 本周 周末 本月 上月 今年 去年 前年 目前 当前 当天 当日 连日 连续 多日 数日 每天 每日 天天
  小时 分钟 星期 一个月 三天 两天 两小时 几天 几个 十分 期间 以来 以后 之前 之后 以前 后来 时候 时间 时限 期限 长时间 一段时间 经常 时常 总是 仍然 依然 依旧 仍 始终 再次 首次 第一次 第二次 此前 此次 上次
  市民 来电 来信 来访 反映 致电 拨打 电话 联系电话 联系 回电 回访 答复 回复 受理 转办 派单 办结 工单 诉求 热线 平台 客服 单位 责任单位 职能部门 执法部门 主管部门 部门 人员 工作人员 有关 相关 情况 问题 现象 事项 事宜 原因 结果
  解决 处理 处置 整改 改善 核查 核实 查处 查看 检查 督促 责令 上门 现场 帮助 协调 安排 落实 跟进 推诿 表扬 表彰 感谢 表示 表彰 特此 予以 给予 依法 保密 限期 明确 统筹 考虑 列入 计划 采纳 研究 告知 询问 办理流程 流程 材料 政策
  影响 导致 造成 存在 出现 发生 发现 进行 开展 要求 希望 建议 无法 不能 不会 没有 没人 无人 未 不到 不让 不了 不了了之 意见 很大 严重 非常 特别 比较 十分 极其 大量 多次 部分 全部 所有 许多 很多 一些 不少 多少 左右 以上 以下
  小区 家园 花园 公寓 大厦 广场 社区 街道 街 路 大道 马路 路口 路段 沿线 附近 门口 东门 西门 南门 北门 东区 西区 南区 北区 一期 二期 三期 四期 五期 单元 楼栋 号楼 楼上 楼下 地点 位置 地址 区域 地区 本市 全市 市区 城区 县城 镇 村 乡
  昨天晚上 今天早上 今天中午 晚高峰 早高峰 长期以来 入住 入住以来 从前 会上 上门 得到 标准 进度 窗口 咨询电话 可否 能否 网上 给出 责任 负责 公共 设施 互相推诿 互相 首次 现场 未果 意见 请求 告知 恳请 时限 流程 科室 证件 事宜 哪个 哪些 如何 怎样 最新 相应 申请 办理 受理窗口 一段 一整段 整个 整栋 上上下下 大量 一夜 透明 公开
  先生 女士 老人 小孩 孩子 儿童 家人 家里 家中 邻居 邻居们 居民 居民们 业主 业主们 住户 村民 群众 行人 车主 大家 自己 本人 别人 他人 人民
  市长 书记 局长 领导 主任 处长 科长 县长 区长 镇长 主席 干部 政府 市政府 区政府 人民政府 居委会 居委 村委会 管委会 局 处 科
  the and with from that this have been about please street road avenue near said would could also says very still again since week weeks today yesterday night day days time city customer caller resident residents
`);

/** What names of places end with. */
export const PLACE_END =
  /(?:路|街|巷|弄|道|大道|小区|家园|花园|花苑|苑|新村|村|庄|镇|乡|街道|社区|公寓|大厦|广场|名都|豪庭|雅居|府|城市场|商城|工业园|园区|开发区|高新区|新区|市|区|县|桥|湾|浜|里|坊|学校|小学|中学|大学|幼儿园|医院)$/;

/** Matters that end like a place. */
export const NO_PLACE = set(
  `人行道 下水道 通道 消防通道 楼道 管道 车道 非机动车道 轨道 渠道 频道 知道 报道 味道 河道 街道办 盲道 步道 跑道 上市 超市 夜市 菜市 集市 城市 门市 房地产市 家里 这里 那里 公里 天桥 高架桥 学区 景区 灾区 禁区 政府 医院 学校 幼儿园 校区 停车区 绿化带 占道 隧道 铁路 公路 电路 线路 短路 水路 道路 马路 网络电路`,
);

/** What may stand between the parts of a compound: 暖气[不]热, 垃圾[没]收. */
export const BETWEEN = new Set(['', ' ', '不', '没', '无', '未', '太', '乱', '难', '被', '-']);

/** Single characters that are words of their own. */
export const APART = new Set('不没无未已再又太乱难被把让给向从对与和及或也都很');
