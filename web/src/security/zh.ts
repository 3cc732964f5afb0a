export default {
  title: '安全设置',
  lead: '对所有账号起作用，改动记入日志。',
  fields: {
    password_length: '密码至少几个字符',
    password_kinds: '密码至少含几类字符',
    password_history: '不能和最近几次的密码相同',
    password_days: '密码用几天要换',
    failures: '连续输错几次就锁定',
    lock_minutes: '锁定几分钟',
    idle_minutes: '多少分钟不操作就退出',
  },
  help: {
    password_length: '',
    password_kinds: '大写字母、小写字母、数字、符号，共四类。',
    password_history: '',
    password_days: '',
    failures: '',
    lock_minutes: '管理员也可以提前解除。',
    idle_minutes: '',
  },
  whole: '请填整数。',
  saved: '已保存，马上生效。',
}
