#include "civility/civility.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "civility/parts.hpp"
#include "civility/sql.hpp"
#include "kernel/page.hpp"
#include "place/place_change.hpp"

namespace anju::civility {
namespace {

base::Text state_title(std::string_view state) {
    if (state == "draft") return {"还没有开始", "not started yet"};
    if (state == "fieldwork") return {"正在现场看", "in the field"};
    if (state == "closed") return {"现场已经结束", "closed"};
    if (state == "recorded") return {"结果已经认定", "recorded"};
    return {"已经换成新的计划", "replaced by a newer plan"};
}

}  // namespace

Civility get(kernel::Transaction& transaction, const standard::Standard& standard, const std::string& id) {
    const auto row = transaction.one(
        "SELECT id, evaluation_id, estate_id, state, starts, ends, party_id, seed, replaces, decision, observations, "
        "second_percent, imported, figure, version FROM civility WHERE id = $1",
        {id});
    if (!row) base::refuse_missing("文明程度测评", "civility check");
    Civility civility;
    civility.id = row->text(0);
    civility.evaluation_id = row->text(1);
    civility.estate_id = row->text(2);
    civility.state = row->text(3);
    civility.starts = row->text(4);
    civility.ends = row->text(5);
    civility.party_id = row->text(6);
    civility.seed = row->text_or(7);
    civility.replaces = row->text_or(8);
    civility.decision = row->text(9);
    civility.observations = row->number(10);
    civility.second_percent = row->number(11);
    civility.imported = row->flag(12);
    if (const auto figure = row->number_or_null(13)) civility.figure = base::Percent::of_units(*figure);
    civility.version = row->number(14);
    civility.evaluation = evaluation::get(transaction, standard, civility.evaluation_id);
    check_of(civility.evaluation);
    return civility;
}

Civility named(kernel::Context& context, const standard::Standard& standard) {
    auto civility = get(context.transaction, standard, context.parameter("civility"));
    if (place::seen_version(context) != civility.version) refuse_changed_meanwhile();
    return civility;
}

void refuse_changed_meanwhile() {
    throw base::Refusal{412, "changed_meanwhile",
                        {"这次测评刚刚被别人改过，请刷新后再试。",
                         "Somebody has just changed this civility check. Reload and try again."}};
}

const policy::CivilityCheck& check_of(const evaluation::Evaluation& evaluation) {
    if (!evaluation.pack->civility)
        base::refuse_state("no_civility_check",
                           {"这一年的标准没有规定文明程度怎么看，请由第三方填报百分比。",
                            "The standard of this year has no civility check; the assessor enters the percentage."});
    return *evaluation.pack->civility;
}

std::string path_of_estate(kernel::Transaction& transaction, const std::string& estate_id) {
    return place::get(transaction, estate_id, "estate").path;
}

kernel::PlaceOf path_of_civility() {
    return [](kernel::Context& context) {
        const auto row = context.transaction.one(
            "SELECT p.path FROM civility c JOIN place p ON p.id = c.estate_id WHERE c.id = $1",
            {context.parameter("civility")});
        if (!row) base::refuse_missing("文明程度测评", "civility check");
        return row->text(0);
    };
}

void require_state(const Civility& civility, std::initializer_list<std::string_view> states) {
    if (std::find(states.begin(), states.end(), civility.state) != states.end()) return;
    const auto present = state_title(civility.state);
    base::Text wanted;
    for (const auto state : states) {
        const auto title = state_title(state);
        wanted.zh += (wanted.zh.empty() ? "“" : "、“") + title.zh + "”";
        wanted.en += (wanted.en.empty() ? "“" : " or “") + title.en + "”";
    }
    base::refuse_state("wrong_state", {fmt::format("这次测评现在“{}”，这件事只能在{}的时候做。", present.zh, wanted.zh),
                                       fmt::format("This civility check is “{}”; this can only be done while it is {}.",
                                                   present.en, wanted.en)});
}

void require_field_step(const Civility& civility) {
    evaluation::require_step(civility.evaluation, {"inspection", "opinions", "panel"});
}

bool may_observe(const kernel::Actor& actor, const Civility& civility, const std::string& path) {
    return std::any_of(actor.grants.begin(), actor.grants.end(), [&](const kernel::Grant& grant) {
        return grant.party_id == civility.party_id && grant.rights.contains("survey.fieldwork") &&
               std::any_of(grant.paths.begin(), grant.paths.end(), [&](const std::string& covered) {
                   return !covered.empty() && path.starts_with(covered);
               });
    });
}

void require_observer(kernel::Context& context, const Civility& civility) {
    if (may_observe(context.actor, civility, path_of_estate(context.transaction, civility.estate_id))) return;
    throw base::Refusal{403, "not_your_party",
                        {"这个小区由另一家评估单位来看，您的账号不能填。",
                         "Another assessor observes this estate; your account may not fill in its sheets."}};
}

bool knows_the_draw(const kernel::Actor& actor, const Civility& civility, const std::string& path) {
    if (civility.state != "draft" && civility.state != "fieldwork") return true;
    for (const auto* right : {"survey.plan", "survey.fieldwork", "survey.check", "finding.decide"})
        if (actor.may(right, path)) return true;
    return false;
}

const policy::ObservationPoint& point_of(const policy::CivilityCheck& check, std::string_view point) {
    const auto found = std::find_if(check.points.begin(), check.points.end(),
                                    [&](const policy::ObservationPoint& one) { return one.point == point; });
    // Points come from the frozen pack by which they were drawn.
    if (found == check.points.end()) throw std::logic_error{"no observation point " + std::string{point}};
    return *found;
}

base::Text title_of(const policy::CivilityCheck& check, const Pair& pair) {
    const auto& point = point_of(check, pair.point).title;
    base::Text moment{pair.moment, pair.moment};
    for (const auto& one : check.moments)
        if (one.code == pair.moment) moment = one.title;
    return {fmt::format("{}（{}）", point.zh, moment.zh), fmt::format("{} ({})", point.en, moment.en)};
}

void show_photos(attachment::Viewers& viewers) {
    viewers.add([](kernel::Context& context, const std::string& file_id) {
        kernel::Values values{file_id};
        const auto here = kernel::place_filter(context.actor, "survey.read", "p.path", values);
        return context.transaction
            .one("SELECT 1 FROM civility_mark m JOIN civility c ON c.id = m.civility_id JOIN place p ON p.id = c.estate_id "
                 "WHERE m.file_id = $1 AND " + here + " LIMIT 1",
                 values)
            .has_value();
    });
}

std::vector<kernel::Migration> migrations() { return {{"civility/1", sql::civility}}; }

}  // namespace anju::civility
