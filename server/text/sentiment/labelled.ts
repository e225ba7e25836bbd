/** Sentences for the test, labelled by hand: they were written after the lexicon and the rules, and nothing was fitted to them. */
export const LABELLED: Record<'positive' | 'neutral' | 'negative', string[]> = {
  negative: `小区连续停水三天，居民苦不堪言
深夜施工噪音扰民，家里老人无法入睡
河道黑臭多年，至今无人治理
公司拖欠工资半年，老板失联
多个部门互相推诿，问题石沉大海
路面坑洼不平，雨天积水严重
物业收了钱却不作为，楼道脏乱差
垃圾堆积如山，蚊蝇滋生
健身房跑路，会员卡退款无门
餐馆油烟直排，居民不敢开窗
电梯三天两头出故障，老人被困
打了十几次热线都没人接，太失望了
新房交付质量差，墙面开裂漏水
学校门口违停成风，孩子上学有危险
工厂夜间偷排废气，气味刺鼻
暖气不热，室内只有十二度
路灯坏了一个月没人修
出租车拒载还态度恶劣
停车场乱收费，投诉无门
医院排长队，挂号系统崩溃
商家虚假宣传，消费者被骗
大货车闯禁行，险些撞到行人
补贴迟迟未到账，打电话说不知道
说是当天解决，结果拖了一个月
开发商延期交房，业主集体维权
广场舞音响太吵，多次沟通没有改善
承诺整改，但至今没有任何动静
客服态度很好，但是问题一直没解决
外墙脱落砸坏车辆，物业不闻不问
井盖缺失，老人夜间受伤
消防通道被堵，存在严重隐患
办证跑了五趟还是没办成，服务差劲
自来水发黄有异味，不敢喝
食堂饭菜变质，多名学生腹泻
低价团宰客，游客怒斥
公园里恶犬咬伤孩子，主人拒绝道歉
信号差到电话都打不出去，运营商敷衍了事
这条路修了三年还没修好
污水外溢，整条街臭气熏天
飞线充电屡禁不止，火灾隐患大
The street has been dark for weeks and nobody cares
Garbage was not picked up again, terrible service
Huge pothole damaged my car
Sewage is leaking into the park
Residents are furious over the noise
They promised to fix it but nothing happened
The bus is always late and the driver was rude
Water outage for two days, unacceptable
Abandoned cars make the lot unsafe
I called three times and was ignored`.split('\n'),
  positive: `为热线的高效办理点赞
感谢社区工作人员及时修好了路灯
反映的问题当天就得到解决，非常满意
旧小区改造后环境焕然一新
民警热心帮助，老人送来锦旗
停水两小时后就恢复供水，工作人员很辛苦
公交线路优化后出行方便多了
河水变得清澈，岸边也干净了
物业经理耐心解释，态度热情
拖欠的工资全部追回，工友们送来感谢信
窗口办事效率高，几分钟就办好了
加装电梯顺利完工，老人们笑开了花
虽然等了两天，但是问题圆满解决，点赞
执法人员第一时间赶到现场处理，值得表扬
暖气修好了，家里暖和多了，谢谢
新建的口袋公园受到居民欢迎
医生专业细致，服务周到
夜间噪音没有了，终于能睡个好觉，感谢
社区食堂价格实惠，味道不错
出租车司机拾金不昧，失主致谢
地铁开通，市民出行更加便捷
环卫工人清扫及时，街道整洁
热线回访认真负责，很暖心
学校课后服务很受家长欢迎
政务大厅流程简化，群众好评如潮
积水点整治见效，今年暴雨没有再淹
消防员成功救出被困儿童
停车难得到改善，车位增加了不少
补贴很快到账，办事顺利
路面修复平整，司机纷纷叫好
垃圾分类后小区干净多了
法律援助帮农民工讨回血汗钱，令人感动
不再担心漏水了，维修师傅很给力
燃气抢修队半夜上门，迅速排除故障，太感谢了
这次办理速度出乎意料的快，给工作人员点赞
绿道建成，成为市民休闲好去处
小区终于装上了路灯，居民很开心
志愿者贴心服务，让考生安心
投诉后不到一小时就有回复，很满意
便民服务点设到家门口，老人直夸好
Thank you for fixing the street light so quickly
Great job by the crew, the park is clean again
The new bike lane is wonderful
Staff were friendly and professional
The leak was repaired the same day, very impressed
Kudos to the snow plow drivers
The hotline resolved my problem in an hour
Beautiful new playground, the kids love it
The line was busy but the agent was very helpful, thanks
Not bad at all, everything went smoothly`.split('\n'),
  neutral: `市民咨询公积金提取所需材料
请问居住证如何办理
本市将于下周召开新闻发布会
12345热线本月受理诉求三万件
市民询问地铁二号线运营时间
今日天气多云转晴
咨询幼儿园报名的时间和条件
建议在路口增设公交站
热线公布十月份受理数据
市政府发布人才引进政策
询问营业执照变更流程
周三上午在广场举行招聘会
社区将组织居民参加体检
交警发布元旦期间交通管制通告
图书馆周一闭馆
询问异地就医备案手续
市民来电了解退休年龄规定
本周末举办马拉松，部分路段封闭
数据显示咨询类诉求占四成
热线接听员招聘公告
询问垃圾分类的投放时间
会议研究了明年的工作计划
建议延长图书馆开放时间
市民问公园几点关门
社保局公布缴费基数
希望了解老旧小区改造计划
咨询医保报销比例
请告知车辆年检地点
公交集团调整三条线路走向
今年供暖时间为十一月十五日
记者从市住建局获悉
下周二进行管网检修，届时通知
咨询落户需要哪些材料
两会将于一月召开
街道办搬迁至新址
统计局公布人口数据
请问疫苗接种点在哪里
热线知识库更新
问低保申请的条件
讲座将在市民中心举行
How do I apply for a parking permit
The council meets on Tuesday
City hall opens at nine
When does the library open
Residents may register online until Friday
The mayor visited the new office
The city released its monthly report
Where can I recycle batteries
The meeting was moved to room 12
Route 7 now stops at Main Street`.split('\n'),
};
