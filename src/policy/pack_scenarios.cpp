#include "policy/pack_scenarios.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>

#include "policy/reader/form.hpp"
#include "policy/score.hpp"

namespace anju::policy {
namespace {

using reader::Form;
using reader::Node;
using reader::Sheet;

struct Expected {
    std::optional<Points> total;
    std::optional<int> star;
    std::optional<std::string> grade, refused;
    std::map<std::string, Points> items;
    bool shortfall = false;
    std::optional<int> next_star;
    std::optional<Points> points;
    std::optional<Percent> satisfaction;
    std::optional<std::vector<std::string>> cure;
};

struct Scenario {
    std::string name;
    int line = 0;
    std::map<std::string, std::string> readings;
    Case given;
    Expected expected;
};

void read_given(const Sheet& sheet, const Node& node, Scenario& scenario) {
    Form form{sheet, node};
    auto& given = scenario.given;
    if (form.optional("stage") != nullptr) {
        given.stage = form.one_of<Stage>("stage", {{"settled", Stage::settled}, {"pending", Stage::pending}});
    }
    if (auto const* readings = form.optional("readings")) {
        Form chosen{sheet, *readings};
        for (auto const& entry : readings->entries) scenario.readings.emplace(entry.key, chosen.word(entry.key));
    }
    if (auto const* measures = form.optional("measures")) {
        Form by_item{sheet, *measures};
        for (auto const& entry : measures->entries) given.measures.emplace(entry.key, by_item.percent(entry.key));
    }
    for (auto const* one : form.list("findings", true)) {
        Form finding{sheet, *one};
        auto const item = finding.word("item");
        // Signed, so that a scenario can show what is refused.
        auto const deduct = Points::parse(finding.word("deduct"));
        if (!deduct) sheet.complain(*one, {"deduct 应是分值，请改。", "deduct must be a number of points. Change it."});
        given.findings.push_back({std::to_string(given.findings.size() + 1), item, deduct.value_or(Points{}),
                                  finding.optional_word("reason")});
    }
    for (auto const& item : form.words("not_applicable", true)) given.not_applicable.insert(item);
}

void read_expected(const Sheet& sheet, const Node& node, Expected& expected) {
    Form form{sheet, node};
    if (form.optional("total") != nullptr) expected.total = form.points("total");
    if (form.optional("star") != nullptr) expected.star = form.whole("star", 0, 9);
    if (form.optional("grade") != nullptr) expected.grade = form.word("grade");
    if (form.optional("refused") != nullptr) expected.refused = form.code("refused");
    if (auto const* items = form.optional("items")) {
        Form by_item{sheet, *items};
        for (auto const& entry : items->entries) expected.items.emplace(entry.key, by_item.points(entry.key));
    }
    if (auto const* shortfall = form.optional("shortfall")) {
        Form next{sheet, *shortfall};
        expected.shortfall = true;
        if (next.optional("star") != nullptr) expected.next_star = next.whole("star", 1, 9);
        if (next.optional("points") != nullptr) expected.points = next.points("points");
        if (next.optional("satisfaction") != nullptr) expected.satisfaction = next.percent("satisfaction");
        if (next.optional("items") != nullptr) expected.cure = next.words("items");
    }
    if (node.kind == Node::Kind::map && node.entries.empty()) {
        sheet.complain(node, {"expect 是空的，什么也没有检验，请写出应得的结果。",
                              "expect is empty, so nothing is tested. Say what should come out."});
    }
}

Scenario read_scenario(const Sheet& sheet, const Node& node) {
    Form form{sheet, node};
    Scenario scenario;
    scenario.name = form.word("scenario");
    scenario.line = node.line;
    if (auto const* given = form.required("given")) read_given(sheet, *given, scenario);
    if (auto const* expect = form.required("expect")) read_expected(sheet, *expect, scenario.expected);
    return scenario;
}

class Comparison {
  public:
    std::vector<Text> differences;

