/** Words of the field and their polarity, in weights; Chinese by longest match, English by whole words. */

/** Strong, plain and slight words of blame. */
const NEGATIVE: Record<number, string> = {
  [-2]: `扰民 恶臭 黑臭 臭气熏天 刺鼻 拖欠 欠薪 讨薪 无人管 没人管 无人问津 不作为 乱作为 推诿 扯皮 踢皮球 踢皮 敷衍 糊弄 欺骗 欺诈 诈骗 坑人 坑害 坑老百姓 被坑 黑心 霸王条款 跑路 失联 卷款 烂尾 豆腐渣 强拆 暴力 殴打 辱骂 威胁
    恐吓 猖狂 嚣张 泛滥 瘫痪 崩溃 困人 爆炸 死亡 身亡 伤亡 受伤 坠亡 坠落 坍塌 塌陷 倒塌 爆裂 起火 火灾 着火 中毒 腹泻 触电 溺水 淹没 内涝 污染 偷排 直排 毒气 泄漏 民怨 民怨沸腾 怨声载道 怨声 愤怒 气愤 愤慨 寒心 心寒 绝望 无语
    形同虚设 形象工程 面子工程 不闻不问 置之不理 置若罔闻 视而不见 麻木不仁 官僚 腐败 贪污 受贿 包庇 保护伞 忍无可忍 苦不堪言 叫苦不迭 民不聊生 触目惊心 惨不忍睹 不堪入目 乌烟瘴气 丧尽天良 维权 曝光 被曝 谴责 痛批 怒斥 质疑声 群访 抗议 罢工
    聚集 围堵 谣言 造假 假冒 伪劣 变质 过期 缺斤短两 宰客 天价 乱收费 乱罚款 违法 违规 黑中介 传销 骗局 骗 骗子 骗钱 坑钱 投诉无门 求助无门 无处投诉 石沉大海 不了了之 互相推卸 推卸 失职 渎职 不负责任 草菅人命 事故 命案 踩踏 群殴 断供 爆雷 暴雷`,
  [-1]: `噪音 噪声 吵闹 吵 异味 臭味 臭 难闻 油烟 废气 浓烟 扬尘 粉尘 垃圾成堆 垃圾堆积 堆积如山 蚊蝇 脏乱 脏乱差 脏 乱 肮脏 老鼠 蟑螂 停水 停电 停气 停暖 停运 停工 断水 断电 断网 停供 不热 不亮 不通 不稳 不足 不便 不畅 不合理
    不公平 不公开 不透明 不规范 不到位 不及时 不达标 不合格 不理 不管 不处理 不解决 不修 不给 不退 不批 不接 不让 不满 不满意 不安全 不方便 不卫生 不文明 不牵绳 不打表 失望 担心 担忧 害怕 恐慌 烦 心烦 烦恼 折磨 受罪 受苦 难受 煎熬 痛苦 无奈
    困扰 困难 困境 尴尬 糟糕 糟心 闹心 恼火 差劲 太差 很差 恶劣 低劣 劣质 粗糙 粗暴 冷漠 态度差 态度恶劣 拥堵 堵车 堵死 堵塞 堵住 瘫 积水 漏水 渗水 漏电 反水 倒灌 外溢 满溢 冒溢 发霉 开裂 脱落 破损 损坏 坏了 故障 塌方 坑洼 坑洼不平 泥泞 缺失 缺货 缺水
    浑浊 发黄 发黑 发臭 水压低 水压小 违建 违章 违停 乱停 乱放 乱堆 乱扔 乱搭 乱贴 私搭 私自 擅自 占道 占用 霸占 侵占 飞线 隐患 危险 危房 险情 险些 拒载 拒绝 绕路 多收 涨价 高价 贵 收费高 纠纷 争议 争吵 投诉 举报 抱怨 吐槽 差评 质疑 反对 诉苦 控诉
    拖延 拖着 拖了 一拖再拖 迟迟 延期 逾期 超期 滞后 缓慢 太慢 效率低 低效 排长队 久等 等了 打不通 打不进 没反应 没回应 没人接 无人接听 无人处理 没人处理 无人修 没人修 无人清理 没人来 没结果 无果 未果 未解决 没解决 未处理 没处理 没修 未修 未到账
    没到账 没退 没发 未发 被骗 受害 受损 损失 影响 妨碍 干扰 破坏 毁 枯死 倒伏 遮挡 掉落 失灵 卡顿 报错 打不开 进不去 挂不上 约不上 预约不上 办不了 办不下来 走不通 被退回 驳回 误导 虚假 夸大 忽悠 推脱 借口 形式主义 走过场 一刀切 刁难 难办 难题 难 恶化 严峻 频发 屡禁不止 屡教不改 反复 猫腻 漏洞 短板 矛盾 冲突 风险 警惕 批评 通报批评 约谈 处罚 罚款 问责 曝 恶犬 咬伤 咬人`,
};
const POSITIVE: Record<number, string> = {
  2: `点赞 感谢 感激 致谢 道谢 表扬 表彰 称赞 赞扬 夸赞 好评 好评如潮 满意 非常满意 锦旗 感动 感恩 暖心 贴心 温暖 温馨 给力 高效 雷厉风行 为民服务 为民办实事 办实事 解民忧 解决了 已解决 圆满解决 妥善解决 得到解决 迎刃而解 修好了 修好 修复了 恢复供水 恢复供电
    恢复供暖 恢复正常 焕然一新 旧貌换新颜 获奖 荣获 先进 模范 榜样 楷模 拾金不昧 见义勇为 见义勇 舍己救人 救出 获救 零投诉 放心 安心 舒心 省心 开心 高兴 喜悦 惊喜 幸福 欣慰 自豪 欢迎 喜欢 受欢迎 叫好 拍手称快 大快人心 竖起大拇指 一路畅通 便民 惠民 利民 竣工 通车 落成 喜迎`,
  1: `谢谢 多谢 及时 迅速 第一时间 很快 快速 当天解决 当场解决 耐心 细心 热心 热情 周到 认真 负责 敬业 专业 细致 用心 尽责 尽心 尽职 辛苦了 改善 改进 改观 提升 提高 优化 升级 完善 好转 好多了 变好 进步 整洁 干净 整齐 明亮 宽敞 平整 畅通 通畅 安静 清新 清澈 美丽 美观 漂亮 舒适 舒服
    方便 便捷 便利 顺利 顺畅 省时 省力 实惠 优惠 免费 补贴到账 到账 到位 落实到位 达标 合格 规范有序 有序 公开透明 透明 公平 公正 合理 支持 赞成 赞同 认可 肯定 信任 信赖 值得 不错 很好 真好 太好了 好样的 优秀 优质 良好 出色 精彩 热闹 亮点 创新 示范 推广 表率 上线 开通 启用 建成 完工 完成 新增 增设 加装完成 解决 修复 恢复 清理干净
    清运 清除 整治 治理 退还 退款到账 追回 兑现 落实 好人 好事 好消息 福音 成效 成效显著 见效 效果好 显著 欢声笑语 笑容 点亮 助力 关爱 关怀 慰问 帮扶`,
};
const NEGATIVE_EN: Record<number, string> = {
  [-2]: `awful|terrible|horrible|disgusting|unacceptable|outrageous|disgrace|disgraceful|scandal|corrupt|corruption|fraud|scam|nightmare|dangerous|deadly|killed|dead|died|injured|collapse|collapsed|explosion|toxic|sewage|rats|infested|ignored|neglected|neglect|nobody cares|fed up|furious|angry|outrage|protest|appalling|filthy|stench|fiasco|chaos|crisis`,
  [-1]: `noise|noisy|loud|smell|smelly|odor|dirty|trash|garbage|litter|pothole|potholes|broken|damaged|leak|leaking|leaks|flood|flooded|flooding|outage|blackout|delay|delayed|delays|late|slow|overdue|missed|missing|failed|fails|failure|fail|unsafe|hazard|risk|blocked|clogged|congestion|jam|stuck|illegal|violation|complaint|complain|complained|complaints|complains|rude|poor|bad|worse|worst|unfair|expensive|overcharged|problem|problems|frustrated|frustrating|annoying|disappointed|disappointing|worried|afraid|concern|concerns|criticism|criticized|refused|denied|unanswered|abandoned|graffiti|rundown|unresolved|shortage|waste|wasted|crash|accident|closed down|mess|messy|useless|incompetent`,
};
const POSITIVE_EN: Record<number, string> = {
  2: `thank|thanks|thankful|grateful|excellent|great|wonderful|amazing|fantastic|awesome|outstanding|praise|praised|applaud|kudos|love|loved|delighted|impressed|hero|award|awarded|brilliant|superb|heartwarming`,
  1: `good|nice|clean|cleaned|fixed|repaired|resolved|solved|restored|quick|quickly|prompt|promptly|fast|helpful|friendly|polite|kind|professional|efficient|improved|improvement|improves|better|best|happy|pleased|satisfied|glad|safe|safer|smooth|smoothly|easy|convenient|welcome|welcomed|success|successful|successfully|support|beautiful|quiet|reopened|opened|completed|free|reliable|well done|appreciate|appreciated|enjoy|enjoyed|on time`,
};

