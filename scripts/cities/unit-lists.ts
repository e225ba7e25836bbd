/** Member units, `id zh|en` a line under their tier. Departments are named as such offices are named in the field. */
const WUXI = `
#other
center 市12345政务热线中心|12345 Hotline Centre
#district
liangxi 梁溪区政府|Liangxi District
xishan 锡山区政府|Xishan District
huishan 惠山区政府|Huishan District
binhu 滨湖区政府|Binhu District
xinwu 新吴区政府|Xinwu District
jiangyin 江阴市政府|Jiangyin City
yixing 宜兴市政府|Yixing City
jingkai 经开区管委会|Economic Development Zone
#department
fagai 市发改委|Development and Reform
jiaoyu 市教育局|Education
keji 市科技局|Science and Technology
gongxin 市工信局|Industry and Information
gongan 市公安局|Public Security
minzheng 市民政局|Civil Affairs
sifa 市司法局|Justice
caizheng 市财政局|Finance
renshe 市人社局|Human Resources and Social Security
ziran 市自然资源规划局|Natural Resources and Planning
huanjing 市生态环境局|Ecology and Environment
zhujian 市住建局|Housing and Construction
chengguan 市城管局|City Management
jiaotong 市交通运输局|Transport
shuili 市水利局|Water Resources
nongye 市农业农村局|Agriculture and Rural Affairs
shangwu 市商务局|Commerce
wenlv 市文广旅游局|Culture and Tourism
weijian 市卫健委|Health
tuiyi 市退役军人事务局|Veterans Affairs
yingji 市应急管理局|Emergency Management
guozi 市国资委|State Assets
shichang 市市场监管局|Market Regulation
tiyu 市体育局|Sport
tongji 市统计局|Statistics
yibao 市医保局|Medical Insurance
xinfang 市信访局|Petitions
shuju 市数据局|Data
jinrong 市金融办|Financial Affairs
shizheng 市政园林局|Municipal Works and Parks
#utility
shuiwu 市水务集团|Water Group
ranqi 华润燃气公司|China Resources Gas
gongdian 市供电公司|Power Supply
gongre 市热力公司|District Heating
gongjiao 市公交集团|Bus Group
ditie 市地铁集团|Metro Group
huanwei 市环境集团|Environment Group
dianxin 电信分公司|Telecom Branch
yidong 移动分公司|Mobile Branch
liantong 联通分公司|Unicom Branch
guangdian 广电网络公司|Cable Network
tietong 铁塔分公司|Tower Branch
#other
jiaojing 市交警支队|Traffic Police
churujing 市出入境管理支队|Exit and Entry Administration
xiaofang 市消防救援支队|Fire and Rescue
gongjijin 市住房公积金中心|Housing Fund Centre
shuiwuju 市税务局|Taxation
yaojian 市药监检查分局|Medicines Inspection
youzheng 市邮政管理局|Postal Administration
qixiang 市气象局|Meteorology
haishi 市海事局|Maritime
yancao 市烟草专卖局|Tobacco
renmin 人民银行市分行|People's Bank Branch
jinjian 市金融监管分局|Financial Regulation
zongjian 市总工会|Trade Unions
tuanwei 团市委|Youth League
fulian 市妇联|Women's Federation
canlian 市残联|Disabled Persons' Federation
gongshang 市工商联|Federation of Commerce
hongshi 市红十字会|Red Cross
kexie 市科协|Science Association
xiaobao 市消保委|Consumer Council
jikong 市疾控中心|Disease Control
jijiu 市急救中心|Emergency Medical Centre
xuezhan 市中心血站|Blood Centre
renmyy 市人民医院|People's Hospital
eryy 市第二人民医院|Second People's Hospital
zhongyi 市中医医院|Hospital of Chinese Medicine
fuyou 市妇幼保健院|Maternity and Child Hospital
ertong 市儿童医院|Children's Hospital
lvyou 太湖景区管理处|Taihu Scenic Area
jichang 机场集团|Airport Group
tielu 铁路车站|Railway Station
gaosu 高速公路管理处|Expressway Administration
gonglu 公路事业中心|Highway Centre
gangkou 港航事业中心|Port and Waterway Centre
chengtou 市城建发展集团|City Construction Group
anju 市安居集团|Public Housing Group
kaoshi 市教育考试院|Examinations Authority
tushu 市图书馆|City Library
zhengwu 市政务服务中心|Government Service Centre
`;

