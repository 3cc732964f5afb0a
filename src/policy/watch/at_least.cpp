#include "policy/watch/catalogue.hpp"

namespace anju::policy::watch {
namespace {

/// Counted while `valid` has not passed and, with `days`, when `field` lies within the last `days` days.
bool is_counted(const Watch& watch, const Given& given, const Record& record, std::optional<base::Instant>& next) {
    auto const today = given.now.day();
    if (!watch.valid.empty()) {
        // No last day: open for ever, or not filled in and so not shown to be valid.
        bool const filled = !field::value_of(record.values, watch.valid).empty();
        auto const until = day_of(given.of, record, watch.valid);
        if (!filled || (until && *until < today)) return false;
        if (until) sooner(next, start_of(*until + 1));
    }
    if (watch.days == 0) return true;
    auto const day = day_of(given.of, record, watch.field);
    if (!day || today - *day > watch.days) return false;
    sooner(next, start_of(*day > today ? *day : *day + watch.days + 1));
    return *day <= today;
}

class AtLeast final : public Kind {
  public:
    [[nodiscard]] std::string_view name() const override { return "at_least"; }
    [[nodiscard]] const std::vector<Key>& needs() const override {
        static const std::vector<Key> keys{Key::count};
        return keys;
    }
    [[nodiscard]] const std::vector<Key>& takes() const override {
        static const std::vector<Key> keys{Key::valid, Key::field, Key::days};
        return keys;
    }
    [[nodiscard]] bool per_record() const override { return false; }
    [[nodiscard]] const std::vector<std::string_view>& words() const override {
        static const std::vector<std::string_view> words{"count", "wanted"};
        return words;
    }
    [[nodiscard]] Judged judge(const Watch& watch, const Given& given,
                               const std::vector<const Record*>& records) const override {
        Judged judged;
        std::int64_t count = 0;
        for (auto const* record : records) {
            if (is_counted(watch, given, *record, judged.next)) ++count;
        }
        // A new estate has as long as everybody else to reach what is wanted within `days`.
        auto const ready = given.since + watch.days;
        if (watch.days > 0 && given.now.day() < ready) {
            sooner(judged.next, start_of(ready));
        } else if (count < watch.count) {
            judged.alarms.push_back({{},
                                     evidence(watch, given, nullptr,
                                              {{"count", number_word(count)}, {"wanted", number_word(watch.count)}})});
        }
        return judged;
    }
};

}  // namespace

const Kind& at_least() {
    static const AtLeast kind;
    return kind;
}

}  // namespace anju::policy::watch
