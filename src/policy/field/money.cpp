#include "base/exact.hpp"
#include "policy/field/catalogue.hpp"

namespace anju::policy::field {
namespace {

class Money final : public Kind {
  public:
    [[nodiscard]] std::string_view name() const override { return "money"; }
    [[nodiscard]] const Traits& traits() const override {
        static const Traits traits{
            .shape = Shape::whole, .takes = {Key::least, Key::most}, .needs = {}, .names = true, .defaults = true};
        return traits;
    }
    /// Written in yuan, kept in fen.
    [[nodiscard]] Read read(const Field& field, const Value& written) const override {
        std::optional<std::int64_t> fen;
        if (auto const* yuan = written.whole()) fen = base::parse_decimal(std::to_string(*yuan), 2);
        if (auto const* typed = written.text()) fen = base::parse_decimal(trimmed(*typed), 2);
        if (!fen) {
            return refused({"这里填金额，单位元，最多两位小数，如 1200.50，请改。",
                            "An amount in yuan with at most two decimals such as 1200.50 is wanted. Change it."});
        }
        if (auto const problem = outside(field, *fen, 2)) return refused(*problem);
        return accepted(*fen);
    }
    [[nodiscard]] std::string text(const Field&, const Value& stored, base::Language language) const override {
        auto const amount = base::decimal_text(*stored.whole(), 2);
        return language == base::Language::en ? "¥" + amount : amount + " 元";
    }
    [[nodiscard]] std::optional<std::int64_t> quantity(const Value& stored) const override {
        return stored.whole() == nullptr ? std::nullopt : std::optional{*stored.whole()};
    }
    [[nodiscard]] int decimals(const Field&) const override { return 2; }
};

}  // namespace

const Kind& money_kind() {
    static const Money kind;
    return kind;
}

}  // namespace anju::policy::field