const WEIFANG = `
#other
center 市12345政务服务便民热线中心|12345 Hotline Centre
#district
weicheng 潍城区政府|Weicheng District
hanting 寒亭区政府|Hanting District
fangzi 坊子区政府|Fangzi District
kuiwen 奎文区政府|Kuiwen District
linqu 临朐县政府|Linqu County
changle 昌乐县政府|Changle County
qingzhou 青州市政府|Qingzhou City
zhucheng 诸城市政府|Zhucheng City
shouguang 寿光市政府|Shouguang City
anqiu 安丘市政府|Anqiu City
gaomi 高密市政府|Gaomi City
changyi 昌邑市政府|Changyi City
gaoxin 高新区管委会|High-tech Zone
binhai 滨海区管委会|Binhai Zone
#department
jiaoyu 市教育局|Education
gongxin 市工信局|Industry and Information
gongan 市公安局|Public Security
minzheng 市民政局|Civil Affairs
sifa 市司法局|Justice
renshe 市人社局|Human Resources and Social Security
ziran 市自然资源规划局|Natural Resources and Planning
huanjing 市生态环境局|Ecology and Environment
zhujian 市住建局|Housing and Construction
chengguan 市城管局|City Management
jiaotong 市交通运输局|Transport
shuili 市水利局|Water Resources
nongye 市农业农村局|Agriculture and Rural Affairs
shangwu 市商务局|Commerce
wenlv 市文旅局|Culture and Tourism
weijian 市卫健委|Health
yingji 市应急管理局|Emergency Management
shichang 市市场监管局|Market Regulation
tiyu 市体育局|Sport
yibao 市医保局|Medical Insurance
shuju 市大数据局|Data
jinrong 市金融办|Financial Affairs
shizheng 市政公用事业中心|Municipal Works
#utility
shuiwu 市水务公司|Water Supply
ranqi 市燃气公司|Gas Supply
gongdian 市供电公司|Power Supply
gongre 市热力集团|District Heating
gongjiao 市公交总公司|Bus Company
dianxin 电信分公司|Telecom Branch
yidong 移动分公司|Mobile Branch
liantong 联通分公司|Unicom Branch
guangdian 广电网络公司|Cable Network
huanwei 市环卫集团|Street Cleaning Group
#other
jiaojing 市交警支队|Traffic Police
churujing 市出入境管理支队|Exit and Entry Administration
xiaofang 市消防救援支队|Fire and Rescue
gongjijin 市住房公积金中心|Housing Fund Centre
shuiwuju 市税务局|Taxation
youzheng 市邮政管理局|Postal Administration
jinjian 市金融监管分局|Financial Regulation
canlian 市残联|Disabled Persons' Federation
xiaobao 市消保委|Consumer Council
jikong 市疾控中心|Disease Control
renmyy 市人民医院|People's Hospital
gonglu 公路事业中心|Highway Centre
anju 市安居集团|Public Housing Group
kaoshi 市教育考试院|Examinations Authority
zhengwu 市政务服务中心|Government Service Centre
`;

export interface UnitEntry {
  id: string;
  names: { zh: string; en: string };
  tier: string;
  district?: string;
}

/** Units of a list; `districts` gives the code of those that govern one, by the unit's id. */
export function units(city: 'wuxi' | 'weifang', districts: Record<string, string>): UnitEntry[] {
  let tier = 'other';
  const list: UnitEntry[] = [];
  for (const line of (city === 'wuxi' ? WUXI : WEIFANG).split('\n').filter((l) => l !== '')) {
    if (line.startsWith('#')) {
      tier = line.slice(1);
      continue;
    }
    const [, id, zh, en] = /^(\w+) ([^|]+)\|(.+)$/.exec(line)!;
    const district = districts[id!];
    list.push({ id: id!, names: { zh: zh!, en: en! }, tier, ...(district ? { district } : {}) });
  }
  return list;
}
