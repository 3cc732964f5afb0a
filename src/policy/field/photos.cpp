#include "policy/field/catalogue.hpp"

namespace anju::policy::field {
namespace {

class Photos final : public Kind {
  public:
    [[nodiscard]] std::string_view name() const override { return "photos"; }
    [[nodiscard]] const Traits& traits() const override {
        static const Traits traits{.shape = Shape::texts, .takes = {Key::most}, .needs = {}, .by_engine = true};
        return traits;
    }
    [[nodiscard]] Read read(const Field& field, const Value& written) const override {
        return read_ids(written, field.most.value_or(9));
    }
    [[nodiscard]] std::string text(const Field&, const Value& stored, base::Language language) const override {
        auto const count = std::to_string(stored.texts()->size());
        return language == base::Language::en ? count + " photo(s)" : count + " 张照片";
    }
    [[nodiscard]] std::optional<std::int64_t> quantity(const Value& stored) const override {
        return stored.texts() == nullptr ? std::nullopt
                                         : std::optional{static_cast<std::int64_t>(stored.texts()->size())};
    }
};

}  // namespace

const Kind& photos_kind() {
    static const Photos kind;
    return kind;
}

}  // namespace anju::policy::field
