#include "policy/sample_pack.hpp"

#include <stdexcept>

namespace anju::policy::sample {
namespace {

constexpr auto* title = R"(pack: sample
version: "1"
title: {zh: 样例标准, en: Sample}
source: {zh: 样例文件, en: Sample document}
district: "330199"
full_points: 100
)";

constexpr auto* readings = R"(readings:
  - reading: mode
    title: {zh: 怎么扣, en: How}
    question: {zh: 没有说清, en: Open}
    place: 第1条
    choices:
      - {choice: steps, title: {zh: 分档, en: Steps}}
      - {choice: all_or_nothing, title: {zh: 全扣, en: All}}
    chosen: steps
    reason: {zh: 有轻有重, en: Degrees}
  - reading: not_applicable
    title: {zh: 不适用, en: Not applicable}
    question: {zh: 没有说清, en: Open}
    place: 第2条
    choices:
      - {choice: full_points, title: {zh: 满分, en: Full}}
      - {choice: no_points, title: {zh: 零分, en: None}}
      - {choice: rescale, title: {zh: 折算, en: Rescale}}
    chosen: full_points
    reason: {zh: 公平, en: Fair}
  - reading: fails_scope
    title: {zh: 不达标, en: Fails}
    question: {zh: 没有说清, en: Open}
    place: 第3条
    choices:
      - {choice: estate, title: {zh: 小区, en: Estate}}
      - {choice: item, title: {zh: 条目, en: Item}}
    chosen: estate
    reason: {zh: 原意, en: Meant}
  - reading: rated_stages
    title: {zh: 待安置, en: Pending}
    question: {zh: 没有说清, en: Open}
    place: 第4条
    choices:
      - {choice: settled_only, title: {zh: 不定, en: Settled}}
      - {choice: settled_and_pending, title: {zh: 都定, en: Both}}
    chosen: settled_only
    reason: {zh: 没有居民, en: No residents}
  - reading: split
    title: {zh: 怎么分, en: Split}
    question: {zh: 没有说清, en: Open}
    place: 第5条
    choices:
      - {choice: even, title: {zh: 各5, en: Even}, values: {"C1.1": 5, "C1.2": 5}}
      - {choice: uneven, title: {zh: 四六, en: Uneven}, values: {"C1.1": 4, "C1.2": 6}}
    chosen: even
    reason: {zh: 平分, en: Even}
)";

constexpr auto* measures = R"(chapter: A
title: {zh: 两个百分比, en: Two percentages}
points: 80
groups:
  - group: A
    title: {zh: 百分比, en: Percentages}
    points: 80
    items:
      - item: A1
        points: 50
        title: {zh: 满意度, en: Satisfaction}
        place: 第1条
        checks: [{zh: 满意, en: Satisfied}]
        law: []
        shown_by: [survey]
        rule: {kind: measure, per_point: 0.5, step: proportional}
      - item: B1
        points: 30
        title: {zh: 文明, en: Civility}
        place: 第2条
        checks: [{zh: 文明, en: Civil}]
        law: []
        shown_by: [inspection]
        rule: {kind: measure, per_point: 0.3, step: proportional}
)";

constexpr auto* findings = R"(chapter: C
title: {zh: 三条, en: Three items}
points: 20
groups:
  - group: C1
    title: {zh: 第一组, en: First}
    points: 10
    items:
      - item: C1.1
        points: {reading: split, value: C1.1}
        title: {zh: 楼道, en: Stairs}
        place: 第3条
        checks: [{zh: 畅通, en: Free}]
        law: [{title: 样例条例, article: 第一条, cited: true, note: {zh: 已改, en: Changed}, replaced_by: 新条例}]
        shown_by: [inspection, register, department]
        rule: {kind: steps, step: 0.5, mode: {reading: mode}}
      - item: C1.2
        points: {reading: split, value: C1.2}
        title: {zh: 绿化, en: Green}
        place: 第4条
        checks: [{zh: 完好, en: Whole}]
        law: []
        shown_by: [inspection]
        rule: {kind: each, per_finding: 2}
  - group: C2
    title: {zh: 第二组, en: Second}
    points: 10
    items:
      - item: C2.1
        points: 10
        title: {zh: 电梯, en: Lifts}
        place: 第5条
        checks: [{zh: 合格, en: Tested}]
        law: []
        shown_by: [inspection]
        may_not_apply: {zh: 没有电梯, en: No lifts}
        rule: {kind: steps, step: 1, mode: steps}
)";

constexpr auto* stars = R"(key: A1
stars:
  - {star: 5, grade: {zh: 五星级, en: Five stars}, points: 92, satisfaction: 90}
  - {star: 4, grade: {zh: 四星级, en: Four stars}, points: 85, satisfaction: 85}
  - {star: 3, grade: {zh: 三星级, en: Three stars}, points: 75, satisfaction: 80}
