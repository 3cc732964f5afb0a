export default {
  title: '评先评优',
  lead: '最近一次公布的结果有星级的小区可以提名，由另一个人确认。督查、互看互学、先进典型在台账里。',
  list: '提名清单', estate: '小区', state: '状态', needed: '请填写：{word}', saved: '已保存',
  propose: '提名', name: '奖项', rule: '最近一次公布的结果有星级的小区才能提名。', year: '依据年度', star: '星级', star_words: '{n} 星',
  confirm: '确认', confirm_title: '确认 {estate}：{title}', confirm_text: '提名的人不能自己确认。确认后不能撤回。', own: '等别人确认', empty: '还没有提名。',
  states: { proposed: '已提名', confirmed: '已确认' },
}
