export default {
  year: '年度',
  year_word: '{n}年',
  none: '还没有年度评星',
  none_text: '建立当年的评星之后，这里才有评分。',
  running: '进行中',
  step_due: '{day}前完成',
  steps: '今年走到哪一步',
  step_state: { done: '已完成', running: '进行中', waiting: '未开始' },
  progress: '{done} / {total}',
}
