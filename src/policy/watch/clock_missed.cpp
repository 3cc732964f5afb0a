#include "policy/watch/catalogue.hpp"

namespace anju::policy::watch {
namespace {

Text instant_word(base::Instant at) {
    auto const text = at.text();
    auto const shown = text.substr(0, 10) + " " + text.substr(11, 5);
    return {shown, shown};
}

/// Cured by the act that ends the clock, late as it is.
class ClockMissed final : public Kind {
  public:
    [[nodiscard]] std::string_view name() const override { return "clock_missed"; }
    [[nodiscard]] const std::vector<Key>& needs() const override {
        static const std::vector<Key> keys{Key::clock};
        return keys;
    }
    [[nodiscard]] bool per_record() const override { return true; }
    [[nodiscard]] const std::vector<std::string_view>& words() const override {
        static const std::vector<std::string_view> words{"due", "over"};
        return words;
    }
    [[nodiscard]] Judged judge(const Watch& watch, const Given& given,
                               const std::vector<const Record*>& records) const override {
        Judged judged;
        auto const* clock = given.process == nullptr ? nullptr : given.process->clock(watch.clock);
        if (clock == nullptr) return judged;
        for (auto const* record : records) {
            auto const state =
                clock_state(*clock, record->history, given.of.fields, record->values, given.calendar, given.now);
            if (state.unknown) judged.unknown = state.unknown;
            if (state.status == ClockStatus::running) sooner(judged.next, base::Instant{state.due->microseconds + 1});
            if (state.status != ClockStatus::missed) continue;
            // Due at 24:00 is said as the day that ends then.
            auto const last = base::Instant{state.due->microseconds - 1}.day();
            judged.alarms.push_back(
                {record->id, evidence(watch, given, record,
                                      {{"due", clock->term.is_exact() ? instant_word(*state.due) : day_word(last)},
                                       {"over", state.left(given.calendar, given.now)}})});
        }
        return judged;
    }
};

}  // namespace

const Kind& clock_missed() {
    static const ClockMissed kind;
    return kind;
}

}  // namespace anju::policy::watch
