#include "policy/field/catalogue.hpp"

namespace anju::policy::field {
namespace {

class PlaceOf final : public Kind {
  public:
    [[nodiscard]] std::string_view name() const override { return "place"; }
    [[nodiscard]] const Traits& traits() const override {
        static const Traits traits{.takes = {Key::level}, .needs = {Key::level}, .unique = true, .by_engine = true};
        return traits;
    }
    [[nodiscard]] Read read(const Field&, const Value& written) const override { return read_id(written); }
    [[nodiscard]] std::string text(const Field&, const Value& stored, base::Language) const override {
        return *stored.text();
    }
};

}  // namespace

const Kind& place_kind() {
    static const PlaceOf kind;
    return kind;
}

}  // namespace anju::policy::field
