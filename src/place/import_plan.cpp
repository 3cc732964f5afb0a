#include "place/import_plan.hpp"

#include <set>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "base/exact.hpp"
#include "base/id.hpp"
#include "place/address.hpp"

namespace anju::place {

namespace {

using base::Text;
using Words = std::map<std::string, std::string, std::less<>>;

const Words stages{{"待安置", "pending"}, {"已安置", "settled"}};
const Words kinds{{"住宅", "dwelling"}, {"商铺", "shop"}, {"车位", "parking"}, {"储藏室", "storeroom"}};
const Words households{{"回迁", "resettled"}, {"自购", "bought"}, {"租户", "rented"}, {"空置", "vacant"}, {"不详", "unknown"}, {"无", "unknown"}};

Text one_of_these(const Words& words) {
    std::string list;
    for (const auto& [word, value] : words) list += (list.empty() ? "" : "、") + word;
    return {"只能填：" + list + "。", "Must be one of: " + list + "."};
}

/// The places of one kind, by code and by name, old and new ones together.
struct Known {
    std::unordered_map<std::string, Place> by_code;
    std::unordered_multimap<std::string, std::string> codes_by_name;
    std::unordered_map<std::string, std::size_t> rows;  ///< of this file, by code

    void put(const Place& place) {
        codes_by_name.emplace(place.name, place.code);
        by_code.emplace(place.code, place);
    }
};

class Planner {
  public:
    Planner(kernel::Transaction& transaction, const kernel::Workbook& workbook) : transaction_{transaction}, workbook_{workbook} {
        for (const auto* kind : {"district", "street", "community", "estate"}) load(kind);
    }

    ImportPlan run() {
        refuse_strange_sheets();
        streets();
        communities();
        estates();
        buildings();
        dwellings();
        return std::move(plan_);
    }

  private:
    void load(const std::string& kind) {
        transaction_.each("SELECT id, code, name, parent_id, path FROM place WHERE kind = $1", {kind}, [&](const kernel::Row& row) {
            known_[kind].put({row.text(0), kind, row.text(1), row.text(2), row.text_or(3), row.text(4), {}, 0, 0});
        });
    }

    void refuse_strange_sheets() {
        static const std::set<std::string, std::less<>> names{"街道", "社区", "小区", "楼幢", "户"};
        bool any = false;
        for (const auto& sheet : workbook_.sheets) {
            if (names.contains(sheet.name)) any = true;
            else if (sheet.name != "说明" && !sheet.rows.empty())
                plan_.problems.add({sheet.name, 0, {}, {}, {"不认识这张表，表名只能是街道、社区、小区、楼幢、户。请改名或删去。",
                                                            "Unknown sheet. Sheets are called 街道, 社区, 小区, 楼幢, 户. Rename or delete it."}});
        }
        if (!any)
            plan_.problems.add({"", 0, {}, {}, {"没有可导入的表，请用模板。", "No sheet to import. Use the template."}});
    }

    SheetRows sheet(const std::string& name, const std::vector<std::string>& required, const std::vector<std::string>& optional = {}) {
        return {workbook_.sheet(name), name, required, optional, plan_.problems};
    }

    /// The parent a cell names by code or by name; nullptr after noting why there is none.
    const Place* parent(const SheetRows& rows, std::size_t row, const std::string& column, const std::string& kind) {
        const auto value = rows.required(row, column, 60);
        if (value.empty()) return nullptr;
        auto& known = known_[kind];
        if (const auto found = known.by_code.find(value); found != known.by_code.end()) return &found->second;
        const auto count = known.codes_by_name.count(value);
        if (count == 1) return &known.by_code.at(known.codes_by_name.find(value)->second);
        if (count > 1) rows.wrong(row, column, {"有 " + std::to_string(count) + " 个同名的，请填编码。", "Several have this name. Write the code instead."});
        else rows.wrong(row, column, {"没有这个" + column + "，请先在“" + column + "”表里加上，或改成已有的名称、编码。",
                                      "There is none of this name or code. Add it to sheet " + column + " first, or correct it."});
        return nullptr;
    }

    /// True when the row names something new; known rows and wrong ones give false.
    bool is_new(const SheetRows& rows, std::size_t row, const std::string& kind, const std::string& code, const std::string& name, const std::string& parent_id) {
        auto& known = known_[kind];
        if (const auto [seen, fresh] = known.rows.emplace(code, row + 1); !fresh) {
            rows.wrong(row, "编码", {"编码与第 " + std::to_string(seen->second) + " 行重复，请改正或删去一行。",
                                     "The code stands in row " + std::to_string(seen->second) + " already. Correct or delete one."});
            return false;
        }
        const auto found = known.by_code.find(code);
        if (found == known.by_code.end()) return true;
        if (found->second.name != name)
            rows.wrong(row, "名称", {"这个编码已经是“" + found->second.name + "”，名称不一致，请核对。", "This code belongs to “" + found->second.name + "”. Check the name."});
        else if (found->second.parent_id != parent_id)
            rows.wrong(row, "编码", {"这个编码已在别的上级下面，请核对。", "This code stands under another parent already. Check it."});
        return false;
    }

