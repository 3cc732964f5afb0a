#include "policy/field/catalogue.hpp"
#include "policy/field/numbers.hpp"

namespace anju::policy::field {
namespace {

class Phone final : public Kind {
  public:
    [[nodiscard]] std::string_view name() const override { return "phone"; }
    [[nodiscard]] const Traits& traits() const override {
        static const Traits traits{.takes = {}, .needs = {}, .sensitive = true, .unique = true, .names = true};
        return traits;
    }
    [[nodiscard]] Read read(const Field&, const Value& written) const override {
        auto const typed = written.text() == nullptr ? std::string{} : *written.text();
        if (auto problem = refuse_phone(typed)) return refused(std::move(*problem));
        return accepted(normalise_phone(typed));
    }
    [[nodiscard]] std::string text(const Field&, const Value& stored, base::Language) const override {
        return *stored.text();
    }
};

}  // namespace

const Kind& phone_kind() {
    static const Phone kind;
    return kind;
}

}  // namespace anju::policy::field
