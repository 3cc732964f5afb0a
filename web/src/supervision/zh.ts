export default {
  title: '督查和评优',
  lead: '年度评星之外的工作：定期督查、互看互学、典型经验、评先评优。',
  estate: '小区', state: '状态', needed: '请填写：{word}', saved: '已保存',
  visits: {
    title: '督查和互访', plan: '安排走访', kind: '方式', planned_on: '计划日期', by_whom: '走访单位', by_whom_help: '只写单位名称，不写个人姓名。', purpose: '目的',
    visited_on: '走访日期', observed: '看到的情况', report: '报告', visit: '登记走访', write_report: '写报告', empty: '还没有安排走访。',
    filter: '显示 {kind}，状态：{state}', filter_label: '筛选走访', any_kind: '全部走访', any_state: '不限',
    kinds: { supervision: '定期督查', mutual: '互看互学' },
    states: { planned: '已计划', visited: '已走访', reported: '已报告' },
  },
  cases: {
    title: '典型经验', add: '写典型经验', name: '标题', story: '经验', story_help: '公开后人人可见，不要写个人姓名和电话。', publish: '公开',
    publish_title: '公开“{title}”', publish_text: '公开后人人都能看到，不能撤回。', empty: '还没有典型经验。',
    states: { draft: '草稿', published: '已公开' },
  },
  merits: {
    title: '评先评优', propose: '提名', name: '奖项', lead: '最近一次公布的结果有星级的小区才能提名。', year: '依据年度', star: '星级', star_words: '{n} 星',
    confirm: '确认', confirm_title: '确认 {estate}：{title}', confirm_text: '提名的人不能自己确认。确认后不能撤回。', own: '等别人确认', empty: '还没有提名。',
    states: { proposed: '已提名', confirmed: '已确认' },
  },
}
