#include "place/place.hpp"

#include "base/id.hpp"
#include "place/sql.hpp"

namespace anju::place {

namespace {

constexpr std::string_view columns = "id, kind, code, name, parent_id, path, stage, households, version";

Place place_of(const kernel::Row& row) {
    return {row.text(0), row.text(1), row.text(2),   row.text(3), row.text_or(4),
            row.text(5), row.text_or(6), row.number_or_null(7).value_or(0), row.number(8)};
}

std::string_view kind_above(std::string_view kind) {
    if (kind == "street") return "district";
    if (kind == "community") return "street";
    if (kind == "estate") return "community";
    return {};
}

kernel::Value text_or_null(std::string_view text) {
    if (text.empty()) return nullptr;
    return std::string{text};
}

/// Street codes are written with nine digits (GB/T 10114) or with twelve (statistics); the twelve are kept.
std::string full_code(std::string_view kind, std::string_view code) {
    std::string full{code};
    if (kind == "street" && full.size() == 9) full += "000";
    return full;
}

void insert(kernel::Transaction& transaction, const Place& place, std::string_view valid_from = {}, std::string_view valid_to = {}) {
    const bool estate = place.kind == "estate";
    transaction.run(
        "INSERT INTO place (id, kind, code, name, parent_id, path, stage, households, address, valid_from, valid_to, version) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', $9, $10, 1)",
        {place.id, place.kind, place.code, place.name, text_or_null(place.parent_id), place.path, text_or_null(place.stage),
         estate ? kernel::Value{place.households} : kernel::Value{nullptr}, text_or_null(valid_from), text_or_null(valid_to)});
    // The first stage holds "from the beginning": when the estate became so is not known to whoever enters it.
    if (estate)
        transaction.run("INSERT INTO estate_stage (estate_id, from_day, stage, why) VALUES ($1, '', $2, '')", {place.id, place.stage});
}

Place below(std::string_view kind, std::string_view code, std::string_view name, const Place* parent) {
    Place made;
    made.id = base::new_id();
    made.kind = kind;
    made.code = code;
    made.name = name;
    made.parent_id = parent ? parent->id : std::string{};
    made.path = (parent ? parent->path : std::string{"/"}) + made.id + "/";
    made.version = 1;
    return made;
}

}  // namespace

std::optional<Place> find(kernel::Transaction& transaction, const std::string& id) {
    const auto row = transaction.one("SELECT " + std::string{columns} + " FROM place WHERE id = $1", {id});
    if (!row) return std::nullopt;
    return place_of(*row);
}

std::optional<Place> find_by_code(kernel::Transaction& transaction, std::string_view kind, std::string_view code) {
    const auto row = transaction.one("SELECT " + std::string{columns} + " FROM place WHERE kind = $1 AND code = $2",
                                     {std::string{kind}, full_code(kind, code)});
    if (!row) return std::nullopt;
    return place_of(*row);
}

Place get(kernel::Transaction& transaction, const std::string& id, std::string_view kind) {
    auto found = find(transaction, id);
    if (found && (kind.empty() || found->kind == kind)) return *std::move(found);
    if (kind == "estate") base::refuse_missing("小区", "estate");
    if (kind == "community") base::refuse_missing("社区", "community");
    if (kind == "street") base::refuse_missing("街道", "street");
    base::refuse_missing("地点", "place");
}

kernel::PlaceOf path_of_parameter(std::string parameter) {
    return [parameter = std::move(parameter)](kernel::Context& context) {
        return get(context.transaction, context.parameter(parameter), {}).path;
    };
}

Above above(kernel::Transaction& transaction, const Place& estate) {
    auto community = get(transaction, estate.parent_id, "community");
    auto street = get(transaction, community.parent_id, "street");
    return {std::move(street), std::move(community)};
}

void plant(kernel::Transaction& transaction, const policy::Places& places) {
    auto district = find_by_code(transaction, "district", places.district.code);
    if (!district) {
        district = below("district", places.district.code, places.district.title.zh, nullptr);
        insert(transaction, *district);
    }
    for (const auto& street : places.streets) {
        if (find_by_code(transaction, "street", street.code)) continue;
        insert(transaction, below("street", full_code("street", street.code), street.title.zh, &*district), street.valid_from, street.valid_to);
    }
}

Place add(kernel::Transaction& transaction, std::string_view kind, std::string_view code, std::string_view name, const Place& parent,
          std::string_view stage, std::int64_t households) {
    const auto above_kind = kind_above(kind);
    if (above_kind.empty())
        base::refuse_field("kind", "unknown_kind", {"种类只能是街道、社区或小区。", "The kind must be street, community or estate."});
    if (parent.kind != above_kind) {
        base::refuse_field("parent_id", "wrong_parent", {"上级不对：街道在区下，社区在街道下，小区在社区下。请重新选上级。",
                                                         "Wrong parent: a street belongs to the district, a community to a street, an estate to a community. Choose again."});
    }
    if (name.empty()) base::refuse_field("name", "empty", {"名称不能为空，请填写。", "The name must not be empty. Fill it in."});
    if (code.empty()) base::refuse_field("code", "empty", {"编码不能为空，请填写。", "The code must not be empty. Fill it in."});
    if (kind == "estate" ? stage != "pending" && stage != "settled" : !stage.empty()) {
        base::refuse_field("stage", "wrong_stage", {"只有小区有阶段，须选待安置或已安置。", "Only estates have a stage: pending or settled."});
    }
    if (const auto taken = find_by_code(transaction, kind, code)) {
        base::refuse_field("code", "code_taken", {"编码已被“" + taken->name + "”使用，请换一个。",
                                                  "The code is used by “" + taken->name + "” already. Choose another."});
    }
    auto made = below(kind, full_code(kind, code), name, &parent);
    made.stage = stage;
    made.households = kind == "estate" ? households : 0;
    insert(transaction, made);
    return made;
}

std::vector<kernel::Migration> migrations() { return {{"place/1", sql::place}}; }

}  // namespace anju::place
