#include <fmt/format.h>

#include <array>

#include "policy/reader/sections.hpp"

namespace anju::policy::reader {
namespace {

constexpr std::array<std::string_view, 7> step_names{"self_check", "inspection", "opinions",   "panel",
                                                     "notice",     "final",      "publication"};

void read_term(Form& form, Term& term, Readable readable) {
    term.days = form.whole("days", 1, 366, readable);
    term.count = form.one_of<Count>("count", {{"working", Count::working}, {"calendar", Count::calendar}});
}

Step read_step(const Sheet& sheet, const Node& node, const Pack& pack) {
    Form form{sheet, node};
    Step step;
    step.step = form.word("step");
    step.title = form.text("title");
    step.by = form.words("by");
    if (auto const* deadline = form.required("deadline")) {
        Form term{sheet, *deadline};
        read_term(term, step.deadline, Readable::no);
    }
    step.text = form.text("text");
    if (form.has("by") && step.by.empty()) {
        sheet.complain(node, {"“by”要写谁来做，请至少写一个角色。", "“by” must name at least one role."});
    }
    later(sheet, [&sheet, &node, &pack, by = step.by] {
        for (auto const& role : by) {
            if (pack.role(role) != nullptr) continue;
            sheet.complain(node, {fmt::format("roles.yaml 里没有角色“{}”，请改名或补上。", role),
                                  fmt::format("roles.yaml has no role “{}”. Rename it or add it there.", role)});
        }
    });
    return step;
}

void check_steps(const Sheet& sheet, const Node& node, const std::vector<Step>& steps) {
    bool same = steps.size() == step_names.size();
    for (std::size_t i = 0; same && i < steps.size(); ++i) same = steps[i].step == step_names[i];
    if (same) return;
    auto const wanted = fmt::format("{}", fmt::join(step_names, ", "));
    sheet.complain(node, {fmt::format("评星步骤必须依次是：{}，请照此写。", wanted),
                          fmt::format("The steps must be, in this order: {}. Write them so.", wanted)});
}

void read_assessment(const Sheet& sheet, const Node& node, Pack& pack) {
    Form form{sheet, node};
    auto& assessment = pack.evaluation.street_assessment;
    assessment.title = form.text("title");
    assessment.weight = form.points("weight");
    auto const* points = form.required("points");
    if (points == nullptr) return;
    Form by_grade{sheet, *points};
    if (points->kind != Node::Kind::map) return;
    for (auto const& entry : points->entries) assessment.points.emplace(entry.key, by_grade.points(entry.key));
    later(sheet, [&sheet, points, &pack, found = assessment.points] {
        std::set<std::string> wanted{"unrated", "failed"};
        for (auto const& star : pack.stars.stars) wanted.insert(std::to_string(star.star));
        for (auto const& grade : wanted) {
            if (found.contains(grade)) continue;
            sheet.complain(*points, {fmt::format("综合考评没有写“{}”得几分，请补上。", grade),
                                     fmt::format("No points for “{}” in the streets' assessment. Add them.", grade)});
        }
        for (auto const& [grade, value] : found) {
            if (wanted.contains(grade)) continue;
            sheet.complain(
                *points,
                {fmt::format("没有“{}”这一档，请删去（只有各星级、unrated、failed）。", grade),
                 fmt::format("There is no grade “{}” (only the stars, unrated and failed). Delete it.", grade)});
        }
    });
}

}  // namespace

void read_evaluation(const Sheet& sheet, const Node& node, Pack& pack) {
    Form form{sheet, node};
    auto& rules = pack.evaluation;
    for (auto const* step : form.list("steps")) rules.steps.push_back(read_step(sheet, *step, pack));
    if (auto const* steps = form.optional("steps"); steps != nullptr && steps->kind == Node::Kind::list)
        check_steps(sheet, *steps, rules.steps);
    if (auto const* notice = form.required("notice")) {
        Form term{sheet, *notice};
        read_term(term, rules.notice, Readable::yes);
        term.text("reason");
    }
    if (auto const* plaque = form.required("plaque")) {
        Form about{sheet, *plaque};
        rules.plaque_years = about.whole("years", 1, 99, Readable::yes);
        rules.plaque_prefix = about.word("prefix");
    }
    rules.satisfaction_index = form.word("satisfaction_index", Readable::yes);
    if (auto const* assessment = form.required("street_assessment")) read_assessment(sheet, *assessment, pack);
    if (auto const* rectification = form.required("rectification")) {
        Form term{sheet, *rectification};
        read_term(term, rules.rectification, Readable::no);
    }
}

}  // namespace anju::policy::reader
