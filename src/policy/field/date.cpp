#include "policy/field/catalogue.hpp"

namespace anju::policy::field {
namespace {

class Date final : public Kind {
  public:
    [[nodiscard]] std::string_view name() const override { return "date"; }
    [[nodiscard]] const Traits& traits() const override {
        static const Traits traits{.takes = {}, .needs = {}, .unique = true, .names = true, .defaults = true};
        return traits;
    }
    [[nodiscard]] Read read(const Field&, const Value& written) const override {
        auto const* typed = written.text();
        auto day = typed == nullptr ? std::nullopt : day_text(trimmed(*typed));
        if (!day)
            return refused({"这里填真实的日期，如 2026-01-31，请改。", "A real date such as 2026-01-31 is wanted."});
        return accepted(std::move(*day));
    }
    [[nodiscard]] std::string text(const Field&, const Value& stored, base::Language) const override {
        return *stored.text();
    }
    [[nodiscard]] std::optional<base::Day> day(const Value& stored) const override {
        return stored.text() == nullptr ? std::nullopt : base::Day::parse(*stored.text());
    }
};

}  // namespace

const Kind& date_kind() {
    static const Date kind;
    return kind;
}

}  // namespace anju::policy::field
