#include "policy/field/catalogue.hpp"

namespace anju::policy::field {
namespace {

class YesNo final : public Kind {
  public:
    [[nodiscard]] std::string_view name() const override { return "yes_no"; }
    [[nodiscard]] const Traits& traits() const override {
        static const Traits traits{.shape = Shape::truth, .takes = {}, .needs = {}, .names = true, .defaults = true};
        return traits;
    }
    [[nodiscard]] Read read(const Field&, const Value& written) const override {
        if (written.truth() != nullptr) return accepted(written);
        auto const typed = written.text() == nullptr ? std::string{} : trimmed(*written.text());
        for (auto const* yes : {"true", "是", "yes", "Yes"}) {
            if (typed == yes) return accepted(true);
        }
        for (auto const* no : {"false", "否", "no", "No"}) {
            if (typed == no) return accepted(false);
        }
        return refused({"这里填“是”或“否”。", "Yes or no is wanted."});
    }
    [[nodiscard]] std::string text(const Field&, const Value& stored, base::Language language) const override {
        bool const english = language == base::Language::en;
        if (*stored.truth()) return english ? "Yes" : "是";
        return english ? "No" : "否";
    }
};

}  // namespace

const Kind& yes_no_kind() {
    static const YesNo kind;
    return kind;
}

}  // namespace anju::policy::field
