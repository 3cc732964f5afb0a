#include <fmt/format.h>

#include <set>

#include "policy/watch/catalogue.hpp"

namespace anju::policy::watch {
namespace {

using Month = int;  ///< months since year 0
Month month_of(base::Day day) {
    return day.year() * 12 + static_cast<int>(day.month()) - 1;
}
base::Day first_day(Month month) {
    return *base::Day::parse(fmt::format("{:04}-{:02}-01", month / 12, month % 12 + 1));
}

/// Each of the last `months` complete months.
class EveryMonth final : public Kind {
  public:
    [[nodiscard]] std::string_view name() const override { return "every_month"; }
    [[nodiscard]] const std::vector<Key>& needs() const override {
        static const std::vector<Key> keys{Key::field};
        return keys;
    }
    [[nodiscard]] const std::vector<Key>& takes() const override {
        static const std::vector<Key> keys{Key::months};
        return keys;
    }
    [[nodiscard]] bool per_record() const override { return false; }
    [[nodiscard]] const std::vector<std::string_view>& words() const override {
        static const std::vector<std::string_view> words{"months", "count"};
        return words;
    }
    [[nodiscard]] Judged judge(const Watch& watch, const Given& given,
                               const std::vector<const Record*>& records) const override {
        std::set<Month> present;
        for (auto const* record : records) {
            if (auto const day = day_of(given.of, *record, watch.field)) present.insert(month_of(*day));
        }
        Judged judged;
        auto const current = month_of(given.now.day());
        judged.next = start_of(first_day(current + 1));
        std::string missing;
        std::int64_t count = 0;
        for (auto month = current - watch.months; month < current; ++month) {
            // A month the estate was not yet there for from its first day is not asked for.
            if (present.contains(month) || first_day(month) < given.since) continue;
            missing += (missing.empty() ? "" : ", ") + first_day(month).text().substr(0, 7);
            ++count;
        }
        if (count > 0) {
            judged.alarms.push_back(
                {{}, evidence(watch, given, nullptr, {{"months", {missing, missing}}, {"count", number_word(count)}})});
        }
        return judged;
    }
};

}  // namespace

const Kind& every_month() {
    static const EveryMonth kind;
    return kind;
}

}  // namespace anju::policy::watch
