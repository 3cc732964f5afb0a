#include <fmt/format.h>

#include <stdexcept>

#include "policy/rule/rule.hpp"

namespace anju::policy::rule {
namespace {

class Steps final : public Rule {
  public:
    Steps(Points step, DeductionMode mode) : step_{step}, all_{mode == DeductionMode::all_or_nothing} {
        if (step <= Points{}) throw std::invalid_argument("a step must be above 0");
    }

    using Rule::lose;
    [[nodiscard]] std::string_view kind() const override { return "steps"; }

    [[nodiscard]] std::optional<std::pair<std::string, Text>> refuse(Points points, Points deduct) const override {
        if (deduct <= Points{}) {
            return {
                {"not_positive", {"扣分要大于 0，请填写扣几分。", "Points taken must be above 0. Enter how many."}}};
        }
        if (deduct > points) {
            return {{"finding_too_large",
                     {fmt::format("该项只有 {} 分，不能扣 {} 分，请改小。", points.text(), deduct.text()),
                      fmt::format("The item has {} points; {} cannot be taken. Enter less.", points.text(),
                                  deduct.text())}}};
        }
        if (all_ && deduct != points) {
            return {{"not_a_step",
                     {fmt::format("该项不得部分扣分，请扣全部 {} 分。", points.text()),
                      fmt::format("This item is all or nothing: take all {} points.", points.text())}}};
        }
        if (!all_ && deduct.units() % step_.units() != 0) {
            return {{"not_a_step",
                     {fmt::format("扣分要是 {} 分的整数倍，{} 不是，请改。", step_.text(), deduct.text()),
                      fmt::format("Points are taken in steps of {}; {} is none. Change it.", step_.text(),
                                  deduct.text())}}};
        }
        return std::nullopt;
    }

    [[nodiscard]] std::vector<Points> allowed(Points points) const override {
        std::vector<Points> amounts;
        if (all_ && points > Points{}) amounts.push_back(points);
        for (auto amount = step_; !all_ && amount <= points && amounts.size() < 200; amount += step_)
            amounts.push_back(amount);
        return amounts;
    }

    [[nodiscard]] Loss lose(Points points, const std::vector<Points>& deducts) const override {
        if (!all_ || deducts.empty()) return Rule::lose(points, deducts);
        return {points,
                {fmt::format("有 {} 条扣分记录，扣全部 {} 分", deducts.size(), points.text()),
                 fmt::format("{} finding(s): all {} points", deducts.size(), points.text())}};
    }

    [[nodiscard]] Text explain(Points points) const override {
        if (all_) {
            return {fmt::format("有一处不符合，扣全部 {} 分。", points.text()),
                    fmt::format("Any finding takes all {} points.", points.text())};
        }
        return {
            fmt::format("按 {} 分一档扣，累计最多扣 {} 分。", step_.text(), points.text()),
            fmt::format("Findings take steps of {} points, {} points in all at most.", step_.text(), points.text())};
    }

    [[nodiscard]] std::vector<std::pair<std::string, std::string>> figures() const override {
        return {{"step", step_.text()}, {"mode", all_ ? "all_or_nothing" : "steps"}};
    }

  private:
    Points step_;
    bool all_;
};

}  // namespace

std::shared_ptr<const Rule> make_steps(Points step, DeductionMode mode) {
    return std::make_shared<Steps>(step, mode);
}

}  // namespace anju::policy::rule
