#include "rectify/require.hpp"

#include "base/refusal.hpp"

namespace anju::rectify {

void require_part_in_estate(kernel::Transaction& transaction, const std::string& estate_id, const std::string& party_id, base::Day today, const std::string& field) {
    if (transaction.one("SELECT 1 FROM estate_party WHERE estate_id = $1 AND party_id = $2 AND from_day <= $3 AND (to_day IS NULL OR to_day >= $3)",
                        {estate_id, party_id, today.text()}))
        return;
    base::refuse_field(field, "no_part_in_estate",
                       {"这个主体今天和这个小区没有关系。请选小区的责任主体，或者先在小区资料里登记。",
                        "This party has no part in the estate today. Choose one of the estate's parties, or register it with the estate first."});
}

void require_day_to_come(std::optional<base::Day> due, base::Day today, const std::string& field) {
    if (!due || *due < today)
        base::refuse_field(field, "day_is_past", {"期限已经过去了。请填今天或以后的日期。", "The day is past. Give today or a later day."});
}

}  // namespace anju::rectify
