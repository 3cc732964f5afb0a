#include "policy/field/catalogue.hpp"

namespace anju::policy::field {
namespace {

class LinkTo final : public Kind {
  public:
    [[nodiscard]] std::string_view name() const override { return "link"; }
    [[nodiscard]] const Traits& traits() const override {
        static const Traits traits{.takes = {Key::target}, .needs = {Key::target}, .unique = true, .by_engine = true};
        return traits;
    }
    [[nodiscard]] Read read(const Field&, const Value& written) const override { return read_id(written); }
    [[nodiscard]] std::string text(const Field&, const Value& stored, base::Language) const override {
        return *stored.text();
    }
};

}  // namespace

const Kind& link_kind() {
    static const LinkTo kind;
    return kind;
}

}  // namespace anju::policy::field
