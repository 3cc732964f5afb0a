#include "policy/field/catalogue.hpp"

namespace anju::policy::field {
namespace {

class Signature final : public Kind {
  public:
    [[nodiscard]] std::string_view name() const override { return "signature"; }
    [[nodiscard]] const Traits& traits() const override {
        static const Traits traits{.takes = {}, .needs = {}, .by_engine = true};
        return traits;
    }
    [[nodiscard]] Read read(const Field&, const Value& written) const override { return read_id(written); }
    [[nodiscard]] std::string text(const Field&, const Value&, base::Language language) const override {
        return language == base::Language::en ? "signed" : "已签";
    }
};

}  // namespace

const Kind& signature_kind() {
    static const Signature kind;
    return kind;
}

}  // namespace anju::policy::field
