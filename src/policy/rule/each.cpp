#include <fmt/format.h>

#include <stdexcept>

#include "policy/rule/rule.hpp"

namespace anju::policy::rule {
namespace {

class Each final : public Rule {
  public:
    explicit Each(Points per_finding) : per_finding_{per_finding} {
        if (per_finding <= Points{}) throw std::invalid_argument("a finding must cost something");
    }

    [[nodiscard]] std::string_view kind() const override { return "each"; }

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
        if (deduct != per_finding_) {
            return {{"not_a_step",
                     {fmt::format("该项每处固定扣 {} 分，请改为 {}。", per_finding_.text(), per_finding_.text()),
                      fmt::format("Every finding on this item takes exactly {} points. Enter that.",
                                  per_finding_.text())}}};
        }
        return std::nullopt;
    }

    [[nodiscard]] std::vector<Points> allowed(Points points) const override {
        if (per_finding_ > points) return {};
        return {per_finding_};
    }

    [[nodiscard]] Text explain(Points points) const override {
        return {
            fmt::format("每发现一处扣 {} 分，累计最多扣 {} 分。", per_finding_.text(), points.text()),
            fmt::format("Each finding takes {} points, {} points in all at most.", per_finding_.text(), points.text())};
    }

    [[nodiscard]] std::vector<std::pair<std::string, std::string>> figures() const override {
        return {{"per_finding", per_finding_.text()}};
    }

  private:
    Points per_finding_;
};

}  // namespace

std::shared_ptr<const Rule> make_each(Points per_finding) {
    return std::make_shared<Each>(per_finding);
}

}  // namespace anju::policy::rule
