#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "civility/parts.hpp"

namespace anju::civility {
namespace {

namespace json = kernel::json;
using Problems = std::vector<base::FieldProblem>;

Observation observation_at(kernel::Transaction& transaction, const Civility& civility, std::int64_t position) {
    const auto row = transaction.one("SELECT position, point, moment, second_wanted, version FROM civility_observation "
                                     "WHERE civility_id = $1 AND position = $2",
                                     {civility.id, position});
    if (!row) base::refuse_missing("这次观察", "observation");
    return {row->number(0), {row->text(1), row->text(2)}, row->flag(3), row->number(4)};
}

void check_day(const kernel::Context& context, const Civility& civility, const SheetIn& sheet, Problems& problems) {
    if (sheet.observed_on > context.today())
        problems.push_back({"observed_on", {"不能填还没到的日子。", "The day has not come yet."}});
    else if (sheet.observed_on.text() < civility.starts)
        problems.push_back({"observed_on", {fmt::format("计划从 {} 开始看，请填那天或以后的日期。", civility.starts),
                                            fmt::format("The plan begins on {}; state that day or a later one.", civility.starts)}});
}

void check_mark(kernel::Context& context, const policy::ObservationPoint& point, const Mark& mark, const std::string& at, std::set<std::string>& seen, Problems& problems) {
    const auto known = std::any_of(point.checks.begin(), point.checks.end(), [&](const auto& one) { return one.check == mark.check; });
    if (!known)
        problems.push_back({at + "check", {fmt::format("“{}”没有这个检查点。", point.title.zh), fmt::format("“{}” has no such check point.", point.title.en)}});
    else if (!seen.insert(mark.check).second)
        problems.push_back({at + "check", {"这个检查点写了两次，请去掉一次。", "This check point is there twice; remove one."}});
    if (mark.mark != "passed" && mark.mark != "failed" && mark.mark != "not_there")
        problems.push_back({at + "mark", {"只能是合格、不合格或没有。", "It is passed, failed or not_there."}});
    if (mark.mark == "failed" && mark.note.empty() && mark.file_id.empty())
        problems.push_back({at + "note", {"不合格要拍一张照片，或者写一句哪里不合格。", "A failed check point needs a photo, or a note saying what is wrong."}});
    if (!mark.file_id.empty() && !attachment::is_own_photo(context, mark.file_id)) problems.push_back({at + "file_id", attachment::not_own_photo()});
}

void check_sheet(kernel::Context& context, const Civility& civility, const Observation& observation, const SheetIn& sheet) {
    Problems problems;
    check_day(context, civility, sheet, problems);
    const auto& point = point_of(civility.check(), observation.pair.point);
    std::set<std::string> seen;
    for (std::size_t i = 0; i < sheet.marks.size(); ++i) check_mark(context, point, sheet.marks[i], fmt::format("marks/{}/", i), seen, problems);
    base::Text missing;
    for (const auto& one : point.checks) {
        if (seen.contains(one.check)) continue;
        missing.zh += (missing.zh.empty() ? "" : "；") + one.title.zh;
        missing.en += (missing.en.empty() ? "" : "; ") + one.title.en;
    }
    if (!missing.zh.empty())
        problems.push_back({"marks", {"这些检查点还没有看：" + missing.zh + "。没有这样东西的请标“没有”。",
                                      "Not marked yet: " + missing.en + ". Mark what does not exist here as not there."}});
    if (!problems.empty())
        throw base::Refusal{422, "sheet_wrong", {"这张观察表有填得不对的地方，请按提示修改。", "Something on this sheet is not right; correct it as shown."}, std::move(problems)};
}

json::object journal_json(std::int64_t position, std::int64_t observer, std::string_view observed_on, const std::vector<Mark>& marks) {
    json::array all;
    for (const auto& mark : marks)
        all.push_back(json::object{{"check", mark.check}, {"mark", mark.mark}, {"note", mark.note}, {"file_id", mark.file_id}});
    return {{"position", position}, {"observer", observer}, {"observed_on", observed_on}, {"marks", std::move(all)}};
}

void touch(kernel::Transaction& transaction, const Civility& civility, const Observation& observation) {
    const auto changed = transaction.run("UPDATE civility_observation SET version = version + 1 WHERE civility_id = $1 AND position = $2 AND version = $3",
                                         {civility.id, observation.position, observation.version});
    if (changed == 0) refuse_changed_meanwhile();
}

/// The observation a sheet is about, once everything about the sheet itself is right.
Observation prepare(kernel::Context& context, const Civility& civility, const SheetIn& sheet) {
    require_observer(context, civility);
    require_state(civility, {"fieldwork"});
    require_field_step(civility);
    auto observation = observation_at(context.transaction, civility, sheet.position);
    check_sheet(context, civility, observation, sheet);
    return observation;
}

std::vector<SheetOut> sheets_at(kernel::Transaction& transaction, const Civility& civility, std::int64_t position) {
    auto sheets = sheets_of(transaction, civility.id);
    std::erase_if(sheets, [&](const SheetOut& one) { return one.position != position; });
    return sheets;
}

}  // namespace

std::vector<Observation> observations_of(kernel::Transaction& transaction, const std::string& civility_id) {
    std::vector<Observation> observations;
    transaction.each("SELECT position, point, moment, second_wanted, version FROM civility_observation WHERE civility_id = $1 ORDER BY position",
                     {civility_id}, [&](const kernel::Row& row) {
                         observations.push_back({row.number(0), {row.text(1), row.text(2)}, row.flag(3), row.number(4)});
                     });
    return observations;
}

std::vector<SheetOut> sheets_of(kernel::Transaction& transaction, const std::string& civility_id) {
    std::vector<SheetOut> sheets;
    transaction.each(
        "SELECT s.position, s.observer, s.account_id, s.account_name, s.observed_on, m.check_point, m.mark, m.note, m.file_id "
        "FROM civility_sheet s JOIN civility_mark m ON m.civility_id = s.civility_id AND m.position = s.position AND m.observer = s.observer "
        "WHERE s.civility_id = $1 ORDER BY s.position, s.observer, m.check_point",
        {civility_id}, [&](const kernel::Row& row) {
            if (sheets.empty() || sheets.back().position != row.number(0) || sheets.back().observer != row.number(1))
                sheets.push_back({row.number(0), row.number(1), row.text(2), row.text(3), row.text(4), {}});
            sheets.back().marks.push_back({row.text(5), row.text(6), row.text(7), row.text_or(8)});
        });
    return sheets;
}

bool add_sheet(kernel::Context& context, const std::string& civility_id, std::int64_t observer, const SheetIn& sheet) {
    const auto added = context.transaction.run(
        "INSERT INTO civility_sheet (civility_id, position, observer, account_id, account_name, observed_on, at) VALUES ($1, $2, $3, $4, $5, $6, $7) "
        "ON CONFLICT DO NOTHING",
        {civility_id, sheet.position, observer, context.actor.account_id, context.actor.name, sheet.observed_on.text(), context.now.microseconds});
    if (added == 1) write_marks(context.transaction, civility_id, observer, sheet);
    return added == 1;
}

void write_marks(kernel::Transaction& transaction, const std::string& civility_id, std::int64_t observer, const SheetIn& sheet) {
    transaction.run("DELETE FROM civility_mark WHERE civility_id = $1 AND position = $2 AND observer = $3", {civility_id, sheet.position, observer});
    for (const auto& mark : sheet.marks)
        transaction.run("INSERT INTO civility_mark (civility_id, position, observer, check_point, mark, note, file_id) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                        {civility_id, sheet.position, observer, mark.check, mark.mark, mark.note,
                         mark.file_id.empty() ? kernel::Value{nullptr} : kernel::Value{mark.file_id}});
}

