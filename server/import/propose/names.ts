/** What columns are usually called, in Chinese and English: target → names, the surest first. */
import type { Target } from '../../../contract/mapping.ts';

const NAMES: Partial<Record<Target, string>> = {
  id: '工单编号 工单号 工单id 受理编号 诉求编号 案件编号 事件编号 任务编号 任务单号 业务编号 流水号 受理单号 受理号 事项编号 登记编号 编号 ticketid ticketnumber ticketno uniquekey srrecordid servicerequestid servicerequestnumber servicerequestnum servicerequestno srnumber srid caseid casenumber caseno caseenquiryid requestid requestnumber referencenumber referenceno incidentid incidentnumber workorderid issueid recordid ticket id objectid number',
  created: '受理时间 创建时间 登记时间 来电时间 诉求时间 提交时间 上报时间 受理日期 登记日期 创建日期 来电日期 立案时间 工单创建时间 录入时间 反映时间 发生时间 createddate createdat created creationdate createdtime createdatetime createdon datecreated dateopened dateentered datesubmitted datereceived opendate openedat opened openeddate opendt opentime requesteddatetime requestdate requesteddate submitteddate submitdate submittedat receiveddate receivedat reporteddate reportedat intakedate adddate callreceived calldate initiateddate 日期 时间 date time timestamp',
  dispatched: '派单时间 派发时间 转办时间 交办时间 分派时间 下派时间 转派时间 派遣时间 派单日期 dispatcheddate dispatchedat dispatchdate dispatched assigneddate assignedat dateassigned',
  accepted: '签收时间 接收时间 单位签收时间 承办单位签收时间 接单时间 签收日期 accepteddate acceptedat accepted acknowledgedat acknowledgeddate',
  contacted: '首次联系时间 联系时间 首次响应时间 响应时间 联系市民时间 firstresponsedate firstresponse firstcontact contacteddate contactedat',
  replied: '回复时间 答复时间 反馈时间 回复日期 办理反馈时间 单位回复时间 replieddate repliedat replydate respondeddate responsedate respondedat',
  closed: '办结时间 结案时间 完成时间 关闭时间 归档时间 办结日期 结案日期 完成日期 办理完成时间 实际办结时间 办毕时间 closeddate closedat closed closedate closeddt closedtime closuredate dateclosed datecompleted completiondate completeddate completedat completed resolveddate resolvedat resolutiondate finishdate enddate',
  revisited: '回访时间 回访日期 revisiteddate callbackdate followupdate',
  rated: '评价时间 评价日期 测评时间 rateddate ratedat surveydate',
  due: '办理期限 办理时限 截止时间 截止日期 到期时间 应办结时间 应办结日期 要求办结时间 规定办结时间 办结时限 办结期限 处理时限 限办时间 限办日期 时限 期限 duedate duedatetime dueat due duetime slaenddate sladate slatargetdt slaresolutiondate targetdate targetdt targetcompletiondate expecteddatetime expecteddate deadline scheduledcompletiondate',
  updated: '更新时间 最后更新时间 修改时间 最后修改时间 updateddate updatedat updateddatetime lastupdated lastupdateddate lastupdate lastmodified lastmodifieddate modifieddate modifiedat dateupdated',
  channel: '受理渠道 来源渠道 诉求渠道 诉求来源 工单来源 受理方式 来电渠道 信息来源 案件来源 登记渠道 受理来源 渠道 来源 opendatachanneltype channel channeltype methodreceived methodreceiveddescription intakemethod requestmethod contactmethod methodofcontact submissionmethod casesource origin caseorigin sourceofrequest requestsource method source',
  nature: '诉求性质 诉求类型 诉求种类 受理类型 工单类型 工单性质 业务类型 事项性质 来电目的 事件类型 类型 nature requestnature intent requesttype type',
  category: '诉求分类 问题分类 诉求类别 问题类别 事项分类 归口类型 归口分类 内容分类 业务分类 案件类别 事件类别 工单分类 问题类型 事项类型 诉求类型 事件类型 分类 类别 三级分类 二级分类 一级分类 servicename srtype complainttype requesttype servicerequesttype servicetype problemtype issuetype casetype requestcategory servicecategory servicedescription category typename type srtypedescription calldescription description1 subcategory reason topic problem issue',
  urgency: '紧急程度 紧急度 缓急程度 优先级 工单等级 紧急级别 是否紧急 urgency urgencylevel priority prioritylevel severity',
  title: '工单标题 诉求标题 标题 主题 诉求主题 事件标题 事项名称 事件名称 留言主题 title subject casetitle requesttitle summary descriptor shortdescription',
  text: '诉求内容 反映内容 工单内容 问题描述 诉求描述 事件描述 来电内容 主要内容 受理内容 详细内容 留言详情 内容 描述 详情 description requestdescription details problemdescription casedescription text body comments notes',
  district: '区县 所属区县 所在区县 行政区 行政区划 所属区域 所在区域 事发区域 区域 属地 所属区 市区 区市县 县区 县市区 district districtname borough ward wardname councildistrict citycouncildistrict county policedistrict region area municipality precinct',
  street: '街道 所属街道 镇街 乡镇街道 街道乡镇 镇街道 街镇 乡镇 所属镇街 township subdistrict',
  community: '社区 小区 所属社区 社区村 村居 村社区 村社 小区名称 社区名称 neighborhood neighbourhood neighborhoodname neighborhooddistrict community communityarea communityname subdivision nta',
  address: '诉求地址 事发地址 事发地点 问题地址 事件地址 案发地址 发生地址 发生地点 详细地址 具体地址 地址 地点 位置 address incidentaddress streetaddress fulladdress addressstring requestaddress caseaddress locationaddress locationstreetname siteaddress location street',
  requester: '来电号码 联系电话 诉求人电话 市民电话 来电人电话 反映人电话 主叫号码 手机号码 手机号 电话号码 电话 联系方式 callernumber phonenumber callerphone requesterid requesterphone callerid phone',
  repeatOf: '重复工单号 原工单号 原工单编号 关联工单号 关联工单 首次工单号 parentid parentservicerequestid parentsrnumber duplicateof parentcase',
  call: '通话编号 录音编号 呼叫编号 话单编号 callid recordingid',
  unit: '承办单位 主办单位 承办部门 办理单位 责任单位 处理单位 处置单位 处理部门 处置部门 责任部门 主管部门 牵头单位 主责单位 办理部门 受理单位 转办单位 单位 部门 agency agencyresponsible responsibleagency agencyname department departmentname responsibledepartment assigneddepartment ownerdepartment srdepartment unit division divisionname owner assignedto provider serviceprovider organization organisation team queue calltype',
  status: '工单状态 办理状态 当前状态 处理状态 诉求状态 案件状态 办结状态 状态 status srstatus casestatus ticketstatus requeststatus statusdescription currentstatus closedstatus',
  comment: '办理结果 处理结果 答复内容 回复内容 办理意见 处理意见 办理情况 答复结果 反馈内容 处置结果 resolution resolutiondescription resolutionnotes resolutionaction closurereason closurecomments statusnotes closenotes outcome result response',
  satisfaction: '满意度 满意度评价 满意情况 评价结果 是否满意 办理满意度 服务满意度 回访满意度 诉求人满意度 市民评价 评价 satisfaction satisfactionlevel satisfactionrating rating surveyresult',
  solved: '是否解决 解决情况 问题是否解决 回访是否解决 solved issolved issueresolved',
  lng: '经度 gps经度 地图经度 longitude lng lon long x xcoord',
  lat: '纬度 gps纬度 地图纬度 latitude lat y ycoord',
  point: '经纬度 坐标 地理坐标 位置坐标 geolocation geom geometry thegeom point coordinates latlng latlong latitudelongitude gpscoordinates location locationpoint',
}; // prettier-ignore

