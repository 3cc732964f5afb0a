#include "policy/field/catalogue.hpp"
#include "policy/field/numbers.hpp"

namespace anju::policy::field {
namespace {

class Plate final : public Kind {
  public:
    [[nodiscard]] std::string_view name() const override { return "plate"; }
    [[nodiscard]] const Traits& traits() const override {
        static const Traits traits{.takes = {}, .needs = {}, .unique = true, .names = true};
        return traits;
    }
    [[nodiscard]] Read read(const Field&, const Value& written) const override {
        auto const typed = written.text() == nullptr ? std::string{} : *written.text();
        if (auto problem = refuse_plate(typed)) return refused(std::move(*problem));
        return accepted(normalise(typed));
    }
    [[nodiscard]] std::string text(const Field&, const Value& stored, base::Language) const override {
        return *stored.text();
    }
};

}  // namespace

const Kind& plate_kind() {
    static const Plate kind;
    return kind;
}

}  // namespace anju::policy::field
