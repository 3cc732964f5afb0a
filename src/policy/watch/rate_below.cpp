#include "policy/watch/catalogue.hpp"

namespace anju::policy::watch {
namespace {

__extension__ using Wide = __int128;

struct Rate {
    std::int64_t part = 0, whole = 0;  ///< in the same unit
    std::string part_text, whole_text;
};

Rate by_number(const Watch& watch, const std::vector<const Record*>& records) {
    Rate rate;
    for (auto const* record : records) {
        ++rate.whole;
        if (watch.of->holds(record->values)) ++rate.part;
    }
    rate.part_text = std::to_string(rate.part);
    rate.whole_text = std::to_string(rate.whole);
    return rate;
}

std::int64_t sum_of(const Register& of, const std::string& name, const std::vector<const Record*>& records) {
    auto const* field = of.field(name);
    std::int64_t sum = 0;
    for (auto const* record : records) {
        auto const& value = field::value_of(record->values, name);
        if (field != nullptr && !value.empty()) sum += field->kind->quantity(value).value_or(0);
    }
    return sum;
}

/// The reader has seen to it that both fields have the same number of decimals.
Rate by_sum(const Watch& watch, const Given& given, const std::vector<const Record*>& records) {
    auto const* field = given.of.field(watch.whole);
    auto const decimals = field == nullptr ? 0 : field->kind->decimals(*field);
    Rate rate{sum_of(given.of, watch.part, records), sum_of(given.of, watch.whole, records), {}, {}};
    rate.part_text = base::decimal_text(rate.part, decimals);
    rate.whole_text = base::decimal_text(rate.whole, decimals);
    return rate;
}

/// Exact: nothing is rounded before the mark, and the mark itself is not below.
bool is_below(const Rate& rate, base::Percent mark) {
    return static_cast<Wide>(rate.part) * 100 * base::Percent::scale < static_cast<Wide>(rate.whole) * mark.units();
}

class RateBelow final : public Kind {
  public:
    [[nodiscard]] std::string_view name() const override { return "rate_below"; }
    [[nodiscard]] const std::vector<Key>& needs() const override {
        static const std::vector<Key> keys{Key::percent};
        return keys;
    }
    [[nodiscard]] const std::vector<Key>& takes() const override {
        static const std::vector<Key> keys{Key::of, Key::part, Key::whole};
        return keys;
    }
    [[nodiscard]] bool per_record() const override { return false; }
    [[nodiscard]] const std::vector<std::string_view>& words() const override {
        static const std::vector<std::string_view> words{"rate", "percent", "part", "whole"};
        return words;
    }
    [[nodiscard]] Judged judge(const Watch& watch, const Given& given,
                               const std::vector<const Record*>& records) const override {
        auto const rate = watch.of ? by_number(watch, records) : by_sum(watch, given, records);
        if (rate.whole <= 0 || !is_below(rate, watch.percent)) return {};
        auto const percent = base::Percent::of_units(
            static_cast<std::int64_t>(static_cast<Wide>(rate.part) * 100 * base::Percent::scale / rate.whole));
        Words const words{{"rate", {percent.text(), percent.text()}},
                          {"percent", {watch.percent.text(), watch.percent.text()}},
                          {"part", {rate.part_text, rate.part_text}},
                          {"whole", {rate.whole_text, rate.whole_text}}};
        return {{{{}, evidence(watch, given, nullptr, words)}}, std::nullopt, std::nullopt};
    }
};

}  // namespace

const Kind& rate_below() {
    static const RateBelow kind;
    return kind;
}

}  // namespace anju::policy::watch
