#include "rectify/rectify_view.hpp"

#include "party/party.hpp"
#include "place/place.hpp"

namespace anju::rectify {
namespace {

namespace json = kernel::json;

json::object named(const std::string& id, const std::string& name) {
    return {{"id", id}, {"name", name}};
}

json::value instant_json(std::int64_t microseconds) {
    return microseconds == 0 ? json::value(nullptr) : json::value(base::Instant{microseconds}.text());
}

json::value text_or_null(const std::string& text) {
    return text.empty() ? json::value(nullptr) : json::value(text);
}

json::array photos(kernel::Transaction& transaction, std::string_view sql, const std::string& id) {
    json::array all;
    for (auto const& row : transaction.query(sql, {id})) all.push_back(json::object{{"id", row.text(0)}});
    return all;
}

}  // namespace

RectificationView::RectificationView(const kernel::Context& context, const standard::Standard& standard)
    : context_{context}, standard_{standard}, calendar_{standard.calendar(context.transaction)} {}

const evaluation::Evaluation& RectificationView::evaluation_of(const std::string& id) {
    auto found = evaluations_.find(id);
    if (found == evaluations_.end())
        found = evaluations_.emplace(id, evaluation::get(context_.transaction, standard_, id)).first;
    return found->second;
}

/// A finding of the daily work lies in no year and names the items of the standard of today.
json::object RectificationView::finding_json(const finding::Finding& finding, bool daily) {
    auto const* evaluation = daily ? nullptr : &evaluation_of(finding.evaluation_id);
    auto const& pack = daily ? standard_.current() : *evaluation->pack;
    auto const* item = pack.item(finding.item);
    return {
        {"id", finding.id},
        {"item", finding.item},
        {"item_title", item ? json::value(standard::text_json(item->title)) : json::value(nullptr)},
        {"reason", finding.reason},
        {"deduct", finding.deduct.text()},
        {"year", daily ? json::value(nullptr) : json::value(evaluation->year)},
        {"photos", photos(context_.transaction,
                          "SELECT file_id FROM finding_photo WHERE finding_id = $1 ORDER BY position", finding.id)}};
}

/// The record it comes from: what its register is called and its own name. One that retention has taken away is null.
json::value RectificationView::origin_json(const Rectification& rectification) {
    if (rectification.record_id.empty()) return nullptr;
    auto const row = context_.transaction.one("SELECT register, name, deleted FROM record WHERE id = $1", {rectification.record_id});
    if (!row) return nullptr;
    auto const* of = standard_.current().register_named(row->text(0));
    return json::object{{"record_id", rectification.record_id},
                        {"register", row->text(0)},
                        {"title", of == nullptr ? json::value(nullptr) : json::value(standard::text_json(of->record))},
                        {"name", row->text(1)},
                        {"deleted", row->flag(2)}};
}

json::value RectificationView::item_title(const std::string& code) const {
    auto const* item = code.empty() ? nullptr : standard_.current().item(code);
    return item == nullptr ? json::value(nullptr) : json::value(standard::text_json(item->title));
}

/// The same fault once mended in an earlier year: the latest such year. What a register finds again is another record's
/// fault as often as not, so of those nothing is said.
json::value RectificationView::relapse_json(const Rectification& rectification, const json::value& year) {
    if (!year.is_int64()) return nullptr;
    auto const row = context_.transaction.one(
        "SELECT e.year, f.id FROM rectification r JOIN finding f ON f.id = r.finding_id "
        "JOIN evaluation e ON e.id = f.evaluation_id WHERE r.estate_id = $1 AND r.item = $2 AND r.state = 'confirmed' "
        "AND e.year < $3 ORDER BY e.year DESC, f.id DESC LIMIT 1",
        {rectification.estate_id, rectification.item, year.as_int64()});
    if (!row) return nullptr;
    return json::object{{"year", row->number(0)}, {"finding_id", row->text(1)}};
}

json::value RectificationView::working_days_left(const std::string& due) const {
    auto const day = base::Day::parse(due);
    if (!day) return nullptr;
    auto const left = calendar_.working_days_between(context_.today(), *day);
    auto const* days = std::get_if<int>(&left);
    return days ? json::value(*days) : json::value(nullptr);
}

json::object RectificationView::show(const std::string& id) {
    auto& transaction = context_.transaction;
    auto const one = get(transaction, id);
    auto const estate = place::get(transaction, one.estate_id, "estate");
    auto const above = place::above(transaction, estate);
    auto const party = party::get(transaction, one.party_id);
    json::value shown = nullptr, year = nullptr, what(one.what), title = item_title(one.item);
    if (!one.finding_id.empty()) {
        auto of = finding_json(finding::get(transaction, one.finding_id), one.daily);
        year = of["year"];
        what = of["reason"];
        title = of["item_title"];
        shown = std::move(of);
    }
    return {
        {"id", one.id},
        {"finding", std::move(shown)},
        {"origin", origin_json(one)},
        {"what", std::move(what)},
        {"item_title", std::move(title)},
        {"estate", named(estate.id, estate.name)},
        {"street", named(above.street.id, above.street.name)},
        {"item", one.item},
        {"party", named(party.id, party.name)},
        {"state", one.state},
        {"due", one.due},
        {"working_days_left", working_days_left(one.due)},
        {"overdue", overdue(one, context_.today())},
        {"note", one.note},
        {"assigned_at", instant_json(one.assigned_at)},
        {"fixed_at", instant_json(one.fixed_at)},
        {"fixed_by_name", text_or_null(one.fixed_by_name)},
        {"fix_note", one.fix_note},
        {"photos",
         photos(transaction, "SELECT file_id FROM rectification_photo WHERE rectification_id = $1 ORDER BY at, file_id",
                one.id)},
        {"confirmed_at", instant_json(one.confirmed_at)},
        {"confirmed_by_name", text_or_null(one.confirmed_by_name)},
        {"reopened", one.reopened},
        {"daily", one.daily},
        {"cured", one.cured_at == 0
                      ? json::value(nullptr)
                      : json::value(json::object{{"at", instant_json(one.cured_at)}, {"why", one.cured_why}})},
        {"relapse_of", relapse_json(one, year)},
        {"version", one.version}};
}

}  // namespace anju::rectify
