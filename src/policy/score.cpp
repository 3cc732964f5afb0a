#include "policy/score.hpp"

#include <fmt/format.h>

#include <span>
#include <stdexcept>

#include "policy/rescale.hpp"
#include "policy/score_lines.hpp"

namespace anju::policy {
namespace {

[[noreturn]] void refuse_case(std::string_view item, std::string_view why) {
    throw std::invalid_argument(fmt::format("item {}: {}", item, why));
}

/// An empty line for every item. Lines of a card used before for the same pack keep their memory.
void clear(const Pack& pack, Scorecard& card) {
    card.missing.clear();
    bool const used = card.lines.size() == pack.items.size();
    card.lines.resize(pack.items.size());
    for (std::size_t i = 0; i < card.lines.size(); ++i) {
        auto& line = card.lines[i];
        line.item = &pack.items[i];
        if (!used) continue;
        line.not_applicable = line.missing = false;
        line.held = line.lost = Points{};
        line.measure.reset();
        line.findings.clear();
        line.arithmetic = {};
    }
}

void place_findings(const Pack& pack, const Case& c, std::vector<Line>& lines) {
    for (auto const& finding : c.findings) {
        auto const* item = pack.item(finding.item);
        if (item == nullptr) refuse_case(finding.item, "unknown_item");
        if (auto const refused = item->rule->refuse(item->points, finding.deduct))
            refuse_case(finding.item, refused->first);
        lines[static_cast<std::size_t>(item - pack.items.data())].findings.push_back(&finding);
    }
}

Line& line_of(const Pack& pack, std::vector<Line>& lines, const std::string& code) {
    auto const* item = pack.item(code);
    if (item == nullptr) refuse_case(code, "unknown_item");
    return lines[static_cast<std::size_t>(item - pack.items.data())];
}

void place_measures(const Pack& pack, const Case& c, std::vector<Line>& lines) {
    for (auto const& [code, percent] : c.measures) {
        auto& line = line_of(pack, lines, code);
        if (!line.item->rule->takes_measure()) refuse_case(code, "takes no measure");
        line.measure = percent;
    }
    for (auto const& code : c.not_applicable) {
        auto& line = line_of(pack, lines, code);
        if (!line.item->may_not_apply) refuse_case(code, "always_applies");
        line.not_applicable = true;
    }
}

void leave_out(const Stars& stars, Line& line, Words words) {
    auto const& points = line.item->points;
    auto const full = points.text();
    if (stars.not_applicable == NotApplicable::full_points) line.held = points;
    if (stars.not_applicable == NotApplicable::no_points) line.lost = points;
    if (words == Words::without) return;
    switch (stars.not_applicable) {
        case NotApplicable::full_points:
            line.arithmetic = {fmt::format("不适用，按满分计 {} 分", full),
                               fmt::format("does not apply: full {} points", full)};
            break;
        case NotApplicable::no_points:
            line.arithmetic = {fmt::format("不适用，{} 分不得", full),
                               fmt::format("does not apply: none of {} points", full)};
            break;
        case NotApplicable::rescale:
            line.arithmetic = {fmt::format("不适用，{} 分不计，总分按比例换算", full),
                               fmt::format("does not apply: its {} points are left out, the total is rescaled", full)};
            break;
    }
}

void score_measure(const Stars& stars, Line& line, Words words) {
    auto const& item = *line.item;
    line.missing = !line.measure;
    bool const failed = line.measure && item.code == stars.key && stars.fails_scope == FailsScope::item &&
                        *line.measure < stars.fails_below;
    line.lost = line.missing || failed ? item.points : item.rule->lost(item.points, *line.measure);
    line.held = item.points - line.lost;
    if (words == Words::without) return;
    if (line.missing) {
        line.arithmetic = {"还没有测评值，暂计 0 分", "not measured yet: 0 points for now"};
    } else if (failed) {
        auto const mark = stars.fails_below.text();
        line.arithmetic = {fmt::format("{}% 低于 {}%，得 0 分", line.measure->text(), mark),
                           fmt::format("{} % is below {} %: 0 points", line.measure->text(), mark)};
    } else {
        line.arithmetic = item.rule->lose(item.points, *line.measure).arithmetic;
    }
}

/// `amounts`: room for the points of the line's findings side by side.
void score_findings(std::vector<Points>& amounts, Line& line, Words words) {
    auto const& item = *line.item;
    amounts.clear();
    for (auto const* finding : line.findings) amounts.push_back(finding->deduct);
    line.lost = item.rule->lost(item.points, std::span<const Points>{amounts});
    line.held = item.points - line.lost;
    if (words == Words::without) return;
    auto const full = item.points.text();
    if (amounts.empty()) {
        line.arithmetic = {fmt::format("没有扣分，得 {} 分", full), fmt::format("nothing taken: {} points", full)};
        return;
    }
    auto const taken = item.rule->lose(item.points, amounts).arithmetic;
    line.arithmetic = {
        fmt::format("扣 {}；{} − {} = {} 分", taken.zh, full, line.lost.text(), line.held.text()),
        fmt::format("taken: {}; {} − {} = {} points", taken.en, full, line.lost.text(), line.held.text())};
}

}  // namespace

void score_lines(const Pack& pack, const Case& c, Words words, Scorecard& card) {
    clear(pack, card);
    place_findings(pack, c, card.lines);
    place_measures(pack, c, card.lines);
    std::vector<Points> amounts;
    Points held;
    for (auto& line : card.lines) {
        if (line.not_applicable) {
            leave_out(pack.stars, line, words);
        } else if (line.item->rule->takes_measure()) {
            score_measure(pack.stars, line, words);
        } else {
            score_findings(amounts, line, words);
        }
        held += line.held;
        if (line.missing) card.missing.push_back(line.item->code);
    }
    card.total = rescaled(pack, held, applicable_points(pack, card));
}

Scorecard score(const Pack& pack, const Case& c, Words words) {
    Scorecard card;
    score_lines(pack, c, words, card);
    // The items of a pack stand in the order of its chapters and groups, so each group's lines follow the group's before.
    std::size_t next = 0;
    for (auto const& chapter : pack.chapters) {
        Points in_chapter;
        for (auto const& group : chapter.groups) {
            Points in_group;
            for (std::size_t i = 0; i < group.items.size(); ++i) in_group += card.lines.at(next++).held;
            card.groups.emplace_hint(card.groups.end(), group.code, in_group);
            in_chapter += in_group;
        }
        card.chapters.emplace_hint(card.chapters.end(), chapter.code, in_chapter);
    }
    return card;
}

std::optional<std::pair<std::string, Text>> refuse_deduction(const Pack& pack, std::string_view item, Points deduct) {
    auto const* found = pack.item(item);
    if (found == nullptr) {
        return {{"unknown_item",
                 {fmt::format("标准里没有条目“{}”，请从条目表中选择。", item),
                  fmt::format("The standard has no item “{}”. Choose one from its list.", item)}}};
    }
    return found->rule->refuse(found->points, deduct);
}

std::optional<std::pair<std::string, Text>> refuse_not_applicable(const Pack& pack, std::string_view item) {
    auto const* found = pack.item(item);
    if (found == nullptr) {
        return {{"unknown_item",
                 {fmt::format("标准里没有条目“{}”，请从条目表中选择。", item),
                  fmt::format("The standard has no item “{}”. Choose one from its list.", item)}}};
    }
    if (!found->may_not_apply) {
        return {{"always_applies",
                 {fmt::format("条目 {} 对所有小区都适用，请按检查情况记录。", item),
                  fmt::format("Item {} applies to every estate. Record what was found.", item)}}};
    }
    return std::nullopt;
}

}  // namespace anju::policy
