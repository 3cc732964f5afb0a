export default {
  title: '日志',
  lead: '谁在什么时候做了什么，改之前、改之后。只能看，不能改。',
  filter: '显示 {from} 到 {to}、{kind}、{act}的记录',
  filter_label: '筛选日志',
  from: '从哪天', to: '到哪天', kind: '对什么', act: '做了什么', place: '地点',
  any_kind: '各种事项',
  any_act: '各种操作',
  kinds: { account: '账号', setting: '设置', evaluation: '年度评星', inspection: '检查', finding: '扣分记录', rectification: '整改', objection: '异议', plaque: '星级牌', visit: '督查和互访', model_case: '典型经验', merit: '评先评优', estate: '小区', community: '社区', street: '街道', party: '主体', group_post: '领导小组', calendar: '工作日历', photo: '照片', job: '导入任务', import: '导入', standard: '标准' },
  columns: { at: '时间', actor: '谁', act: '做了什么', place: '地点', change: '改了什么' },
  nobody: '（未登录）',
  empty: '没有符合条件的记录。',
  change: '{before} → {after}',
  why: '理由：{why}',
  more_changes: '还有 {n} 处',
  values: {
    true: '是', false: '否', open: '未完成', handed_in: '已交卷', draft: '未交卷', submitted: '待评审', accepted: '成立', rejected: '不成立', merged: '并入另一条', withdrawn: '已撤回', fixed: '已整改', confirmed: '已销号', received: '待答复', upheld: '采纳', partly: '部分采纳', refused: '不采纳', active: '正常', disabled: '停用', unseen: '没看', fine: '没有问题', deducted: '扣分', not_applicable: '不适用',
    self_check: '街道自查', inspection: '第三方评估', opinions: '听取意见', panel: '评审', notice: '公示', final: '审定', publication: '公布', closed: '办结', third_party: '第三方', department: '部门', survey: '入户调查', pending: '待安置', settled: '已安置', star: '评上星级', unrated: '未评星', fails: '不达标', incomplete: '资料不全', stage_not_rated: '待安置不定星', public: '居民', party: '各方',
  },
  fields: {
    state: '状态', step: '阶段', total: '总分', star: '星级', outcome: '结论', deduct: '扣分', reason: '理由', spot: '地点', note: '说明', item: '条目', value: '数值', source: '来源', findings: '扣分条数', photos: '照片', due: '期限', name: '名称', display_name: '姓名', role: '角色', grants: '角色', place_id: '地点编号', party_id: '单位编号', number: '编号', withdrawn: '撤销', receipt: '回执', channel: '来源', changes: '改动', summary: '小结', visited_on: '检查日期', households: '户数', address: '地址', stage: '阶段', holidays: '节假日', size: '大小', type: '类型', sm3: '指纹', accepted: '成立条数', merged_into: '并入', planned_from: '计划开始', planned_to: '计划结束', dry_run: '只检查', bytes: '字节', confirmed: '已确认',
    password_length: '密码长度', password_kinds: '密码种类', password_history: '密码历史', password_days: '密码天数', failures: '输错次数', lock_minutes: '锁定分钟', idle_minutes: '空闲分钟', year: '年度', title: '标题', unit: '单位', post: '职务', part: '角色',
  },
}
