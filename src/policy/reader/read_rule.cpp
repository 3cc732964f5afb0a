#include <fmt/format.h>

#include "policy/reader/sections.hpp"

namespace anju::policy::reader {
namespace {

enum class RuleKind { none, steps, each, measure };

/// Complains about a cost that is 0 or larger than the item; an item of 0 points (unscored) may have any cost.
bool costs_sensibly(const Sheet& sheet, const Node& node, Points cost, Points points, const char* key) {
    if (cost <= Points{}) {
        sheet.complain(
            node, {fmt::format("“{}”要大于 0，请改。", key), fmt::format("“{}” must be above 0. Change it.", key)});
        return false;
    }
    if (points > Points{} && cost > points) {
        sheet.complain(node,
                       {fmt::format("“{}”是 {} 分，比该项的 {} 分还多，请改小。", key, cost.text(), points.text()),
                        fmt::format("“{}” is {}, more than the item's {} points. Make it smaller.", key, cost.text(),
                                    points.text())});
    }
    return true;
}

}  // namespace

std::shared_ptr<const rule::Rule> read_rule(const Sheet& sheet, const Node& node, Points points) {
    Form form{sheet, node};
    auto const kind = form.one_of<RuleKind>(
        "kind", {{"steps", RuleKind::steps}, {"each", RuleKind::each}, {"measure", RuleKind::measure}});
    if (kind == RuleKind::steps) {
        auto const step = form.points("step");
        auto const mode = form.one_of<rule::DeductionMode>(
            "mode", {{"steps", rule::DeductionMode::steps}, {"all_or_nothing", rule::DeductionMode::all_or_nothing}},
            Readable::yes);
        if (costs_sensibly(sheet, node, step, points, "step")) return rule::make_steps(step, mode);
    } else if (kind == RuleKind::each) {
        auto const cost = form.points("per_finding");
        if (costs_sensibly(sheet, node, cost, points, "per_finding")) return rule::make_each(cost);
    } else if (kind == RuleKind::measure) {
        auto const cost = form.points("per_point");
        auto const step = form.one_of<rule::MeasureStep>("step",
                                                         {{"proportional", rule::MeasureStep::proportional},
                                                          {"whole_dropped", rule::MeasureStep::whole_dropped},
                                                          {"whole_started", rule::MeasureStep::whole_started}},
                                                         Readable::yes);
        if (costs_sensibly(sheet, node, cost, points, "per_point")) return rule::make_measure(cost, step);
    } else {
        form.ignore_rest();
    }
    return nullptr;
}

}  // namespace anju::policy::reader