    void same(const Text& what, const std::string& expected, const std::string& found) {
        if (expected == found) return;
        differences.push_back({fmt::format("{}应是 {}，算出来是 {}", what.zh, expected, found),
                               fmt::format("{}: expected {}, found {}", what.en, expected, found)});
    }
    void say(Text difference) { differences.push_back(std::move(difference)); }
};

/// Codes of what the case may not contain, in the order given.
std::vector<std::string> refusals(const Pack& pack, const Case& given) {
    std::vector<std::string> codes;
    for (auto const& finding : given.findings) {
        if (auto const refused = refuse_deduction(pack, finding.item, finding.deduct)) codes.push_back(refused->first);
    }
    for (auto const& item : given.not_applicable) {
        if (auto const refused = refuse_not_applicable(pack, item)) codes.push_back(refused->first);
    }
    for (auto const& [code, percent] : given.measures) {
        auto const* item = pack.item(code);
        if (item == nullptr) codes.emplace_back("unknown_item");
        if (item != nullptr && !item->rule->takes_measure()) codes.emplace_back("item_takes_findings");
    }
    return codes;
}

std::string joined(const std::vector<std::string>& words) {
    return fmt::format("[{}]", fmt::join(words, ", "));
}

void compare_shortfall(const Expected& expected, const Verdict& verdict, Comparison& comparison) {
    if (!expected.shortfall) return;
    if (!verdict.shortfall) {
        comparison.say({"应还差分，算出来没有更高的星级可差", "A shortfall was expected, there is none"});
        return;
    }
    auto const& found = *verdict.shortfall;
    if (expected.next_star)
        comparison.same({"下一星级", "Next star"}, std::to_string(*expected.next_star), std::to_string(found.star));
    if (expected.points) comparison.same({"还差的分", "Points missing"}, expected.points->text(), found.points.text());
    if (expected.satisfaction) {
        comparison.same({"还差的满意度", "Satisfaction missing"}, expected.satisfaction->text(),
                        found.satisfaction.text());
    }
    if (expected.cure)
        comparison.same({"最少整改的条目", "Items to cure"}, joined(*expected.cure), joined(found.items));
}

void compare_items(const Expected& expected, const Scorecard& card, Comparison& comparison) {
    for (auto const& [code, points] : expected.items) {
        auto const line =
            std::find_if(card.lines.begin(), card.lines.end(), [&](const Line& one) { return one.item->code == code; });
        comparison.same({fmt::format("条目 {} 得分", code), fmt::format("Item {}", code)}, points.text(),
                        line == card.lines.end() ? "—" : line->held.text());
    }
}

std::vector<Text> compare(const Pack& pack, const Scenario& scenario) {
    Comparison comparison;
    auto const& expected = scenario.expected;
    auto const refused = refusals(pack, scenario.given);
    if (expected.refused) {
        bool const as_expected = std::find(refused.begin(), refused.end(), *expected.refused) != refused.end();
        if (!as_expected)
            comparison.same({"拒绝的原因", "Refused"}, *expected.refused, refused.empty() ? "—" : joined(refused));
        return comparison.differences;
    }
    if (!refused.empty()) {
        comparison.say({fmt::format("给定的内容被拒绝：{}", joined(refused)),
                        fmt::format("What is given is refused: {}", joined(refused))});
        return comparison.differences;
    }
    auto const card = score(pack, scenario.given, Words::without);
    auto const verdict = star(pack, scenario.given, card, Words::without);
    if (expected.total) comparison.same({"总分", "Total"}, expected.total->text(), card.total.text());
    if (expected.star) comparison.same({"星级", "Star"}, std::to_string(*expected.star), std::to_string(verdict.star));
    if (expected.grade && *expected.grade != verdict.grade.en)
        comparison.same({"等次", "Grade"}, *expected.grade, verdict.grade.zh);
    compare_items(expected, card, comparison);
    compare_shortfall(expected, verdict, comparison);
    return comparison.differences;
}

/// The pack as read with the readings of a scenario; each set of readings is read once.
class Packs {
  public:
    explicit Packs(const PackFiles& files) : files_{files} {}
    const PackRead& with(const std::map<std::string, std::string>& readings) {
        auto const found = read_.find(readings);
        return found != read_.end() ? found->second
                                    : read_.emplace(readings, read_pack(files_, readings)).first->second;
    }

  private:
    const PackFiles& files_;
    std::map<std::map<std::string, std::string>, PackRead> read_;
};

std::vector<Text> messages(const std::vector<PackProblem>& problems) {
    std::vector<Text> found;
    for (auto const& problem : problems) {
        found.push_back({problem_line(problem, base::Language::zh), problem_line(problem, base::Language::en)});
    }
    return found;
}

void run_file(const std::string& file, const std::string& text, Packs& packs, std::vector<ScenarioResult>& results) {
    std::vector<PackProblem> problems;
    auto const tree = reader::parse_tree(file, text, problems);
    std::vector<Scenario> scenarios;
    if (tree) {
        Sheet const sheet{file, &problems, nullptr, nullptr};
        Form form{sheet, *tree};
        for (auto const* one : form.list("scenarios")) scenarios.push_back(read_scenario(sheet, *one));
    }
    if (!problems.empty()) {
        results.push_back({file, "", problems.front().line, messages(problems)});
        return;
    }
    for (auto const& scenario : scenarios) {
        auto const& read = packs.with(scenario.readings);
        results.push_back(
            {file, scenario.name, scenario.line, read.pack ? compare(*read.pack, scenario) : messages(read.problems)});
    }
}

}  // namespace

std::vector<ScenarioResult> run_scenarios(const PackFiles& files) {
    std::vector<ScenarioResult> results;
    Packs packs{files};
    for (auto const& [file, text] : files) {
        if (file.starts_with("tests/") && file.ends_with(".yaml")) run_file(file, text, packs, results);
    }
    return results;
}

}  // namespace anju::policy
