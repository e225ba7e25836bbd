/** What stands beside Chinese names: cues before them, forms of address after them, and words that end them. */

const list = (words: string): string[] => words.trim().split(/\s+/);

/** A label: whatever stands behind it up to the next sign is a name. */
export const LABELS = list('姓名 署名 落款');
/** A name follows, and nothing else does. */
export const STRONG = list('我叫 名叫 名字叫 名字是 姓名是 本人叫 联系人 联络人 收件人 寄件人 户主');
/** A person is meant, and a name may follow. */
export const WEAK =
  list(`我是 本人 业主 居民 市民 村民 住户 患者 病人 老人 当事人 投诉人 举报人 反映人 来电人 求助人 申请人 申诉人 受害人 报案人 经办人 负责人
  法人 法定代表人 代表人 房东 房主 租客 租户 老板 店主 司机 车主 机主 邻居 老公 丈夫 妻子 老婆 爱人 儿子 女儿 父亲 母亲 爸爸 妈妈 弟弟 哥哥 姐姐 妹妹 孩子 孙子 孙女
  学生 职工 工人 员工 包工头 中介 开户名 户名 缴费人 产权人 原告 被告 证人 叫做 责任人 发帖人 留言人 控告人`);

/** Forms of address that make a family name before them a person. Holders of an office (局长, 书记) act in public. */
export const ADDRESSES =
  list(`先生 女士 小姐 太太 师傅 阿姨 大爷 大妈 大叔 大姐 大哥 大娘 大伯 奶奶 爷爷 叔叔 伯伯 老师 医生 大夫 护士 老板 经理 同学 老汉 老太 婆婆
  姑娘 小伙`);

/** What shops are named by: 张师傅烧烤. */
export const SHOPS =
  /^(?:.{0,4}(?:店|馆|铺|坊|厂|公司|超市)|.{0,2}(?:烧烤|火锅|拉面|小吃|餐厅|饭庄|早餐|面条|牛肉面|凉皮|包子|家政|维修部))/;
/** Who works there, and is not named by it: 学校老师, 项目经理. */
export const STAFF =
  /(?:学校|物业|项目|公司|医院|小区|销售|大堂|客户|工程|部门|售楼|值班|主管|分行|银行|门店|培训|客服|地产|装修|施工|保险|理财|社区|科室|住院|急诊|门诊)$/;

/** Labels between a name and the number of that person. */
export const NUMBERS = list(
  '联系电话 联系方式 手机号码 手机号 电话号码 身份证号码 身份证号 身份证 证件号 电话 手机 号码 致电 是 为',
);

/** Words that go on where a name of two characters has ended. */
export const NEXT = new Set(
  list(`电话 手机 今年 今天 现住 现在 现年 家住 家里 家中 身份 反映 投诉 举报 来电 来访 来信 拨打 咨询 求助 地址 单位 因为 由于 业主 居民 户籍 系统 籍贯 男性 女性
  老家 昨天 昨晚 前天 上周 上月 去年 联系 联络 表示 希望 要求 认为 发现 购买 入住 居住 租住 工作 打工 务工 就职 本人 以下 于今 已经 曾经 多次 再次 每天 目前 拖欠 欠薪
  借款 诈骗 驾驶 停放 占用 私自 擅自 长期 经常 一直 一家 夫妇 夫妻 两人 二人 等人 父母 父亲 母亲 儿子 女儿 妻子 丈夫 名下 解决 出生 举着`).concat(
    ADDRESSES,
  ),
);

/** Characters that are no part of a given name. */
export const NOT_GIVEN =
  '的了是在和与及或不没我你您他她它们这那哪吗呢吧啊呀之其也都还就而且因但又再只才说问称住来去到于从对把被让给等请要想会能可将过着得很更最您拨打找投举反两几每第个各全所有已上下里外前后部姓人者区县市省镇乡村街路巷弄号楼栋幢室层户厂店';

/** What places, shops and offices end with: behind it no name has been. */
export const ENDS_OTHER = '区县市省镇乡村街路巷弄园院厂店馆司局处所站桥河湖山庄苑城府港湾坊里寺校行厅部委场宅厦楼都城';

/** Words like names that the dictionary takes for names, or does not have. */
export const MORE_WORDS =
  list(`张家港 张贴 张开 高新 高新区 高铁 金额 金桂 江阴 于是 关于 于今 黄巷 梁溪 安镇 华庄 任课 任教 施暴 毛坯 成套 商铺 查处 钱款 车位 车辆 车主 平均 向阳 康复 康养 金科
  万达 万科 红豆 金地 华润 华府 安置 安居 包干 易燃 文体 舒适 路口 路段 路灯 解封 解约 司乘 盛岸 水费 水管 水压 同住 同楼 单价 单方 时常 常年 平台 商户 商家 余款 余额 高架 高压 高温 高空 马桶 白天
  谢谢 谢意 曾多 曾经 曾与 曾在 曾向 曾因 孙子 孙女 何三 钱财 陈述 查明 查询 宁静 童解 车贷 车险 车间 高学 高管 黄土 黄牛 明显 明确 包月 包裹 宁可 都有 全家 全款 全部 从前 从未 连夜 严禁 严查 景观 池塘 房产 房款 房租 房屋 计费 计量 部分 项目 和解 和睦`);
