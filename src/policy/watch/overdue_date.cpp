#include "policy/watch/catalogue.hpp"

namespace anju::policy::watch {
namespace {

/// The last day itself still counts as in time (Civil Code art. 1259: 届满 includes).
class OverdueDate final : public Kind {
  public:
    [[nodiscard]] std::string_view name() const override { return "overdue_date"; }
    [[nodiscard]] const std::vector<Key>& needs() const override {
        static const std::vector<Key> keys{Key::field};
        return keys;
    }
    [[nodiscard]] bool per_record() const override { return true; }
    [[nodiscard]] const std::vector<std::string_view>& words() const override {
        static const std::vector<std::string_view> words{"days"};
        return words;
    }
    [[nodiscard]] Judged judge(const Watch& watch, const Given& given,
                               const std::vector<const Record*>& records) const override {
        Judged judged;
        for (auto const* record : records) {
            auto const day = day_of(given.of, *record, watch.field);
            if (!day) continue;
            auto const over = given.now.day() - *day;
            if (over > 0) {
                judged.alarms.push_back({record->id, evidence(watch, given, record, {{"days", number_word(over)}})});
            } else {
                sooner(judged.next, start_of(*day + 1));
            }
        }
        return judged;
    }
};

}  // namespace

const Kind& overdue_date() {
    static const OverdueDate kind;
    return kind;
}

}  // namespace anju::policy::watch
