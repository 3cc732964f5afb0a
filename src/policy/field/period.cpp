#include "policy/field/catalogue.hpp"

namespace anju::policy::field {
namespace {

class Period final : public Kind {
  public:
    [[nodiscard]] std::string_view name() const override { return "period"; }
    [[nodiscard]] const Traits& traits() const override {
        static const Traits traits{.shape = Shape::texts, .takes = {Key::open}, .needs = {}, .names = true};
        return traits;
    }
    [[nodiscard]] Read read(const Field& field, const Value& written) const override {
        auto const* days = written.texts();
        if (days == nullptr || days->size() != 2)
            return refused({"这里填起止两个日期，请补上。", "A first and a last day are wanted. Fill in both."});
        auto from = day_text(trimmed(days->front()));
        if (!from) return refused({"开始日期不对，请填如 2026-01-31。", "The first day must be like 2026-01-31."});
        bool const endless = trimmed(days->back()).empty();
        if (endless && field.open) return accepted(Value::Texts{std::move(*from), ""});
        auto to = day_text(trimmed(days->back()));
        if (!to) return refused({"结束日期不对，请填如 2026-01-31。", "The last day must be like 2026-01-31."});
        if (*to < *from)
            return refused({"结束日期早于开始日期，请改。", "The last day is before the first. Change one."});
        return accepted(Value::Texts{std::move(*from), std::move(*to)});
    }
    [[nodiscard]] std::string text(const Field&, const Value& stored, base::Language language) const override {
        bool const english = language == base::Language::en;
        auto const& days = *stored.texts();
        if (days.back().empty()) return english ? "from " + days.front() : days.front() + " 起";
        return days.front() + (english ? " to " : " 至 ") + days.back();
    }
    /// The last day; nothing while the end is open.
    [[nodiscard]] std::optional<base::Day> day(const Value& stored) const override {
        auto const* days = stored.texts();
        return days == nullptr || days->size() != 2 ? std::nullopt : base::Day::parse(days->back());
    }
};

}  // namespace

const Kind& period_kind() {
    static const Period kind;
    return kind;
}

}  // namespace anju::policy::field