    Place& put_new(const std::string& kind, const std::string& code, const std::string& name, const Place& above) {
        Place made;
        made.id = base::new_id();
        made.kind = kind;
        made.code = code;
        made.name = name;
        made.parent_id = above.id;
        made.path = above.path + made.id + "/";
        auto& known = known_[kind];
        known.put(made);
        return known.by_code.at(code);
    }

    void area_code(const SheetRows& rows, std::size_t row, const std::string& code) {
        if (!code.empty() && !is_area_code(code))
            rows.wrong(row, "编码", {"编码是 12 位数字。单元格请设成文本格式。", "The code has 12 digits. Format the cell as text."});
    }

    void streets() {
        const auto rows = sheet("街道", {"编码", "名称"});
        if (known_["district"].by_code.empty()) throw std::logic_error("an import needs a district");
        const auto district = known_["district"].by_code.begin()->second;
        for (const auto row : rows.rows()) {
            const auto code = rows.required(row, "编码", 32);
            const auto name = rows.required(row, "名称", 60);
            area_code(rows, row, code);
            if (code.empty() || name.empty() || !is_new(rows, row, "street", code, name, district.id)) continue;
            plan_.streets.push_back({put_new("street", code, name, district), {}});
        }
    }

    void communities() {
        const auto rows = sheet("社区", {"街道", "编码", "名称"});
        for (const auto row : rows.rows()) {
            const auto* street = parent(rows, row, "街道", "street");
            const auto code = rows.required(row, "编码", 32);
            const auto name = rows.required(row, "名称", 60);
            area_code(rows, row, code);
            if (street == nullptr || code.empty() || name.empty() || !is_new(rows, row, "community", code, name, street->id)) continue;
            plan_.communities.push_back({put_new("community", code, name, *street), {}});
        }
    }

    void estates() {
        const auto rows = sheet("小区", {"社区", "编码", "名称", "阶段"}, {"户数", "地址"});
        for (const auto row : rows.rows()) {
            const auto* community = parent(rows, row, "社区", "community");
            const auto code = rows.required(row, "编码", 32);
            const auto name = rows.required(row, "名称", 60);
            const auto stage = stages.find(rows.cell(row, "阶段"));
            if (stage == stages.end()) rows.wrong(row, "阶段", one_of_these(stages));
            if (code.find(' ') != std::string::npos) rows.wrong(row, "编码", {"编码中间不能有空格。", "A code has no spaces."});
            const auto count = household_count(rows, row);
            const auto address = rows.cell(row, "地址");
            if (community == nullptr || code.empty() || name.empty() || !is_new(rows, row, "estate", code, name, community->id)) continue;
            auto& made = put_new("estate", code, name, *community);
            if (stage != stages.end()) made.stage = stage->second;
            made.households = count;
            plan_.estates.push_back({made, address == "无" ? std::string{} : address});
        }
    }

