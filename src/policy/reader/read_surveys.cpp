#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "policy/reader/sections.hpp"

namespace anju::policy::reader {
namespace {

constexpr std::array<std::string_view, 5> letter_names{"estate", "code", "address", "until", "assessor"};
constexpr std::array<std::string_view, 2> letter_needs{"code", "address"};

/// A list of things with a code each, none twice; `read_rest` fills in what they have besides.
template <class Thing, class ReadRest>
std::vector<Thing> read_coded(Form& form, std::string_view list, std::string_view key, std::string Thing::*code,
                              const Text& what, ReadRest read_rest) {
    auto const& sheet = form.sheet();
    std::vector<Thing> found;
    std::set<std::string> seen;
    auto const listed = form.list(list);
    for (auto const* one : listed) {
        Form entry{sheet, *one};
        Thing thing;
        thing.*code = entry.code(key);
        read_rest(entry, thing);
        first_time(sheet, *one, seen, thing.*code, what);
        found.push_back(std::move(thing));
    }
    if (auto const* node = form.optional(list); node != nullptr && node->kind == Node::Kind::list && listed.empty()) {
        sheet.complain(*node, {fmt::format("“{}”是空的，至少要有一个{}，请补上。", list, what.zh),
                               fmt::format("“{}” is empty; at least one {} is needed. Add one.", list, what.en)});
    }
    return found;
}

/// Sheets that are filled in by hand name things by their titles.
void check_title(const Form& entry, std::set<std::string>& titles, const Text& title, const Text& what) {
    first_time(entry.sheet(), entry.node(), titles, title.zh, what);
}

void check_takes_measure(const Sheet& sheet, const Node& node, const Pack& pack, const std::string& code) {
    auto const* item = pack.item(code);
    if (item != nullptr && (!item->rule || item->rule->takes_measure())) return;
    sheet.complain(node,
                   {fmt::format("item“{}”应是一个按百分比计分（rule: measure）的条目，请改。", code),
                    fmt::format("The item “{}” must be one scored by a percentage (rule: measure). Change it.", code)});
}

void check_levels(const Sheet& sheet, const Node& node, const std::vector<SurveyLevel>& levels) {
    bool in_order = levels.size() == 5;
    for (std::size_t i = 0; in_order && i < 5; ++i) in_order = levels[i].level == 5 - static_cast<int>(i);
    if (!in_order) {
        sheet.complain(node, {"levels 必须正好五级，依次是 5、4、3、2、1，请照此写。",
                              "levels must be exactly five, in the order 5, 4, 3, 2, 1. Write them so."});
        return;
    }
    auto const counts = [](const SurveyLevel& level) { return level.counts; };
    if (std::is_partitioned(levels.begin(), levels.end(), counts) && levels.front().counts && !levels.back().counts)
        return;
    sheet.complain(
        node,
        {"counts: true 要从最高一级往下连着写，最高一级必须算满意，最低一级不能算，请改。",
         "counts: true goes from the highest level downwards without a gap; the highest level counts as satisfied, "
         "the lowest never. Change it."});
}

std::vector<SurveyLevel> read_levels(Form& form) {
    std::vector<SurveyLevel> levels;
    for (auto const* one : form.list("levels")) {
        Form entry{form.sheet(), *one};
        SurveyLevel level;
        level.level = entry.whole("level", 1, 5);
        level.title = entry.text("title");
        level.counts = entry.flag("counts", false);
        levels.push_back(std::move(level));
    }
    if (auto const* node = form.optional("levels"); node != nullptr && node->kind == Node::Kind::list)
        check_levels(form.sheet(), *node, levels);
    return levels;
}

void read_themes(Form& form, SatisfactionSurvey& survey) {
    survey.themes = read_coded<SurveyTheme>(form, "themes", "theme", &SurveyTheme::theme, {"主题", "theme"},
                                            [](Form& entry, SurveyTheme& theme) { theme.title = entry.text("title"); });
    auto const known = [&](const std::string& code) {
        return std::any_of(survey.themes.begin(), survey.themes.end(),
                           [&](const SurveyTheme& one) { return one.theme == code; });
    };
    auto const read_rest = [&](Form& entry, SurveyQuestion& question) {
        question.theme = entry.code("theme");
        question.text = entry.text("text");
        question.figure = entry.flag("figure", false);
        if (question.theme.empty() || known(question.theme)) return;
        entry.sheet().complain(entry.node(),
                               {fmt::format("themes 里没有主题“{}”，请改名或补上。", question.theme),
                                fmt::format("themes has no theme “{}”. Rename it or add it there.", question.theme)});
    };
    survey.questions = read_coded<SurveyQuestion>(form, "questions", "question", &SurveyQuestion::question,
                                                  {"问题", "question"}, read_rest);
}

void check_questions(const Sheet& sheet, Form& form, const SatisfactionSurvey& survey) {
    auto const* questions = form.optional("questions");
    auto const* themes = form.optional("themes");
    if (questions == nullptr || themes == nullptr || survey.questions.empty()) return;
    auto const figures = std::count_if(survey.questions.begin(), survey.questions.end(),
                                       [](const SurveyQuestion& one) { return one.figure; });
    if (figures != 1) {
        sheet.complain(
            *questions,
            {fmt::format("正好要有一道题写 figure: true（它的结果就是满意度），现在有 {} 道，请改。", figures),
             fmt::format("Exactly one question has figure: true (its result is the satisfaction); now {} "
                         "have. Change it.",
                         figures)});
    }
    for (auto const& theme : survey.themes) {
        bool const used = std::any_of(survey.questions.begin(), survey.questions.end(),
                                      [&](const SurveyQuestion& one) { return one.theme == theme.theme; });
        if (used || theme.theme.empty()) continue;
        sheet.complain(*themes,
                       {fmt::format("没有一道题属于主题“{}”，请加一道题或删去它。", theme.theme),
                        fmt::format("No question belongs to theme “{}”. Add one or delete the theme.", theme.theme)});
    }
}

std::string_view name_of(SurveyIndex index) {
    switch (index) {
        case SurveyIndex::top_two:
            return "top_two";
        case SurveyIndex::mean_times_20:
            return "mean_times_20";
        case SurveyIndex::mean_minus_1_times_25:
            return "mean_minus_1_times_25";
    }
    return {};
}

void read_index(const Sheet& sheet, Form& form, const Pack& pack, SatisfactionSurvey& survey) {
    survey.index = form.one_of<SurveyIndex>("index",
                                            {{"top_two", SurveyIndex::top_two},
                                             {"mean_times_20", SurveyIndex::mean_times_20},
                                             {"mean_minus_1_times_25", SurveyIndex::mean_minus_1_times_25}},
                                            Readable::yes);
    auto const* node = form.optional("index");
    if (node == nullptr) return;
    later(sheet, [&sheet, node, &pack, name = name_of(survey.index)] {
        auto const& stated = pack.evaluation.satisfaction_index;
        if (stated.empty() || stated == name) return;
        sheet.complain(
            *node,
            {fmt::format("index 是“{}”，evaluation.yaml 的 satisfaction_index 是“{}”，请改成一致。", name, stated),
             fmt::format("index is “{}”, satisfaction_index in evaluation.yaml is “{}”. Make them agree.", name,
                         stated)});
    });
}

void read_precision(const Sheet& sheet, Form& form, SatisfactionSurvey& survey) {
    survey.half_width = form.percent("half_width");
    auto const* node = form.optional("half_width");
    bool const readable = node != nullptr && Percent::parse(node->value).has_value();
    if (readable && (survey.half_width <= Percent{} || survey.half_width >= Percent::whole(50))) {
        sheet.complain(*node, {"half_width 要大于 0、小于 50（百分点），请改。",
                               "half_width must be above 0 and below 50 (percentage points). Change it."});
    }
    survey.level = form.one_of<int>("level", {{"90", 90}, {"95", 95}, {"99", 99}});
    survey.smallest_cell = form.whole("smallest_cell", 5, 100);  // fewer would let neighbours guess who answered what
    survey.reserve_percent = form.whole("reserve_percent", 0, 100);
    survey.back_check_percent = form.whole("back_check_percent", 0, 100);
}

void read_outcomes(Form& form, SatisfactionSurvey& survey) {
    auto const read_rest = [](Form& entry, SurveyOutcome& outcome) {
        outcome.title = entry.text("title");
        outcome.replace = entry.flag("replace", false);
        if (outcome.outcome != "answered") return;
        entry.sheet().complain(entry.node(), {"“answered”（已答）本来就有，不用写，请删去或改名。",
                                              "“answered” is always there. Delete it or rename it."});
    };
    survey.outcomes =
        read_coded<SurveyOutcome>(form, "outcomes", "outcome", &SurveyOutcome::outcome, {"结果", "outcome"}, read_rest);
}

/// What stands between {{ and }}, in order; one that is never closed ends in "…", which no known name does.
std::vector<std::string> braced(std::string_view text) {
    std::vector<std::string> names;
    for (auto at = text.find("{{"); at != std::string_view::npos; at = text.find("{{", at)) {
        at += 2;
        auto const end = text.find("}}", at);
        if (end == std::string_view::npos) {
            auto const word = text.substr(at, text.find_first_of(" \n", at) - at);
            names.push_back(std::string{word} + "…");
            break;
        }
        names.emplace_back(text.substr(at, end - at));
        at = end + 2;
    }
    return names;
}

void check_letter(const Sheet& sheet, const Node& node, std::string_view language, const std::string& text) {
    if (text.empty()) return;
    auto const names = braced(text);
    for (auto const& name : names) {
        if (std::find(letter_names.begin(), letter_names.end(), name) != letter_names.end()) continue;
        auto const known = fmt::format("{{{{{}}}}}", fmt::join(letter_names, "}}, {{"));
        sheet.complain(
            node, {fmt::format("letter（{}）里的“{{{{{}”没有内容可填，只能用 {}，请改。", language, name, known),
                   fmt::format("In letter ({}) nothing is known for “{{{{{}”. Use only {}.", language, name, known)});
    }
    for (auto const& need : letter_needs) {
        if (std::find(names.begin(), names.end(), need) != names.end()) continue;
        sheet.complain(
            node, {fmt::format("letter（{}）里没有 {{{{{}}}}}，住户就不知道怎么答，请写上。", language, need),
                   fmt::format("letter ({}) lacks {{{{{}}}}}, so residents cannot answer. Add it.", language, need)});
    }
}

ObservationPoint read_point(Form& form, ObservationPoint point, std::set<std::string>& titles) {
    point.title = form.text("title");
    check_title(form, titles, point.title, {"点位名称", "title of a point"});
    std::set<std::string> check_titles;
    point.checks = read_coded<CivilityCheckPoint>(
        form, "checks", "check", &CivilityCheckPoint::check, {"检查点", "check point"},
        [&](Form& entry, CivilityCheckPoint& check) {
            check.title = entry.text("title");
            check_title(entry, check_titles, check.title, {"检查点名称", "title of a check point"});
        });
    return point;
}

void check_observations(const Sheet& sheet, Form& form, const CivilityCheck& civility) {
    auto const pairs = civility.points.size() * civility.moments.size();
    auto const* node = form.optional("observations");
    if (node == nullptr || pairs == 0 || civility.observations <= 0) return;
    if (static_cast<std::size_t>(civility.observations) <= pairs) return;
    sheet.complain(*node, {fmt::format("{} 个点位乘 {} 个时段只有 {} 次可看，observations 写的是 {}，请改小。",
                                       civility.points.size(), civility.moments.size(), pairs, civility.observations),
                           fmt::format("{} points at {} moments make {} observations, fewer than {}. Lower it.",
                                       civility.points.size(), civility.moments.size(), pairs, civility.observations)});
}

}  // namespace

void read_satisfaction(const Sheet& sheet, const Node& node, Pack& pack) {
    Form form{sheet, node};
    auto& survey = pack.satisfaction.emplace();
    survey.title = form.text("title");
    survey.item = form.word("item");
    survey.levels = read_levels(form);
    survey.no_answer = form.text("no_answer");
    read_themes(form, survey);
    check_questions(sheet, form, survey);
    read_index(sheet, form, pack, survey);
    read_precision(sheet, form, survey);
    read_outcomes(form, survey);
    survey.letter = form.text("letter");
    if (auto const* letter = form.optional("letter")) {
        check_letter(sheet, *letter, "zh", survey.letter.zh);
        check_letter(sheet, *letter, "en", survey.letter.en);
    }
    auto const* item = form.optional("item");
    if (item == nullptr) return;
    later(sheet, [&sheet, item, &pack] {
        auto const& code = pack.satisfaction->item;
        if (code.empty()) return;
        check_takes_measure(sheet, *item, pack, code);
        if (code == pack.stars.key) return;
        sheet.complain(*item,
                       {fmt::format("满意度的条目“{}”与 stars.yaml 的 key“{}”不同，请改成一致。", code, pack.stars.key),
                        fmt::format("The survey is about item “{}”, the key in stars.yaml is “{}”. Make them "
                                    "the same.",
                                    code, pack.stars.key)});
    });
}

void read_civility(const Sheet& sheet, const Node& node, Pack& pack) {
    Form form{sheet, node};
    auto& civility = pack.civility.emplace();
    civility.title = form.text("title");
    civility.item = form.word("item");
    std::set<std::string> point_titles, moment_titles;
    civility.points = read_coded<ObservationPoint>(
        form, "points", "point", &ObservationPoint::point, {"点位", "point"},
        [&](Form& entry, ObservationPoint& point) { point = read_point(entry, std::move(point), point_titles); });
    civility.moments = read_coded<SurveyNamed>(
        form, "moments", "moment", &SurveyNamed::code, {"时段", "moment"}, [&](Form& entry, SurveyNamed& moment) {
            moment.title = entry.text("title");
            check_title(entry, moment_titles, moment.title, {"时段名称", "title of a moment"});
        });
    civility.observations = form.whole("observations", 1, 10'000);
    check_observations(sheet, form, civility);
    civility.second_observer_percent = form.whole("second_observer_percent", 0, 100);
    auto const* item = form.optional("item");
    if (item == nullptr) return;
    later(sheet, [&sheet, item, &pack] {
        auto const& code = pack.civility->item;
        if (code.empty()) return;
        check_takes_measure(sheet, *item, pack, code);
        if (code != pack.stars.key) return;
        sheet.complain(*item, {fmt::format("条目“{}”的百分比来自满意度调查，文明测评要用另一个条目，请改。", code),
                               fmt::format("The percentage of item “{}” comes from the satisfaction survey; the "
                                           "civility check needs another item. Change it.",
                                           code)});
    });
}

}  // namespace anju::policy::reader