/** A column's name as it is compared: letters and Chinese signs only, the last member of a path. */
export const bare = (name: string): string =>
  (name.split('.').at(-1) ?? name)
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[（(].*?[)）]$/g, '')
    .replaceAll(/[^\p{Letter}\p{Number}]/gu, '');

const LISTS = new Map(
  (Object.entries(NAMES) as [Target, string][]).map(([target, names]) => [target, names.split(' ')] as const),
);

/** How well a column's name fits a target, 0 to 1. What stands first in the list fits best. */
export function nameFits(target: Target, column: string): number {
  const name = bare(column);
  const names = LISTS.get(target) ?? [];
  const at = names.indexOf(name);
  if (at >= 0) return 1 - (0.3 * at) / names.length;
  let best = 0;
  for (const known of names) {
    // A short name is found in everything.
    if (known.length < (/\p{Script=Han}/u.test(known) ? 2 : 5)) continue;
    if (name.includes(known))
      best = Math.max(best, 0.65 * (known.length / name.length) + (name.endsWith(known) ? 0.1 : 0));
  }
  return best;
}

/** The columns of a category path: 一级分类, 二级分类, 三级分类. */
export function levelsOf(columns: readonly string[]): string[] {
  const LEVEL = ['一级', '二级', '三级', '四级'];
  return LEVEL.map((level) => columns.find((column) => column.includes(level) && /类|事项|归口/.test(column))).filter((one) => one !== undefined); // prettier-ignore
}
