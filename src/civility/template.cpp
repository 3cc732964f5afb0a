#include <fmt/format.h>

#include "civility/columns.hpp"
#include "civility/parts.hpp"
#include "kernel/workbook.hpp"
#include "place/place.hpp"

namespace anju::civility {
namespace {

using kernel::WorkbookWriter;

/// Everything drawn; in a draft, where nothing is drawn yet, every point at every moment to choose from.
std::vector<Observation> to_fill_in(kernel::Transaction& transaction, const Civility& civility) {
    auto all = observations_of(transaction, civility.id);
    if (!all.empty()) return all;
    for (const auto& point : civility.check().points)
        for (const auto& moment : civility.check().moments) all.push_back({std::ssize(all) + 1, {point.point, moment.code}, false, 1});
    return all;
}

void write_rows(WorkbookWriter& writer, const policy::CivilityCheck& check, const Observation& observation, int observer) {
    const auto& point = point_of(check, observation.pair.point);
    std::string moment = observation.pair.moment;
    for (const auto& one : check.moments)
        if (one.code == moment) {
            moment = one.title.zh;
            break;
        }
    for (const auto& one : point.checks)
        writer.row({{std::to_string(observation.position), true}, {point.title.zh}, {moment}, {one.title.zh, false, false, true}, {}, {}, {std::to_string(observer), true}, {}});
}

void write_notes(WorkbookWriter& writer, const Civility& civility, const std::string& estate) {
    writer.sheet("填表说明", fmt::format("{}　{} 年文明程度测评", estate, civility.evaluation.year), {{"怎么填", 90}}, false);
    std::vector<std::string> lines{"“结果”填：合格、不合格、没有。没有这样东西的填“没有”，不算进去。",
                                   "不合格的，在“说明”里写一句哪里不合格。只记事情，不写姓名、车牌。",
                                   "“观察员”填 1 或 2：1 是第一个人看的，2 是第二个人另外看的。每次观察的“日期”都要填，如 2026-09-21。",
                                   "列名、点位、时段、检查点不要改。全部填完再导入；有一处不对，整张表都不收。"};
    if (civility.state == "draft")
        lines.push_back(fmt::format("还没有抽取：请只留下看过的 {} 次观察，其余的行删去；其中至少 {} 次要有两个人看。", civility.observations,
                                    seconds_of(civility.observations, civility.second_percent)));
    for (const auto& line : lines) writer.row({{line, false, false, true}});
}

void write(WorkbookWriter& writer, kernel::Transaction& transaction, const Civility& civility) {
    std::vector<WorkbookWriter::Column> columns;
    for (const auto& one : column_titles) columns.push_back({std::string{one.zh}, one.width});
    writer.sheet("观察表", {}, columns);
    for (const auto& observation : to_fill_in(transaction, civility)) {
        write_rows(writer, civility.check(), observation, 1);
        if (observation.second_wanted) write_rows(writer, civility.check(), observation, 2);
    }
    write_notes(writer, civility, place::get(transaction, civility.estate_id, "estate").name);
}

}  // namespace

std::string template_bytes(kernel::Transaction& transaction, const Civility& civility) {
    return kernel::workbook_bytes([&](WorkbookWriter& writer) { write(writer, transaction, civility); });
}

}  // namespace anju::civility
