#include <algorithm>

#include "policy/watch/catalogue.hpp"

namespace anju::policy::watch {
namespace {

class CheckFailed final : public Kind {
  public:
    [[nodiscard]] std::string_view name() const override { return "check_failed"; }
    [[nodiscard]] const std::vector<Key>& needs() const override {
        static const std::vector<Key> keys{Key::check};
        return keys;
    }
    [[nodiscard]] bool per_record() const override { return true; }
    [[nodiscard]] const std::vector<std::string_view>& words() const override {
        static const std::vector<std::string_view> words{"reason"};
        return words;
    }
    [[nodiscard]] Judged judge(const Watch& watch, const Given& given,
                               const std::vector<const Record*>& records) const override {
        Judged judged;
        auto const found = std::find_if(given.of.checks.begin(), given.of.checks.end(),
                                        [&](const check::Check& one) { return one.name == watch.check; });
        if (found == given.of.checks.end()) return judged;
        for (auto const* record : records) {
            auto const breaches = check::breaches({*found}, given.of.fields, record->values, given.now);
            if (breaches.empty()) continue;
            judged.alarms.push_back(
                {record->id, evidence(watch, given, record, {{"reason", breaches.front().message}})});
        }
        return judged;
    }
};

}  // namespace

const Kind& check_failed() {
    static const CheckFailed kind;
    return kind;
}

}  // namespace anju::policy::watch