    static std::int64_t household_count(const SheetRows& rows, std::size_t row) {
        const auto written = rows.cell(row, "户数");
        if (written.empty() || written == "无") return 0;
        const auto count = base::parse_decimal(written, 0);
        if (count && *count >= 0 && *count <= 100'000) return *count;
        rows.wrong(row, "户数", {"户数填 0 到 100000 的整数，不知道就写“无”。", "A whole number from 0 to 100000, or 无."});
        return 0;
    }

    const Place* estate_of(const SheetRows& rows, std::size_t row) {
        const auto code = rows.required(row, "小区编码", 32);
        if (code.empty()) return nullptr;
        auto& known = known_["estate"];
        const auto found = known.by_code.find(code);
        if (found != known.by_code.end()) return &found->second;
        rows.wrong(row, "小区编码", {"没有这个编码的小区，请先在“小区”表里加上。", "There is no estate with this code. Add it to sheet 小区 first."});
        return nullptr;
    }

    static std::string key(std::initializer_list<std::string_view> parts) {
        std::string joined;
        for (const auto part : parts) (joined += part) += '\x1f';
        return joined;
    }

    void load_buildings(const std::string& estate_id) {
        if (!buildings_loaded_.insert(estate_id).second) return;
        transaction_.each("SELECT id, name FROM building WHERE estate_id = $1", {estate_id},
                          [&](const kernel::Row& row) { buildings_.emplace(key({estate_id, row.text(1)}), row.text(0)); });
    }

    void buildings() {
        const auto rows = sheet("楼幢", {"小区编码", "楼幢"});
        std::unordered_map<std::string, std::size_t> seen;
        for (const auto row : rows.rows()) {
            const auto* estate = estate_of(rows, row);
            const auto name = rows.cell(row, "楼幢");
            const auto refused = refuse_building(name);
            if (refused) rows.wrong(row, "楼幢", *refused);
            if (estate == nullptr || refused) continue;
            load_buildings(estate->id);
            const auto place = key({estate->id, name});
            if (const auto [first, fresh] = seen.emplace(place, row + 1); !fresh) {
                rows.wrong(row, "楼幢", repeated(first->second));
                continue;
            }
            if (buildings_.contains(place)) continue;
            plan_.buildings.push_back({base::new_id(), estate->id, name});
            buildings_.emplace(place, plan_.buildings.back().id);
        }
    }

    static Text repeated(std::size_t row) {
        return {"与第 " + std::to_string(row) + " 行重复，请删去一行。", "The same as row " + std::to_string(row) + ". Delete one."};
    }

    void load_dwellings(const std::string& estate_id) {
        if (!dwellings_loaded_.insert(estate_id).second) return;
        transaction_.each("SELECT building_id, unit, floor, room FROM dwelling WHERE estate_id = $1", {estate_id}, [&](const kernel::Row& row) {
            dwellings_.emplace(key({row.text(0), row.text(1), row.text(2), row.text(3)}), 0);
        });
    }

    void dwellings() {
        const auto rows = sheet("户", {"小区编码", "楼幢", "单元", "楼层", "室号", "用途", "居住类别"}, {"建筑面积"});
        plan_.dwellings.reserve(rows.rows().size());
        for (const auto row : rows.rows()) dwelling(rows, row);
    }

    void dwelling(const SheetRows& rows, std::size_t row) {
        const auto before = plan_.problems.count();
        const auto* estate = estate_of(rows, row);
        NewDwelling made;
        const auto building = checked(rows, row, "楼幢", refuse_building);
        made.unit = checked(rows, row, "单元", refuse_unit);
        made.floor = checked(rows, row, "楼层", refuse_floor);
        made.room = checked(rows, row, "室号", refuse_room);
        made.kind = word(rows, row, "用途", kinds);
        made.household = word(rows, row, "居住类别", households);
        made.area = area(rows, row);
        if (estate == nullptr || plan_.problems.count() != before) return;
        load_buildings(estate->id);
        load_dwellings(estate->id);
        const auto found = buildings_.find(key({estate->id, building}));
        if (found == buildings_.end()) {
            rows.wrong(row, "楼幢", {"这个小区没有这一幢，请先在“楼幢”表里加上。", "The estate has no such building. Add it to sheet 楼幢 first."});
            return;
        }
        const auto [first, fresh] = dwellings_.emplace(key({found->second, made.unit, made.floor, made.room}), row + 1);
        if (!fresh) {
            if (first->second != 0) rows.wrong(row, "室号", repeated(first->second));
            return;
        }
        made.estate_id = estate->id;
        made.building_id = found->second;
        made.sort_key = sort_key(building) + "|" + sort_key(made.unit) + "|" + sort_key(made.floor) + "|" + sort_key(made.room);
        plan_.dwellings.push_back(std::move(made));
    }

    template <typename Check>
    static std::string checked(const SheetRows& rows, std::size_t row, std::string_view column, Check refuse) {
        auto value = rows.cell(row, column);
        if (auto message = refuse(value)) rows.wrong(row, column, *std::move(message));
        return value;
    }

    static std::string word(const SheetRows& rows, std::size_t row, std::string_view column, const Words& words) {
        const auto found = words.find(rows.cell(row, column));
        if (found != words.end()) return found->second;
        rows.wrong(row, column, one_of_these(words));
        return {};
    }

    static std::int64_t area(const SheetRows& rows, std::size_t row) {
        const auto written = rows.cell(row, "建筑面积");
        if (written.empty() || written == "无") return -1;
        const auto hundredths = base::parse_decimal(written, 2);
        if (hundredths && *hundredths > 0 && *hundredths <= 10'000'000) return *hundredths;
        rows.wrong(row, "建筑面积", {"面积填平方米数，最多两位小数，如 89.50；不知道就写“无”。",
                                     "Square metres with at most two decimals, such as 89.50; 无 when unknown."});
        return -1;
    }

    kernel::Transaction& transaction_;
    const kernel::Workbook& workbook_;
    ImportPlan plan_;
    std::map<std::string, Known> known_;
    std::unordered_set<std::string> buildings_loaded_, dwellings_loaded_;
    std::unordered_map<std::string, std::string> buildings_;    ///< estate and name -> id
    std::unordered_map<std::string, std::size_t> dwellings_;    ///< building, unit, floor, room -> row of this file, 0 when old
};

}  // namespace

ImportPlan plan_import(kernel::Transaction& transaction, const kernel::Workbook& workbook) {
    return Planner{transaction, workbook}.run();
}

}  // namespace anju::place
