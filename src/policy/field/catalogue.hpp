#pragma once
// The members of the closed catalogue of field kinds, a file each, and what several of them share.
#include <string>
#include <string_view>
#include <utility>

#include "policy/field/field.hpp"

namespace anju::policy::field {

const Kind& text_kind();
const Kind& long_text_kind();
const Kind& whole_number_kind();
const Kind& decimal_kind();
const Kind& money_kind();
const Kind& date_kind();
const Kind& instant_kind();
const Kind& period_kind();
const Kind& choice_kind();
const Kind& choices_kind();
const Kind& yes_no_kind();
const Kind& phone_kind();
const Kind& id_card_kind();
const Kind& credit_code_kind();
const Kind& plate_kind();
const Kind& map_point_kind();
const Kind& place_kind();
const Kind& dwelling_kind();
const Kind& party_kind();
const Kind& account_kind();
const Kind& link_kind();
const Kind& photos_kind();
const Kind& files_kind();
const Kind& signature_kind();
const Kind& rows_kind();
const Kind& reference_number_kind();

/// Kinds that hold one id the engine resolves: they differ in their name and in what the pack must say.
class IdKind final : public Kind {
  public:
    IdKind(std::string_view name, Traits traits) : name_{name}, traits_{std::move(traits)} {}
    [[nodiscard]] std::string_view name() const override { return name_; }
    [[nodiscard]] const Traits& traits() const override { return traits_; }
    [[nodiscard]] Read read(const Field& field, const Value& written) const override;
    [[nodiscard]] std::string text(const Field& field, const Value& stored, base::Language language) const override;

  private:
    std::string_view name_;
    Traits traits_;
};

Read refused(Text message);
Read accepted(Value value);
std::string trimmed(std::string_view text);
std::optional<std::string> day_text(std::string_view text);  ///< YYYY-MM-DD from 2026-01-31, 2026/1/31, 2026年1月31日
std::optional<std::string> choice_of(const Field& field, std::string_view written);  ///< by its name or either title
/// Nothing when the number lies between `least` and `most`; `decimals` only for the words.
std::optional<Text> outside(const Field& field, std::int64_t number, int decimals);
Read read_id(const Value& written);                                                  ///< of kinds that hold one id
Read read_ids(const Value& written, std::int64_t most);                              ///< each once

}  // namespace anju::policy::field
