/**
 * The category tree of the Chinese profiles, of our own making in the style of the field. A line without indent is
 * level 1; an indented line is level 2, then `:` and its level-3 matters, separated by `;`. `zh|en` throughout.
 * Codes follow from the order, so lines may be added at the end of a branch and never moved.
 */
export const TREE = `
住房城建|Housing and construction
  物业管理|Property management: 物业服务不到位|Poor property service; 物业收费争议|Property fee disputes; 业委会纠纷|Owners' committee disputes
  房屋质量|Building quality: 房屋渗漏|Leaking homes; 墙面开裂脱落|Cracked or falling facades; 交付质量问题|Defects at hand-over
  电梯管理|Lifts: 电梯故障停运|Lift out of order; 加装电梯|Adding a lift; 电梯困人|Trapped in a lift
  房产交易|Property sales: 逾期交房|Late hand-over; 办理不动产证|Title certificates; 购房合同纠纷|Purchase contract disputes
  公积金|Housing fund: 公积金提取|Housing fund withdrawal; 公积金贷款|Housing fund loans; 公积金缴存|Housing fund contributions
  保障住房|Public housing: 公租房申请|Public rental application; 公租房维修|Public rental repairs; 共有产权房|Shared ownership
  房屋租赁|Rental: 群租隐患|Overcrowded rentals; 押金不退|Deposit not returned
  征收拆迁|Expropriation: 拆迁补偿|Compensation; 安置房交付|Resettlement homes
  旧区改造|Old-estate renewal: 老旧小区改造|Renewal works; 雨污分流施工|Sewer separation works
  建筑施工|Construction sites: 工地安全|Site safety; 工地扬尘|Site dust; 违规夜间施工|Night work without permit
城市管理|City management
  违法建设|Illegal building: 违章搭建|Unauthorised structures; 占用公共绿地|Occupied greenery; 破坏承重墙|Damaged load-bearing walls
  占道经营|Street vending: 流动摊贩占道|Vendors on the road; 店外经营|Trading outside shops
  市容环卫|Street cleaning: 垃圾清运不及时|Uncollected waste; 道路保洁不到位|Dirty streets; 公厕管理|Public toilets
  垃圾分类|Waste sorting: 垃圾分类点位设置|Siting of sorting points; 大件垃圾堆放|Bulky waste
  户外广告|Outdoor advertising: 违规广告牌|Illegal signs; 小广告张贴|Flyposting
  园林绿化|Parks and greenery: 树木修剪|Tree pruning; 绿化缺损|Missing planting; 公园设施损坏|Broken park facilities
  停车管理|Parking: 无主僵尸车|Abandoned vehicles; 停车收费争议|Parking fee disputes; 车位被占|Occupied parking space; 非机动车乱停|Scattered bicycles
  充电设施|Charging: 电动车飞线充电|Cable charging of e-bikes; 充电桩不足|Too few charging points; 充电桩故障|Faulty charging points
  宠物管理|Pets: 遛狗不牵绳|Dogs off the lead; 流浪猫狗|Strays; 犬吠扰民|Barking dogs
  消防通道|Fire lanes: 消防通道堵塞|Blocked fire lanes; 楼道堆物|Clutter in stairwells
市政公用|Public utilities
  供暖|Heating: 暖气不热|Cold radiators; 供暖管道漏水|Leaking heating pipes; 停暖|Heating cut off; 供暖收费|Heating charges; 供暖开通报停|Starting or stopping heating
  供水|Water supply: 停水|Water cut off; 水压不足|Low pressure; 水质浑浊|Cloudy water; 水管爆裂|Burst mains
  供气|Gas supply: 燃气泄漏|Gas leaks; 停气|Gas cut off; 燃气安装改造|Gas installation
  供电|Power supply: 停电|Power cut; 电压不稳|Unstable voltage; 电线杆隐患|Unsafe poles and wires
  水电气费|Utility bills: 水费异常|Unusual water bills; 燃气费异常|Unusual gas bills; 电费异常|Unusual power bills
  排水|Drainage: 污水外溢|Sewage overflow; 道路积水|Flooded roads; 下水道堵塞|Blocked drains
  道路设施|Road fabric: 路面破损|Damaged surface; 窨井盖缺失|Missing manhole covers; 人行道破损|Damaged pavements
  路灯照明|Street lighting: 路灯不亮|Dark street lamps; 景观灯扰民|Intrusive lighting
  通信设施|Telecoms: 信号覆盖差|Poor coverage; 通信线缆脱落|Fallen cables; 宽带故障|Broadband faults
  桥梁隧道|Bridges and tunnels: 桥梁设施损坏|Damaged bridges; 高架音屏障|Viaduct noise barriers
交通运输|Transport
  公交|Buses: 公交班次少|Too few buses; 公交站点设置|Bus stops; 公交驾驶员服务|Bus driver conduct; 公交卡优惠|Bus passes
  地铁|Metro: 地铁站设施|Metro station facilities; 地铁施工影响|Metro works; 地铁运营时间|Metro hours
  出租车|Taxis: 出租车拒载|Refused rides; 出租车绕路|Detours; 失物招领|Lost property
  网约车|Ride hailing: 网约车服务|Ride-hailing service; 网约车费用|Ride-hailing fares
  共享单车|Shared bikes: 共享单车乱停|Scattered shared bikes; 共享单车扣费|Shared-bike charges; 共享单车故障|Broken shared bikes
  公路管理|Highways: 国省道破损|Damaged highways; 公路施工围挡|Highway works
  客运货运|Coaches and freight: 长途客运退票|Coach refunds; 货车超载|Overloaded lorries
  驾培维修|Driving schools and repair: 驾校退费|Driving school refunds; 汽车维修纠纷|Car repair disputes
  快递物流|Parcels: 快递未送达|Undelivered parcels; 快递丢失损坏|Lost or damaged parcels; 快递柜收费|Locker charges
  铁路航空水运|Rail, air and water: 机场铁路服务|Airport and rail service; 航道管理|Waterways
公安交警|Police and traffic
  交通秩序|Traffic order: 机动车违停|Illegal parking; 交通拥堵|Congestion; 大货车闯禁行|Lorries on banned roads
  交通设施|Traffic facilities: 信号灯配时|Signal timing; 标志标线|Signs and markings; 增设监控|More cameras
  交通违法|Violations: 违章处罚申诉|Penalty appeals; 违章查询|Violation enquiries
  车驾管|Vehicles and licences: 驾驶证换证|Licence renewal; 机动车年检|Vehicle inspection; 电动车上牌|E-bike plates
  户籍管理|Household register: 户口迁移|Moving household; 落户政策|Settlement policy; 姓名变更|Change of name
  身份证件|Identity papers: 身份证办理|Identity cards; 居住证办理|Residence permits; 出入境证件|Travel papers
  社会治安|Public order: 噪音扰民|Noisy neighbours; 广场舞噪音|Square-dance noise; 聚众赌博|Gambling
  电信诈骗|Telecom fraud: 诈骗举报|Fraud reports; 骚扰电话|Nuisance calls
  犬类登记|Dog registration: 犬证办理|Dog licences; 烈性犬饲养|Dangerous dogs
环境保护|Environment
  噪声污染|Noise: 施工噪音|Construction noise; 商业噪音|Commercial noise; 工业噪音|Industrial noise; 交通噪音|Traffic noise
  大气污染|Air: 餐饮油烟|Cooking fumes; 工业废气|Industrial emissions; 露天焚烧|Open burning
  水污染|Water: 河道污染|Polluted rivers; 河道异味|Smelly rivers; 企业偷排|Illicit discharge
  固体废物|Solid waste: 建筑垃圾倾倒|Dumped building waste; 危险废物|Hazardous waste
  扬尘治理|Dust: 道路扬尘|Road dust; 渣土车抛洒|Spilling lorries
  蓝藻湖泊|Lakes and algae: 蓝藻异味|Algae smell; 湖岸垃圾|Shore litter
  辐射光污染|Radiation and light: 基站辐射|Base-station radiation; 光污染|Light pollution
  环评审批|Assessment: 环评公示异议|Objections to assessments; 排污许可|Discharge permits
  异味扰民|Odours: 化工异味|Chemical smells; 垃圾站异味|Waste-station smells
劳动社保|Labour and social security
  工资报酬|Wages: 拖欠工资|Unpaid wages; 加班费|Overtime pay; 最低工资|Minimum wage
  农民工工资|Migrant workers' wages: 工地欠薪|Unpaid site wages; 劳务分包纠纷|Subcontract disputes
  劳动合同|Labour contracts: 未签劳动合同|No contract; 违法辞退|Unlawful dismissal; 离职证明|Leaving certificates
  社会保险|Social insurance: 社保补缴|Back payments; 社保转移|Transfers; 社保缴费基数|Contribution base
  养老待遇|Pensions: 退休手续|Retirement; 养老金计算|Pension calculation; 养老金资格认证|Pension verification
  工伤失业|Injury and unemployment: 工伤认定|Injury recognition; 失业金申领|Unemployment benefit
  就业创业|Jobs and start-ups: 就业补贴|Employment subsidies; 创业贷款|Start-up loans; 招聘信息|Vacancies
  职业培训|Training: 技能补贴|Skill subsidies; 职称评审|Professional titles
  人才政策|Talent: 人才补贴|Talent subsidies; 人才公寓|Talent flats; 社保卡办理|Social security cards
卫生健康|Health
  医疗服务|Medical service: 预约挂号|Appointments; 就医排队|Waiting at hospital; 医护态度|Staff attitude
  医疗纠纷|Medical disputes: 诊疗争议|Disputed treatment; 医疗收费|Medical charges
  医疗保险|Medical insurance: 医保报销|Reimbursement; 异地就医|Treatment elsewhere; 医保缴费|Contributions; 门诊慢特病|Chronic out-patients
  疫苗接种|Vaccination: 儿童疫苗|Child vaccines; 流感疫苗|Flu vaccines; 成人疫苗预约|Adult vaccines
  公共卫生|Public health: 病媒消杀|Pest control; 控烟举报|Smoking reports
  生育服务|Maternity: 生育津贴|Maternity allowance; 生育登记|Birth registration
  药品管理|Medicines: 药店违规|Pharmacy violations; 药品短缺|Medicine shortages
  医疗美容|Cosmetic medicine: 医美纠纷|Cosmetic disputes; 无证行医|Unlicensed practice
教育文体|Education, culture and sport
  入学招生|Enrolment: 学区划分|School districts; 随迁子女入学|Migrant children's enrolment; 转学手续|Changing school; 幼儿园报名|Kindergarten places
  学校管理|Schools: 校园安全|School safety; 学校食堂|School canteens; 课后服务|After-school care; 作业负担|Homework load
  教育收费|School fees: 违规收费|Illegal fees; 民办学校退费|Private school refunds
  校外培训|Tutoring: 培训机构退费|Tutoring refunds; 违规补课|Illegal tutoring
  师德师风|Teachers: 教师行为投诉|Teacher conduct; 教师资格证|Teacher certificates
  考试招考|Examinations: 中考政策|Middle-school exams; 高考报名|College exam; 自学考试|Self-study exams
  文化旅游|Culture and tourism: 景区服务|Scenic spots; 旅行社退费|Travel agency refunds; 门票预约|Ticket booking
  体育健身|Sport: 健身房退费|Gym refunds; 健身器材损坏|Broken fitness equipment
  广播电视|Broadcasting: 有线电视故障|Cable TV faults; 电视收费|TV charges
市场商贸|Market and trade
  消费维权|Consumer rights: 退换货纠纷|Returns and exchanges; 虚假宣传|False advertising; 售后服务|After-sales service
  预付消费|Prepaid cards: 商业预付卡|Commercial prepaid cards; 商家跑路|Vanished merchants
  食品安全|Food safety: 食品变质|Spoiled food; 餐饮卫生|Restaurant hygiene; 外卖食品|Take-away food
  价格监管|Prices: 哄抬价格|Price gouging; 明码标价|Price labels
  产品质量|Product quality: 假冒伪劣|Counterfeits; 家电质量|Appliance quality; 家装质量|Home decoration
  电子商务|E-commerce: 网购纠纷|Online purchase disputes; 直播带货|Live-stream sales
  企业登记|Company registration: 营业执照办理|Business licences; 企业注销|Deregistration
  金融服务|Finance: 银行服务|Bank service; 保险理赔|Insurance claims; 非法集资|Illegal fund raising
  商贸流通|Commerce: 以旧换新补贴|Trade-in subsidies; 消费券使用|Vouchers; 农贸市场管理|Food markets
农林民政及其他|Agriculture, civil affairs and other
  农业农村|Farming: 土地承包|Land contracts; 农业补贴|Farm subsidies; 农村宅基地|Rural homesteads
  林业水利|Forestry and water works: 水利设施|Water works; 野生动物|Wildlife
  民政救助|Social assistance: 低保申请|Minimum allowance; 临时救助|Temporary relief; 残疾人补贴|Disability allowance
  养老服务|Care for the old: 养老院服务|Care homes; 老年助餐|Meals for the old; 高龄津贴|Old-age allowance
  婚姻殡葬|Marriage and funerals: 结婚登记预约|Marriage registration; 殡葬收费|Funeral charges; 公墓管理|Cemeteries
  政务服务|Government service: 窗口服务态度|Counter service; 网上办事故障|Online service faults; 热线服务|The hotline itself
  基层治理|Neighbourhoods: 社区服务|Community service; 邻里纠纷|Neighbour disputes
`;

export interface Node {
  code: string;
  names: { zh: string; en: string };
}

const two = (n: number): string => String(n).padStart(2, '0');
const names = (text: string): Node['names'] => {
  const [zh, en] = text.split('|').map((part) => part.trim());
  if (!zh || !en) throw new Error(`category without both names: ${text}`);
  return { zh, en };
};

/** The tree as a flat list in order of codes. */
export function categories(): Node[] {
  const list: Node[] = [];
  let [one, second] = [0, 0];
  for (const line of TREE.split('\n').filter((l) => l.trim() !== '')) {
    if (!line.startsWith(' ')) {
      second = 0;
      list.push({ code: two(++one), names: names(line) });
      continue;
    }
    const [head, leaves] = line.split(': ');
    const code = `${two(one)}.${two(++second)}`;
    list.push({ code, names: names(head!) });
    leaves!.split(';').forEach((leaf, i) => list.push({ code: `${code}.${two(i + 1)}`, names: names(leaf) }));
  }
  return list;
}
