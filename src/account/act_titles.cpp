#include "account/act_titles.hpp"

#include <map>
#include <string>

namespace anju::account {

namespace {

const std::map<std::string, base::Text, std::less<>> titles{
    {"account.sign_in", {"登录", "Signed in"}},
    {"account.sign_in_failed", {"登录失败", "Sign-in failed"}},
    {"account.lock", {"密码错误过多，锁定账号", "Account locked after wrong passwords"}},
    {"account.sign_out", {"退出登录", "Signed out"}},
    {"account.password", {"修改密码", "Changed the password"}},
    {"account.add", {"新增账号", "Added an account"}},
    {"account.disable", {"停用账号", "Disabled an account"}},
    {"account.enable", {"启用账号", "Enabled an account"}},
    {"account.reset_password", {"重置密码", "Reset a password"}},
    {"account.grant", {"授权", "Granted roles"}},
    {"security.change", {"修改安全设置", "Changed the security settings"}},
    {"place.add", {"新增地点", "Added a place"}},
    {"place.change", {"修改地点", "Changed a place"}},
    {"place.stage", {"变更小区阶段", "Changed the estate's stage"}},
    {"place.import", {"提交导入", "Asked for an import"}},
    {"place.imported", {"导入完成", "Imported places"}},
    {"job.cancel", {"取消任务", "Cancelled a job"}},
    {"party.add", {"新增主体", "Added a party"}},
    {"party.change", {"修改主体", "Changed a party"}},
    {"party.join", {"确定小区的主体", "Put a party into a part of the estate"}},
    {"group.hold", {"登记领导小组任职", "Entered the holder of a post"}},
    {"group.leave", {"结束领导小组任职", "Ended a holder's time in a post"}},
    {"calendar.preview", {"预览放假安排", "Previewed a calendar year"}},
    {"calendar.propose", {"提出放假安排", "Proposed a calendar year"}},
    {"calendar.confirm", {"确认放假安排", "Confirmed a calendar year"}},
    {"evaluation.open", {"开始年度评星", "Opened the evaluation"}},
    {"evaluation.advance", {"进入下一步", "Moved to the next step"}},
    {"evaluation.assign", {"分派第三方检查", "Assigned inspections"}},
    {"photo.keep", {"上传照片", "Uploaded a photo"}},
    {"attachment.keep", {"上传照片", "Uploaded a photo"}},
    {"inspection.open", {"开始检查", "Opened an inspection"}},
    {"inspection.change", {"修改检查情况", "Changed an inspection"}},
    {"inspection.mark", {"标记条目", "Marked an item"}},
    {"inspection.confirm", {"复核条目", "Confirmed an item"}},
    {"inspection.hand_in", {"交卷", "Handed in the inspection"}},
    {"inspection.correct", {"更正交卷后的记录", "Corrected a record after handing in"}},
    {"finding.record", {"记录扣分", "Recorded a finding"}},
    {"finding.change", {"修改扣分记录", "Changed a finding"}},
    {"finding.withdraw", {"撤回扣分记录", "Withdrew a finding"}},
    {"finding.remove", {"删除扣分记录", "Removed a finding"}},
    {"finding.opinion", {"提出意见", "Gave an opinion"}},
    {"finding.decide", {"评审决定", "Decided a finding"}},
    {"finding.accept_undisputed", {"无异议的扣分成立", "Accepted undisputed findings"}},
    {"finding.open_live", {"日常工作扣分", "Opened a finding of the daily work"}},
    {"finding.withdraw_live", {"日常工作扣分消除", "Withdrew a cured finding of the daily work"}},
    {"measure.record", {"记录测评值", "Recorded a measure"}},
    {"measure.announce", {"预告由调查得出的测评值", "Announced a measure a survey will bring"}},
    {"measure.announce_withdrawn", {"撤回测评值预告", "Withdrew the announcement of a measure"}},
    {"rectification.assign", {"交办整改", "Assigned a rectification"}},
    {"rectification.fix", {"报告已整改", "Reported as fixed"}},
    {"rectification.confirm", {"确认整改", "Confirmed as fixed"}},
    {"rectification.reopen", {"退回整改", "Reopened a rectification"}},
    {"objection.raise", {"提出异议", "Raised an objection"}},
    {"objection.decide", {"答复异议", "Decided an objection"}},
    {"plaque.issue", {"发放星级牌", "Issued a plaque"}},
    {"plaque.withdraw", {"收回星级牌", "Withdrew a plaque"}},
    {"result.freeze", {"固定结果", "Froze the results"}},
    {"finding.correct", {"更正扣分记录", "Corrected a finding"}},
    {"notice.begin", {"开始公示", "Began the notice"}},
    {"result.notice", {"公示结果", "Showed the results in the notice"}},
    {"result.final", {"审定结果", "Fixed the final results"}},
    {"visit.plan", {"安排督查或互访", "Planned a visit"}},
    {"visit.visit", {"登记走访", "Entered a visit"}},
    {"visit.report", {"写走访报告", "Wrote a visit's report"}},
    {"model_case.add", {"写典型经验", "Wrote a model case"}},
    {"model_case.publish", {"公开典型经验", "Published a model case"}},
    {"merit.propose", {"提名评先评优", "Proposed an estate for a merit"}},
    {"merit.confirm", {"确认评先评优", "Confirmed a merit"}},
};

}  // namespace

base::Text act_title(std::string_view act) {
    const auto found = titles.find(act);
    if (found != titles.end()) return found->second;
    return {std::string{act}, std::string{act}};
}

}  // namespace anju::account
