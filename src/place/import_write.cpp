// Rows go in by the dozen: one statement for each row would be thirty times slower over a network, and SQLite looks up every
// `$n` by name, which makes very long statements slow again. About 360 parameters a statement is near the best on both.
#include "base/id.hpp"
#include "place/address.hpp"
#include "place/import_plan.hpp"

namespace anju::place {

namespace json = kernel::json;

namespace {

class Batch {
  public:
    Batch(kernel::Transaction& transaction, std::string table_and_columns, std::size_t width)
        : transaction_{transaction}, into_{std::move(table_and_columns)}, width_{width}, most_rows_{360 / width} {
        values_.reserve(most_rows_ * width_);
    }

    void add(kernel::Values row) {
        for (auto& value : row) values_.push_back(std::move(value));
        if (values_.size() == most_rows_ * width_) flush();
    }

    void flush() {
        if (values_.empty()) return;
        transaction_.run(statement(values_.size() / width_), values_);
        values_.clear();
    }

  private:
    [[nodiscard]] std::string statement(std::size_t rows) const {
        std::string sql = "INSERT INTO " + into_ + " VALUES ";
        std::size_t number = 0;
        for (std::size_t row = 0; row < rows; ++row) {
            sql += row == 0 ? "(" : ", (";
            for (std::size_t column = 0; column < width_; ++column) {
                if (column > 0) sql += ", ";
                sql += "$" + std::to_string(++number);
            }
            sql += ")";
        }
        return sql;
    }

    kernel::Transaction& transaction_;
    std::string into_;
    std::size_t width_, most_rows_;
    kernel::Values values_;
};

void write_places(kernel::Transaction& transaction, const std::vector<NewPlace>& places) {
    Batch batch{transaction, "place (id, kind, code, name, parent_id, path, stage, households, address, version)", 10};
    for (const auto& [place, address] : places) {
        const bool estate = place.kind == "estate";
        batch.add({place.id, place.kind, place.code, place.name, place.parent_id, place.path,
                   estate ? kernel::Value{place.stage} : kernel::Value{nullptr}, estate ? kernel::Value{place.households} : kernel::Value{nullptr},
                   address, std::int64_t{1}});
    }
    batch.flush();
}

/// Only when all estates are written: batches of narrow rows are longer than those of wide ones and would run ahead.
void write_stages(kernel::Transaction& transaction, const std::vector<NewPlace>& estates) {
    Batch batch{transaction, "estate_stage (estate_id, from_day, stage, why)", 4};
    for (const auto& [place, address] : estates) batch.add({place.id, std::string{}, place.stage, std::string{}});
    batch.flush();
}

}  // namespace

void write_import(kernel::Transaction& transaction, const ImportPlan& plan, const kernel::Actor& actor, base::Instant now) {
    write_places(transaction, plan.streets);
    write_places(transaction, plan.communities);
    write_places(transaction, plan.estates);
    write_stages(transaction, plan.estates);
    Batch buildings{transaction, "building (id, estate_id, name, sort_key)", 4};
    for (const auto& building : plan.buildings) buildings.add({building.id, building.estate_id, building.name, sort_key(building.name)});
    buildings.flush();
    Batch dwellings{transaction, "dwelling (id, estate_id, building_id, unit, floor, room, kind, household, area, sort_key)", 10};
    for (const auto& one : plan.dwellings) {
        dwellings.add({base::new_id(), one.estate_id, one.building_id, one.unit, one.floor, one.room, one.kind, one.household,
                       one.area < 0 ? kernel::Value{nullptr} : kernel::Value{one.area}, one.sort_key});
    }
    dwellings.flush();
    kernel::write_journal(transaction, actor, now, {},
                          {.act = "place.imported", .thing_kind = "import", .thing_id = base::new_id(), .place_id = {},
                           .after = json::object{{"streets", plan.streets.size()}, {"communities", plan.communities.size()},
                                                 {"estates", plan.estates.size()}, {"buildings", plan.buildings.size()},
                                                 {"dwellings", plan.dwellings.size()}}, .why = {}});
}

}  // namespace anju::place
