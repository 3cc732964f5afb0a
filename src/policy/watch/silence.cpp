#include "policy/watch/catalogue.hpp"

namespace anju::policy::watch {
namespace {

/// Nothing for more than `days` days: by the field's date, or by when records were made.
class Silence final : public Kind {
  public:
    [[nodiscard]] std::string_view name() const override { return "silence"; }
    [[nodiscard]] const std::vector<Key>& needs() const override {
        static const std::vector<Key> keys{Key::days};
        return keys;
    }
    [[nodiscard]] const std::vector<Key>& takes() const override {
        static const std::vector<Key> keys{Key::field};
        return keys;
    }
    [[nodiscard]] bool per_record() const override { return false; }
    [[nodiscard]] const std::vector<std::string_view>& words() const override {
        static const std::vector<std::string_view> words{"days", "last"};
        return words;
    }
    [[nodiscard]] Judged judge(const Watch& watch, const Given& given,
                               const std::vector<const Record*>& records) const override {
        std::optional<base::Day> last;
        for (auto const* record : records) {
            auto const day = day_of(given.of, *record, watch.field);
            // What is only planned breaks no silence.
            if (day && *day <= given.now.day() && (!last || *day > *last)) last = *day;
        }
        auto const counted_from = last && *last > given.since ? *last : given.since;
        auto const quiet = given.now.day() - counted_from;
        Judged judged;
        if (quiet <= watch.days) {
            judged.next = start_of(counted_from + watch.days + 1);
            return judged;
        }
        auto const shown = last ? day_word(*last) : Text{"没有记录", "never"};
        judged.alarms.push_back({{}, evidence(watch, given, nullptr, {{"days", number_word(quiet)}, {"last", shown}})});
        for (auto const* record : records) {
            auto const day = day_of(given.of, *record, watch.field);
            if (day && *day > given.now.day()) sooner(judged.next, start_of(*day));
        }
        return judged;
    }
};

}  // namespace

const Kind& silence() {
    static const Silence kind;
    return kind;
}

}  // namespace anju::policy::watch
