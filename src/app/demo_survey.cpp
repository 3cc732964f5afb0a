// The present year's satisfaction survey and civility check in the demonstration: one estate's done and waiting for the panel, one's half
// way. Answers are drawn from a fixed seed and entered by the interviewer, through the same routes as a person's.
#include <fmt/format.h>

#include <boost/json.hpp>
#include <array>

#include "app/demo.hpp"
#include "kernel/workbook.hpp"

namespace anju::app::demo {
namespace {

using kernel::json::array;
using kernel::json::object;
using kernel::json::value;

constexpr std::size_t finished = 6, half_way = 2;  // 青石公寓 (288 households) and 枫荷北苑 (412)
const std::string seed = std::string(63, '0') + "7";

/// Buildings of three units and six floors with two rooms on each, as many as the households need.
void add_dwellings(kernel::WorkbookWriter& writer, const std::string& estate_code, std::size_t households) {
    constexpr std::size_t units = 3, floors = 6, rooms = 2, of_a_building = units * floors * rooms;
    static constexpr std::array<const char*, 10> kinds{"回迁", "回迁", "回迁", "回迁", "回迁", "自购", "自购", "租户", "租户", "空置"};
    for (std::size_t i = 0; i < households; ++i) {
        auto const unit = i % of_a_building / (floors * rooms) + 1, floor = i % (floors * rooms) / rooms + 1;
        writer.row({{estate_code}, {fmt::format("{}幢", i / of_a_building + 1)}, {fmt::format("{}单元", unit)}, {fmt::format("{}层", floor)},
                    {fmt::format("{}{:02}", floor, i % rooms + 1)}, {"住宅"}, {kinds[i * 7 % kinds.size()]}, {fmt::format("{}.50", 72 + i % 5 * 12)}});
    }
}

std::string places_workbook(const std::vector<std::pair<std::string, std::size_t>>& estates) {
    return kernel::workbook_bytes([&](kernel::WorkbookWriter& writer) {
        auto const head = [&](const char* sheet, std::initializer_list<const char*> titles) {
            std::vector<kernel::WorkbookWriter::Column> columns;
            for (auto const* title : titles) columns.push_back({title});
            writer.sheet(sheet, {}, columns);
        };
        head("社区", {"街道", "编码", "名称"});
        head("小区", {"社区", "编码", "名称", "阶段", "户数", "地址"});
        head("楼幢", {"小区编码", "楼幢"});
        for (auto const& [code, households] : estates)
            for (std::size_t i = 0; i < (households + 35) / 36; ++i) writer.row({{code}, {fmt::format("{}幢", i + 1)}});
        head("户", {"小区编码", "楼幢", "单元", "楼层", "室号", "用途", "居住类别", "建筑面积"});
        for (auto const& [code, households] : estates) add_dwellings(writer, code, households);
    });
}

struct Survey {
    Clicks& clicks;
    const District& district;
    std::string id;

