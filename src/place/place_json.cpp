#include "place/place_json.hpp"

namespace anju::place {

namespace json = kernel::json;

namespace {

std::int64_t count(kernel::Transaction& transaction, std::string_view sql, const std::string& id) {
    return transaction.one(sql, {id})->number(0);
}

json::array stages_json(kernel::Transaction& transaction, const std::string& estate_id) {
    json::array stages;
    for (const auto& row : transaction.query("SELECT from_day, stage, why FROM estate_stage WHERE estate_id = $1 ORDER BY from_day", {estate_id})) {
        json::value from = nullptr;
        if (!row.text(0).empty()) from = json::value(row.text(0));
        stages.emplace_back(json::object{{"from", from}, {"stage", row.text(1)}, {"why", row.text(2)}});
    }
    return stages;
}

}  // namespace

json::object short_json(const Place& place) { return {{"id", place.id}, {"name", place.name}}; }

json::object estate_json(kernel::Transaction& transaction, const Place& estate) {
    const auto [street, community] = above(transaction, estate);
    const auto address = transaction.one("SELECT address FROM place WHERE id = $1", {estate.id})->text(0);
    return {{"id", estate.id},
            {"code", estate.code},
            {"name", estate.name},
            {"stage", estate.stage},
            {"households", estate.households},
            {"street", short_json(street)},
            {"community", short_json(community)},
            {"address", address},
            {"buildings", count(transaction, "SELECT COUNT(*) FROM building WHERE estate_id = $1", estate.id)},
            {"dwellings", count(transaction, "SELECT COUNT(*) FROM dwelling WHERE estate_id = $1", estate.id)},
            {"stages", stages_json(transaction, estate.id)},
            {"version", estate.version}};
}

}  // namespace anju::place
