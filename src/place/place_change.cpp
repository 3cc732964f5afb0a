#include "place/place_change.hpp"

#include "base/exact.hpp"

namespace anju::place {

namespace json = kernel::json;

void change(kernel::Context& context, const Place& place, const PlaceChange& wanted) {
    require_seen(wanted.version, place.version);
    const bool estate = place.kind == "estate";
    context.transaction.run("UPDATE place SET name = $2, address = $3, households = $4, version = version + 1 WHERE id = $1",
                            {place.id, wanted.name, wanted.address,
                             estate ? kernel::Value{wanted.households} : kernel::Value{nullptr}});
    json::object before{{"name", place.name}};
    json::object after{{"name", wanted.name}};
    if (estate) {
        before["households"] = place.households;
        after["households"] = wanted.households;
    }
    context.journal({.act = "place.change", .thing_kind = place.kind, .thing_id = place.id, .place_id = place.id,
                     .before = std::move(before), .after = std::move(after), .why = {}});
}

void change_stage(kernel::Context& context, const Place& estate, std::string_view stage, base::Day from, const std::string& why) {
    if (stage == estate.stage) {
        base::refuse_field("stage", "same_stage", {"小区已经是这个阶段，不用再改。", "The estate is in this stage already; nothing to change."});
    }
    if (from > context.today())
        base::refuse_field("from", "in_the_future", {"起始日期不能晚于今天，到那天再改。", "The day must not be in the future. Change it on that day."});
    const auto last = context.transaction.one("SELECT MAX(from_day) FROM estate_stage WHERE estate_id = $1", {estate.id});
    if (last && last->text_or(0) >= from.text()) {
        base::refuse_field("from", "before_last_change",
                           {"起始日期须晚于上一次变更（" + last->text(0) + "）。", "The day must be later than the last change (" + last->text(0) + ")."});
    }
    context.transaction.run("INSERT INTO estate_stage (estate_id, from_day, stage, why) VALUES ($1, $2, $3, $4)",
                            {estate.id, from.text(), std::string{stage}, why});
    context.transaction.run("UPDATE place SET stage = $2, version = version + 1 WHERE id = $1", {estate.id, std::string{stage}});
    context.journal({.act = "place.stage", .thing_kind = "estate", .thing_id = estate.id, .place_id = estate.id,
                     .before = json::object{{"stage", estate.stage}}, .after = json::object{{"stage", stage}, {"from", from.text()}}, .why = why});
}

std::int64_t seen_version(const kernel::Context& context) {
    if (!context.request.body.empty()) {
        if (const auto* given = context.body().if_contains("version"); given != nullptr && given->is_int64()) return given->as_int64();
    }
    auto text = context.request.header("if-match");
    if (text.starts_with("W/")) text.remove_prefix(2);
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
    if (const auto version = base::parse_decimal(text, 0)) return *version;
    throw base::Refusal(428, "version_missing",
                        {"缺少 version（打开时的版本号），请刷新后再保存。", "The version you opened is missing. Reload and save again."}, "version");
}

void require_seen(std::int64_t seen, std::int64_t present) {
    if (seen == present) return;
    base::refuse_state("changed_meanwhile", {"别人刚刚改过，请刷新后再改。", "Somebody has changed this meanwhile. Reload and try again."});
}

}  // namespace anju::place