fails: {satisfaction_below: 60, grade: {zh: 不达标, en: Below standard}, scope: {reading: fails_scope}}
unrated: {zh: 未评星, en: Not starred}
incomplete: {zh: 资料不全, en: Incomplete}
not_applicable: {reading: not_applicable}
rated_stages: {reading: rated_stages}
unrated_stage: {zh: 只评不定星, en: Scored only}
)";

constexpr auto* evaluation = R"(steps:
  - {step: self_check, title: {zh: 自查, en: Self-check}, by: [officer], deadline: {days: 5, count: working}, text: {zh: 查, en: Check}}
  - {step: inspection, title: {zh: 检查, en: Inspection}, by: [assessor], deadline: {days: 5, count: working}, text: {zh: 查, en: Check}}
  - {step: opinions, title: {zh: 意见, en: Opinions}, by: [officer], deadline: {days: 5, count: calendar}, text: {zh: 说, en: Say}}
  - {step: panel, title: {zh: 评审, en: Panel}, by: [officer], deadline: {days: 5, count: working}, text: {zh: 定, en: Decide}}
  - {step: notice, title: {zh: 公示, en: Notice}, by: [officer], deadline: {days: 5, count: working}, text: {zh: 示, en: Show}}
  - {step: final, title: {zh: 审定, en: Final}, by: [officer], deadline: {days: 5, count: working}, text: {zh: 定, en: Decide}}
  - {step: publication, title: {zh: 公布, en: Publication}, by: [officer], deadline: {days: 5, count: working}, text: {zh: 布, en: Publish}}
notice: {days: 5, count: working, reason: {zh: 惯例, en: Usual}}
plaque: {years: 1, prefix: "SMPL"}
satisfaction_index: top_two
street_assessment:
  title: {zh: 综合考评, en: Assessment}
  points: {"5": 100, "4": 85, "3": 70, unrated: 50, failed: 0}
  weight: 10
rectification: {days: 10, count: working}
)";

constexpr auto* parties = R"(party_kinds:
  - {kind: street, title: {zh: 街道, en: Street}}
  - {kind: department, title: {zh: 部门, en: Department}}
departments:
  - {department: housing, title: {zh: 住建局, en: Housing}}
duties:
  - {duty: street_01, party: street, stage: both, title: {zh: 牵头, en: Lead}, text: {zh: 牵头, en: Lead}, place: 第6条, items: [C1.1], capability: [13]}
  - {duty: housing_01, party: department, department: housing, stage: settled, title: {zh: 指导, en: Guide}, text: {zh: 指导, en: Guide}, place: 第7条}
leading_group:
  district:
    title: {zh: 领导小组, en: Leading group}
    place: 附件
    posts: [{post: head, title: {zh: 组长, en: Head}, unit: {zh: 区政府, en: Government}}]
    units: [{unit: housing, title: {zh: 住建局, en: Housing}}]
  office: {unit: housing, posts: [{post: office_head, title: {zh: 主任, en: Office head}}]}
  street: {title: {zh: 街道小组, en: Street group}, place: 第8条, posts: [{post: head, title: {zh: 组长, en: Head}}]}
)";

constexpr auto* roles = R"(roles:
  - {role: officer, title: {zh: 街道, en: Officer}, scope: street, rights: [finding.read, place.read], excludes: [assessor]}
  - {role: assessor, title: {zh: 第三方, en: Assessor}, scope: assigned, rights: [inspection.inspect], excludes: []}
)";

constexpr auto* places = R"(district: {code: "330199", title: {zh: 样例区, en: Sample District}}
streets:
  - {code: "330199001", title: {zh: 甲街道, en: First Street}, pilot: true}
  - {code: "330199002", title: {zh: 乙街道, en: Second Street}, pilot: false, valid_from: "2021-04-01", valid_to: "2022-04-01"}
)";

constexpr auto* year_2022 = R"(year: 2022
sources: [{title: 样例通知, number: 样例〔2021〕1号, date: 2021-10-25}]
holidays:
  - {name: {zh: 国庆节, en: National Day}, off: [2022-10-01, 2022-10-02, 2022-10-03], work: [2022-10-08]}
)";

}  // namespace

PackFiles files() {
    return {{"pack.yaml", title},
            {"readings.yaml", readings},
            {"standard/a.yaml", measures},
            {"standard/c.yaml", findings},
            {"stars.yaml", stars},
            {"evaluation.yaml", evaluation},
            {"parties.yaml", parties},
            {"roles.yaml", roles},
            {"places.yaml", places},
            {"calendars/2022.yaml", year_2022},
            {"documents/notice.txt", "{{estate}}"}};
}

Pack pack(const std::map<std::string, std::string>& chosen) {
    auto read = read_pack(files(), chosen);
    if (!read.pack) throw std::logic_error(problem_line(read.problems.at(0), base::Language::en));
    return std::move(*read.pack);
}

}  // namespace anju::policy::sample
