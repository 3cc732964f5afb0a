#include "policy/field/catalogue.hpp"

namespace anju::policy::field {
namespace {

class AccountOf final : public Kind {
  public:
    [[nodiscard]] std::string_view name() const override { return "account"; }
    [[nodiscard]] const Traits& traits() const override {
        static const Traits traits{.takes = {}, .needs = {}, .unique = true, .by_engine = true};
        return traits;
    }
    [[nodiscard]] Read read(const Field&, const Value& written) const override { return read_id(written); }
    [[nodiscard]] std::string text(const Field&, const Value& stored, base::Language) const override {
        return *stored.text();
    }
};

}  // namespace

const Kind& account_kind() {
    static const AccountOf kind;
    return kind;
}

}  // namespace anju::policy::field