    std::int64_t version() { return clicks.get("/api/surveys/" + id).at("version").as_int64(); }
    object answers(Dice& dice, const array& questions, unsigned satisfied) {
        object given;
        for (auto const& question : questions) {
            auto const throw_ = dice.below(100);
            given[text(question, "question")] = throw_ < 3 ? 0 : throw_ < satisfied ? 4 + static_cast<int>(dice.below(2)) : 1 + static_cast<int>(dice.below(3));
        }
        return given;
    }
    /// The interviewer works through the list: most answer, some refuse, some are not there.
    void fieldwork(std::size_t most, unsigned satisfied, const array& questions) {
        Dice dice{2026};
        std::string after;
        for (std::size_t done = 0; done < most;) {
            auto const board = clicks.get("/api/surveys/" + id + "/board?state=open&limit=200" + (after.empty() ? "" : "&after=" + after));
            auto const& items = board.at("items").as_array();
            if (items.empty()) return;
            for (auto const& item : items) {
                if (done++ >= most) return;
                auto const dwelling = fmt::format("/api/surveys/{}/dwellings/{}", id, item.at("position").as_int64());
                auto const luck = dice.below(20);
                if (luck == 0)
                    clicks.send("POST", dwelling + "/outcome", object{{"outcome", "refused"}, {"channel", "visit"}, {"note", ""}, {"version", item.at("version")}});
                else
                    clicks.send("POST", dwelling + "/answer", object{{"channel", luck < 8 ? "telephone" : "visit"}, {"answers", answers(dice, questions, satisfied)}, {"minutes", 3 + luck % 5}});
            }
            if (board.at("next").is_null()) return;
            after = text(board, "next");
        }
    }
};

std::string plan_survey(Clicks& clicks, const District& district, const std::string& year, std::size_t estate, const char* strata) {
    clicks.as(district.accounts.at("quban"));
    auto const id = text(clicks.send("POST", "/api/surveys", object{{"evaluation_id", year}, {"estate_id", district.estates[estate].id}, {"strata_by", strata},
                                                                  {"starts", "2026-11-04"}, {"ends", "2026-11-27"}, {"party_id", district.assessor_id}}), "id");
    clicks.send("POST", "/api/surveys/" + id + "/start", object{{"version", 1}, {"seed", seed}});
    return id;
}

void check_civility(Clicks& clicks, const District& district, const std::string& year, std::size_t estate, std::size_t observed) {
    clicks.as(district.accounts.at("quban"));
    auto const id = text(clicks.send("POST", "/api/civilities", object{{"evaluation_id", year}, {"estate_id", district.estates[estate].id}, {"starts", "2026-11-04"},
                                                                     {"ends", "2026-11-27"}, {"party_id", district.assessor_id}}), "id");
    clicks.send("POST", "/api/civilities/" + id + "/start", object{{"version", 1}, {"seed", seed}});
    auto const points = clicks.get("/api/civility-check?evaluation=" + year).at("points");
    auto const observations = clicks.get("/api/civilities/" + id + "/observations").at("items");
    Dice dice{11};
    auto const observe = [&](const value& one) {
        array marks;
        for (auto const& point : points.as_array()) {
            if (point.at("point") != one.at("point")) continue;
            for (auto const& check : point.at("checks").as_array()) {
                auto const luck = dice.below(20);
                marks.emplace_back(object{{"check", check.at("check")}, {"mark", luck == 0 ? "not_there" : luck < 3 ? "failed" : "passed"},
                                          {"note", luck > 0 && luck < 3 ? "观察时不合格，已记下位置" : ""}, {"file_id", nullptr}});
            }
        }
        clicks.send("POST", "/api/civilities/" + id + "/observations/" + std::to_string(one.at("position").as_int64()),
                    object{{"observed_on", "2026-11-16"}, {"marks", marks}});
    };
    std::size_t done = 0;
    for (auto const& one : observations.as_array()) {
        if (done++ == observed) return;
        clicks.as(district.accounts.at("pinggu"));
        observe(one);
        if (!one.at("second_wanted").as_bool()) continue;
        clicks.as(district.accounts.at("fuhe"));
        observe(one);
    }
    if (observed < observations.as_array().size()) return;
    clicks.as(district.accounts.at("fuhe"));
    clicks.send("POST", "/api/civilities/" + id + "/close", object{{"version", clicks.get("/api/civilities/" + id).at("version")}});
}

}  // namespace

void dwellings(Clicks& clicks, Service& service, const District& district) {
    clicks.as(district.accounts.at("quban"));
    // The codes of demo_district.cpp: estate i is GS(1001 + i). Of the first two only some buildings are registered so far.
    clicks.upload("/api/places/import?dry_run=false", places_workbook({{"GS1001", 144}, {"GS1002", 72}, {"GS1003", 412}, {"GS1007", 288}}),
                  std::string{kernel::workbook_type});
    while (service.jobs().run_one()) {}
}

void surveys(Clicks& clicks, const District& district, const std::string& year, base::Instant& clock) {
    clock = morning("2026-11-04");
    Survey whole{clicks, district, plan_survey(clicks, district, year, finished, "household")};
    Survey half{clicks, district, plan_survey(clicks, district, year, half_way, "building")};
    auto const questionnaire = clicks.get("/api/survey-questionnaire?evaluation=" + year);
    auto const& questions = questionnaire.at("questions").as_array();
    clock = morning("2026-11-16");
    clicks.as(district.accounts.at("pinggu"));
    whole.fieldwork(1000, 92, questions);
    half.fieldwork(60, 86, questions);
    check_civility(clicks, district, year, finished, 1000);
    check_civility(clicks, district, year, half_way, 6);
    clock = morning("2026-11-17");
    clicks.as(district.accounts.at("fuhe"));
    clicks.send("POST", "/api/surveys/" + whole.id + "/close", object{{"version", whole.version()}});
}

}  // namespace anju::app::demo
