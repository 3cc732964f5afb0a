#include <algorithm>

#include "policy/field/catalogue.hpp"

namespace anju::policy::field {
namespace {

constexpr std::int64_t minute = 60'000'000;

std::optional<int> two_digits(std::string_view text, std::size_t at, int most) {
    if (at + 2 > text.size()) return std::nullopt;
    auto const digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9' ? text[i] - '0' : -1; };
    auto const tens = digit(at);
    auto const ones = digit(at + 1);
    if (tens < 0 || ones < 0 || tens * 10 + ones > most) return std::nullopt;
    return tens * 10 + ones;
}

/// Minutes east of Greenwich; without any sign the district's own clock is meant.
std::optional<int> zone(std::string_view text) {
    if (text.empty()) return 8 * 60;
    if (text == "Z") return 0;
    if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return std::nullopt;
    auto const hours = two_digits(text, 1, 14);
    auto const minutes = two_digits(text, 4, 59);
    if (!hours || !minutes) return std::nullopt;
    return (text[0] == '-' ? -1 : 1) * (*hours * 60 + *minutes);
}

std::optional<std::int64_t> moment(std::string_view text) {
    auto const split = text.find_first_of("T ");
    if (split == std::string_view::npos) return std::nullopt;
    auto const written = day_text(trimmed(text.substr(0, split)));
    auto clock = std::string_view{text}.substr(split + 1);
    auto const hours = two_digits(clock, 0, 23);
    auto const minutes = two_digits(clock, 3, 59);
    if (!written || !hours || !minutes || clock[2] != ':') return std::nullopt;
    clock.remove_prefix(5);
    int seconds = 0;
    if (clock.starts_with(':')) {
        auto const read = two_digits(clock, 1, 59);
        if (!read) return std::nullopt;
        seconds = *read;
        clock.remove_prefix(3);
        if (clock.starts_with('.'))
            clock.remove_prefix(std::min(clock.find_first_not_of("0123456789", 1), clock.size()));
    }
    auto const east = zone(clock);
    if (!east) return std::nullopt;
    auto const day = base::Day::parse(*written)->days().time_since_epoch().count();
    return (day * 24 * 60 + *hours * 60 + *minutes - *east) * minute + std::int64_t{seconds} * 1'000'000;
}

class Moment final : public Kind {
  public:
    [[nodiscard]] std::string_view name() const override { return "instant"; }
    [[nodiscard]] const Traits& traits() const override {
        static const Traits traits{.shape = Shape::whole, .takes = {}, .needs = {}, .names = true, .defaults = true};
        return traits;
    }
    [[nodiscard]] Read read(const Field&, const Value& written) const override {
        if (auto const* whole = written.whole()) return accepted(*whole);
        auto const* typed = written.text();
        auto const found = typed == nullptr ? std::nullopt : moment(trimmed(*typed));
        if (!found) {
            return refused({"这里填日期和时间，如 2026-01-31 14:05，请改。",
                            "A date and a time such as 2026-01-31 14:05 is wanted. Change it."});
        }
        return accepted(*found);
    }
    [[nodiscard]] std::string text(const Field&, const Value& stored, base::Language) const override {
        auto text = base::Instant{*stored.whole()}.text();  // 2026-11-24T13:05:00+08:00
        text[10] = ' ';
        return text.substr(0, 16);
    }
    [[nodiscard]] std::optional<base::Day> day(const Value& stored) const override {
        return stored.whole() == nullptr ? std::nullopt : std::optional{base::Instant{*stored.whole()}.day()};
    }
};

}  // namespace

const Kind& instant_kind() {
    static const Moment kind;
    return kind;
}

}  // namespace anju::policy::field