std::int64_t observe(kernel::Context& context, const Civility& civility, const SheetIn& sheet) {
    const auto observation = prepare(context, civility, sheet);
    const auto present = sheets_at(context.transaction, civility, sheet.position);
    for (const auto& one : present)
        if (one.account_id == context.actor.account_id)
            base::refuse_state("same_observer", {"这一次您已经看过了。第二个人看才有意义，请换一位同事；要改自己的表，请点“更正”。",
                                                 "You have observed this one already. The second observer is another person; to change your own sheet, correct it."});
    if (present.size() == 2)
        base::refuse_state("both_observed", {"这一次已经有两个人看过了，不用再看。", "Two people have observed this one already; nothing is left to do."});
    const auto observer = std::ssize(present) + 1;
    touch(context.transaction, civility, observation);
    if (!add_sheet(context, civility.id, observer, sheet)) refuse_changed_meanwhile();
    context.journal({"civility.observe", "civility", civility.id, civility.estate_id, nullptr,
                     journal_json(sheet.position, observer, sheet.observed_on.text(), sheet.marks), {}});
    return observer;
}

std::int64_t correct(kernel::Context& context, const Civility& civility, const SheetIn& sheet) {
    const auto observation = prepare(context, civility, sheet);
    const auto present = sheets_at(context.transaction, civility, sheet.position);
    const auto own = std::find_if(present.begin(), present.end(), [&](const SheetOut& one) { return one.account_id == context.actor.account_id; });
    if (own == present.end()) base::refuse_missing("您自己的观察表", "sheet of your own");
    touch(context.transaction, civility, observation);
    context.transaction.run("UPDATE civility_sheet SET observed_on = $4, at = $5 WHERE civility_id = $1 AND position = $2 AND observer = $3",
                            {civility.id, sheet.position, own->observer, sheet.observed_on.text(), context.now.microseconds});
    write_marks(context.transaction, civility.id, own->observer, sheet);
    context.journal({"civility.correct", "civility", civility.id, civility.estate_id,
                     journal_json(sheet.position, own->observer, own->observed_on, own->marks),
                     journal_json(sheet.position, own->observer, sheet.observed_on.text(), sheet.marks), {}});
    return own->observer;
}

}  // namespace anju::civility
