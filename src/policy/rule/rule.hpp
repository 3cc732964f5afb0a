#pragma once
// The closed catalogue of ways an item loses points. A pack names a kind and gives its figures; a new kind is one file
// here and one test, never an expression in a pack.
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/exact.hpp"
#include "base/text.hpp"

namespace anju::policy::rule {

using base::Percent;
using base::Points;
using base::Text;

struct Loss {
    Points lost;     ///< 0 … the item's points
    Text arithmetic;  ///< the sum in a sentence: "0.5 + 1 = 1.5 分" / "80 − 0.8 × (100 − 90.5) = 72.4 分"
};

class Rule {
  public:
    virtual ~Rule() = default;
    [[nodiscard]] virtual std::string_view kind() const = 0;
    /// True when the item takes a percentage and no findings.
    [[nodiscard]] virtual bool takes_measure() const { return false; }
    /// Why a finding of `deduct` cannot be entered on an item of `points`; nothing when it can. code + message.
    [[nodiscard]] virtual std::optional<std::pair<std::string, Text>> refuse(Points points, Points deduct) const = 0;
    /// The amounts a finding may take, ascending, for a form (at most 200); empty for a measure.
    [[nodiscard]] virtual std::vector<Points> allowed(Points points) const = 0;
    [[nodiscard]] virtual Loss lose(Points points, const std::vector<Points>& deducts) const;
    [[nodiscard]] virtual Loss lose(Points points, Percent measure) const;
    /// The points of `lose` alone, without words: for whole districts at once.
    [[nodiscard]] virtual Points lost(Points points, std::span<const Points> deducts) const;
    [[nodiscard]] virtual Points lost(Points points, Percent measure) const;
    [[nodiscard]] virtual Text explain(Points points) const = 0;  ///< the rule in a sentence
    /// The same kind with the figures as text, for the API: {{"step","0.5"},{"mode","steps"}}.
    [[nodiscard]] virtual std::vector<std::pair<std::string, std::string>> figures() const = 0;
};

enum class DeductionMode { steps, all_or_nothing };
std::shared_ptr<const Rule> make_steps(Points step, DeductionMode mode);
std::shared_ptr<const Rule> make_each(Points per_finding);
enum class MeasureStep { proportional, whole_dropped, whole_started };
std::shared_ptr<const Rule> make_measure(Points per_percentage_point, MeasureStep step);

}  // namespace anju::policy::rule
