#include "attachment/attachment.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <set>

#include "kernel/page.hpp"

namespace anju::attachment {

bool Viewers::anywhere(kernel::Context& context, const std::string& file_id) const {
    return std::any_of(may_see_.begin(), may_see_.end(), [&](const MaySee& may_see) { return may_see(context, file_id); });
}

std::string in_list(const std::vector<std::string>& ids, kernel::Values& values) {
    if (ids.empty()) return "(NULL)";
    std::string list;
    for (std::size_t i = 0; i < std::bit_ceil(ids.size()); ++i) {
        values.emplace_back(i < ids.size() ? ids[i] : ids.back());
        list += fmt::format("{}${}", list.empty() ? "(" : ", ", values.size());
    }
    return list + ")";
}

std::string finding_filter(const kernel::Actor& actor, kernel::Values& values) {
    const auto self_check = fmt::format("({} OR {})", kernel::place_filter(actor, "self_check.read", "p.path", values),
                                        kernel::place_filter(actor, "inspection.self_check", "p.path", values));
    const auto read = kernel::place_filter(actor, "finding.read", "p.path", values);
    auto filter = fmt::format("(f.source = 'self_check' AND {}) OR (f.source <> 'self_check' AND f.state <> 'draft' AND {})", self_check, read);
    if (const auto assessors = actor.parties("inspection.inspect"); !assessors.empty()) {
        filter += " OR (f.source = 'self_check' AND EXISTS (SELECT 1 FROM inspection i WHERE i.evaluation_id = f.evaluation_id AND i.estate_id = f.estate_id "
                  "AND i.source = 'third_party' AND i.state = 'handed_in' AND i.party_id IN " + in_list(assessors, values) + "))";
        filter += " OR (f.source = 'third_party' AND EXISTS (SELECT 1 FROM inspection i WHERE i.id = f.inspection_id AND i.party_id IN " + in_list(assessors, values) + "))";
    }
    if (const auto departments = actor.parties("inspection.department"); !departments.empty())
        filter += " OR (f.source = 'department' AND EXISTS (SELECT 1 FROM inspection i WHERE i.id = f.inspection_id AND i.party_id IN " + in_list(departments, values) + "))";
    return "(" + filter + ")";
}

bool is_own_photo(kernel::Context& context, const std::string& id) {
    return context.transaction.one("SELECT 1 FROM file WHERE id = $1 AND account_id = $2 AND type LIKE 'image/%'", {id, context.actor.account_id}).has_value();
}

base::Text not_own_photo() { return {"没有这张照片，或者不是您上传的。请重新上传。", "There is no such photo among your uploads. Upload it again."}; }

void require_photos(kernel::Context& context, const std::vector<std::string>& ids, std::string_view field, std::size_t most) {
    const std::string name{field};
    if (ids.size() > most)
        base::refuse_field(name, "too_many_photos", {fmt::format("最多 {} 张照片。", most), fmt::format("At most {} photos.", most)});
    if (std::set<std::string>{ids.begin(), ids.end()}.size() != ids.size())
        base::refuse_field(name, "photo_twice", {"同一张照片写了两次，请去掉一张。", "The same photo is named twice; remove one."});
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (!is_own_photo(context, ids[i])) base::refuse_field(fmt::format("{}/{}", name, i), "unknown_photo", not_own_photo());
    }
}

}  // namespace anju::attachment