const weights = (...groups: Record<number, string>[]): Map<string, number> => {
  const map = new Map<string, number>();
  for (const group of groups)
    for (const [weight, words] of Object.entries(group))
      for (const word of words.trim().split(words.includes('|') ? '|' : /\s+/)) map.set(word, Number(weight));
  return map;
};

export const ZH = weights(NEGATIVE, POSITIVE);
export const EN = weights(NEGATIVE_EN, POSITIVE_EN);

const list = (words: string): string[] =>
  words
    .trim()
    .split(/\s+/)
    .sort((a, b) => b.length - a.length);
/** What turns a word that stands soon behind it. */
export const NOT_ZH = list(
  '不 没 没有 未 尚未 并未 从未 并非 不是 不再 不会 不能 无法 难以 无 毫无 绝非 仍未 还没 还没有 并不 不够 谈不上 称不上 算不上',
);
export const NOT_EN = new Set(
  `not no never isn't wasn't aren't weren't don't doesn't didn't won't cannot can't couldn't hasn't haven't hardly without nothing nobody neither`.split(
    ' ',
  ),
);
/** What makes a word behind it stronger or weaker. */
export const DEGREE_ZH = new Map<string, number>([
  ...list('非常 特别 十分 极其 极为 极度 相当 严重 太 超 超级 最 尤其 异常 格外 万分 长期 屡次 多次 反复 大面积').map(
    (word) => [word, 1.5] as const,
  ),
  ...list('有点 有些 稍微 略 较为 比较 些许 偶尔 轻微').map((word) => [word, 0.6] as const),
]);
export const DEGREE_EN = new Map<string, number>([
  ...'very really extremely absolutely totally so too incredibly completely'
    .split(' ')
    .map((word) => [word, 1.5] as const),
  ...'slightly somewhat bit little fairly'.split(' ').map((word) => [word, 0.6] as const),
]);
/** What follows outweighs what stood before. */
export const BUT_ZH = list('但是 但 然而 可是 不过 只是 却 岂料 没想到 谁知 结果');
export const BUT_EN = new Set(['but', 'however', 'yet', 'unfortunately', 'although']);
/** What is wished or asked for is not there: a good word behind it says nothing. */
export const WISH_ZH = list(
  '希望 请 请求 要求 恳请 盼 盼望 期待 期盼 建议 能否 可否 是否 何时 什么时候 尽快 早日 尽早 应该 应当 应 如何 怎么 怎样 呼吁 为何 为什么 必须 需要 需 拟 将 计划 咨询 询问 责令 敦促 督促',
);
export const WISH_EN = new Set(
  'please should hope wish when need needs must want could would ask asks asked demand demands request how if'.split(
    ' ',
  ),
);
