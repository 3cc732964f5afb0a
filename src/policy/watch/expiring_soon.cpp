#include "policy/watch/catalogue.hpp"

namespace anju::policy::watch {
namespace {

/// From `days` before the date up to the date itself; then overdue_date takes over.
class ExpiringSoon final : public Kind {
  public:
    [[nodiscard]] std::string_view name() const override { return "expiring_soon"; }
    [[nodiscard]] const std::vector<Key>& needs() const override {
        static const std::vector<Key> keys{Key::field, Key::days};
        return keys;
    }
    [[nodiscard]] bool per_record() const override { return true; }
    [[nodiscard]] bool may_deduct() const override { return false; }
    [[nodiscard]] const std::vector<std::string_view>& words() const override {
        static const std::vector<std::string_view> words{"days"};
        return words;
    }
    [[nodiscard]] Judged judge(const Watch& watch, const Given& given,
                               const std::vector<const Record*>& records) const override {
        Judged judged;
        for (auto const* record : records) {
            auto const day = day_of(given.of, *record, watch.field);
            auto const left = day ? *day - given.now.day() : -1;
            if (left < 0) continue;
            if (left > watch.days) {
                sooner(judged.next, start_of(*day + -watch.days));
                continue;
            }
            judged.alarms.push_back({record->id, evidence(watch, given, record, {{"days", number_word(left)}})});
            sooner(judged.next, start_of(*day + 1));
        }
        return judged;
    }
};

}  // namespace

const Kind& expiring_soon() {
    static const ExpiringSoon kind;
    return kind;
}

}  // namespace anju::policy::watch
