// Points from a percentage: held = points − per_point × (100 − percentage), never below 0. With at most one decimal in
// `per_point` (the standard has 0.8 and 0.4) the product of a percentage of 4 decimals is exact in 1/100 000 points.
// With more decimals the points held are cut, not rounded, to that unit, so that no threshold is reached by rounding.
#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "policy/rule/rule.hpp"

namespace anju::policy::rule {
namespace {

class Measure final : public Rule {
  public:
    Measure(Points per_point, MeasureStep step) : per_point_{per_point}, step_{step} {
        if (per_point <= Points{}) throw std::invalid_argument("a percentage point must cost something");
    }

    using Rule::lose;
    using Rule::lost;
    [[nodiscard]] std::string_view kind() const override { return "measure"; }
    [[nodiscard]] bool takes_measure() const override { return true; }

    [[nodiscard]] std::optional<std::pair<std::string, Text>> refuse(Points, Points) const override {
        return {{"item_takes_measure",
                 {"该项按测评值计分，不能记扣分，请填写百分比。",
                  "This item is scored by a percentage, not by findings. Enter the percentage."}}};
    }

    [[nodiscard]] std::vector<Points> allowed(Points) const override { return {}; }

    [[nodiscard]] Points lost(Points points, Percent measure) const override {
        auto const dropped = counted(measure).units();
        // Split so that the product cannot overflow; the fraction is rounded up: the points held are cut.
        auto const whole = per_point_.units() * (dropped / Percent::scale);
        auto const fraction = per_point_.units() * (dropped % Percent::scale);
        auto const units = whole + (fraction + Percent::scale - 1) / Percent::scale;
        return std::min(points, Points::of_units(units));
    }

    [[nodiscard]] Loss lose(Points points, Percent measure) const override {
        auto const taken = lost(points, measure);
        auto const held = (points - taken).text();
        auto const dropped = Percent::whole(100) - measure;
        auto const full = points.text();
        auto const cost = per_point_.text();
        if (step_ == MeasureStep::proportional || dropped == counted(measure)) {
            return {taken,
                    {fmt::format("{} − {} × (100 − {}) = {} 分", full, cost, measure.text(), held),
                     fmt::format("{} − {} × (100 − {}) = {} points", full, cost, measure.text(), held)}};
        }
        bool const down = step_ == MeasureStep::whole_dropped;
        auto const steps = counted(measure).text();
        return {taken,
                {fmt::format("下降 {} 个百分点，不足 1 个的{}，{} − {} × {} = {} 分", dropped.text(),
                             down ? "不计" : "按 1 个计", full, cost, steps, held),
                 fmt::format("{} percentage points down, a started one {}: {} − {} × {} = {} points", dropped.text(),
                             down ? "does not count" : "counts whole", full, cost, steps, held)}};
    }

    [[nodiscard]] Text explain(Points points) const override {
        auto const zh = step_ == MeasureStep::proportional    ? "按比例，不取整"
                        : step_ == MeasureStep::whole_dropped ? "不足 1 个百分点不计"
                                                              : "不足 1 个百分点按 1 个计";
        auto const en = step_ == MeasureStep::proportional    ? "in proportion, not rounded"
                        : step_ == MeasureStep::whole_dropped ? "a started point does not count"
                                                              : "a started point counts whole";
        return {fmt::format("以 100% 为基准得 {} 分，每下降 1 个百分点扣 {} 分（{}），最低 0 分。", points.text(),
                            per_point_.text(), zh),
                fmt::format("100% gives {} points; every percentage point below takes {} ({}), down to 0.",
                            points.text(), per_point_.text(), en)};
    }

    [[nodiscard]] std::vector<std::pair<std::string, std::string>> figures() const override {
        auto const step = step_ == MeasureStep::proportional    ? "proportional"
                          : step_ == MeasureStep::whole_dropped ? "whole_dropped"
                                                                : "whole_started";
        return {{"per_point", per_point_.text()}, {"step", step}};
    }

  private:
    [[nodiscard]] Percent counted(Percent measure) const {
        auto const dropped = (Percent::whole(100) - measure).units();
        if (step_ == MeasureStep::whole_dropped) return Percent::whole(dropped / Percent::scale);
        if (step_ == MeasureStep::whole_started) return Percent::whole((dropped + Percent::scale - 1) / Percent::scale);
        return Percent::of_units(dropped);
    }

    Points per_point_;
    MeasureStep step_;
};

}  // namespace

std::shared_ptr<const Rule> make_measure(Points per_percentage_point, MeasureStep step) {
    return std::make_shared<Measure>(per_percentage_point, step);
}

}  // namespace anju::policy::rule
