// The year as a workbook for the office: results, one scorecard a column of items, streets, and the readings by which
// all of it was worked out. Headings are Chinese: the file goes into Chinese papers.
#include "kernel/workbook.hpp"
#include "rating/card_view.hpp"

namespace anju::rating {
namespace {

using Cell = kernel::WorkbookWriter::Cell;

Cell words(std::string text) {
    return {std::move(text), false, false, true};
}
Cell number(std::string text) {
    return {std::move(text), true};
}
Cell number(std::int64_t value) {
    return number(std::to_string(value));
}
Cell number(std::optional<base::Points> value) {
    return value ? number(value->text()) : words("—");
}
Cell number(std::optional<base::Percent> value) {
    return value ? number(value->text()) : words("—");
}

std::string heading(const evaluation::Evaluation& evaluation, std::string_view what, finding::Card card) {
    auto const state = card == finding::Card::official ? "评审后" : "评审前，未定";
    return std::to_string(evaluation.year) + "年度" + evaluation.pack->places.district.title.zh +
           "撤村建居安置房小区星级评比" + std::string{what} + "（" + state + "）";
}

void write_results(kernel::WorkbookWriter& writer, const evaluation::Evaluation& evaluation,
                   const std::vector<Placed>& placed, finding::Card card) {
    writer.sheet("结果", heading(evaluation, "结果", card),
                 {{"名次", 6},
                  {"小区", 24},
                  {"小区代码", 16},
                  {"街道", 14},
                  {"社区", 14},
                  {"总分", 9},
                  {"满意度%", 9},
                  {"文明程度%", 10},
                  {"星级", 6},
                  {"等次", 12},
                  {"离下一星差分", 12},
                  {"离下一星差满意度", 14}});
    for (auto const& one : placed) {
        auto const& estate = one.estate;
        auto const& rated = *one.rated;
        auto const& next = rated.verdict.shortfall;
        writer.row({number(one.rank), words(estate.name), words(estate.code), words(estate.street_name),
                    words(estate.community_name), number(rated.card.total.text()),
                    number(satisfaction_of(*evaluation.pack, rated)), number(civility_of(*evaluation.pack, rated)),
                    number(rated.verdict.star), words(rated.verdict.grade.zh),
                    next ? number(next->points.text()) : words("—"),
                    next ? number(next->satisfaction.text()) : words("—")});
    }
}

void write_scorecards(kernel::WorkbookWriter& writer, const evaluation::Evaluation& evaluation,
                      const std::vector<Placed>& placed, finding::Card card) {
    std::vector<kernel::WorkbookWriter::Column> columns{{"条目", 9}, {"内容", 30}, {"分值", 7}};
    for (auto const& one : placed) columns.push_back({one.estate.name, 12});
    writer.sheet("评分表", heading(evaluation, "各项得分", card), columns);
    for (std::size_t place = 0; place < evaluation.pack->items.size(); ++place) {
        auto const& item = evaluation.pack->items[place];
        std::vector<Cell> cells{words(item.code), words(item.title.zh), number(item.points.text())};
        for (auto const& one : placed) {
            auto const& line = one.rated->card.lines[place];
            cells.push_back(line.missing ? words("未测") : number(line.held.text()));
        }
        writer.row(cells);
    }
    std::vector<Cell> totals{words("合计"), words(""), number(evaluation.pack->full_points.text())};
    for (auto const& one : placed) totals.push_back({one.rated->card.total.text(), true, true});
    writer.row(totals);
}

void write_streets(kernel::WorkbookWriter& writer, const evaluation::Evaluation& evaluation,
                   const std::vector<StreetRow>& rows, finding::Card card) {
    std::vector<kernel::WorkbookWriter::Column> columns{{"街道", 16}, {"小区数", 8}};
    for (auto const& star : evaluation.pack->stars.stars) columns.push_back({star.grade.zh, 8});
    for (auto const* title : {"未评星", "不达标", "资料不全", "只评分"}) columns.push_back({title, 8});
    columns.push_back({"平均总分", 10});
    columns.push_back({"平均满意度%", 12});
    columns.push_back({evaluation.pack->evaluation.street_assessment.title.zh, 18});
    writer.sheet("街道", heading(evaluation, "各街道情况", card), columns);
    for (auto const& row : rows) {
        std::vector<Cell> cells{words(row.name), number(row.estates)};
        for (auto const& star : evaluation.pack->stars.stars) cells.push_back(number(row.stars.at(star.star)));
        for (auto const count : {row.unrated, row.failed, row.incomplete, row.not_rated})
            cells.push_back(number(count));
        cells.push_back(number(row.mean_total));
        cells.push_back(number(row.mean_satisfaction));
        cells.push_back(number(row.assessment));
        writer.row(cells);
    }
}

void write_readings(kernel::WorkbookWriter& writer, const evaluation::Evaluation& evaluation) {
    auto const& pack = *evaluation.pack;
    writer.sheet("口径",
                 "标准口径（" + pack.title.zh + "，版本 " + pack.version + "，校验值 " + pack.hash.substr(0, 16) + "）",
                 {{"口径", 24}, {"原文哪里没说清", 40}, {"选定的读法", 30}, {"理由", 44}, {"原文位置", 24}});
    for (auto const& reading : pack.readings) {
        std::string chosen = reading.chosen;
        for (auto const& choice : reading.choices) {
            if (choice.choice == reading.chosen) chosen = choice.title.zh;
        }
        writer.row({words(reading.title.zh), words(reading.question.zh), words(chosen), words(reading.reason.zh),
                    words(reading.place)});
    }
}

}  // namespace

std::string workbook(const kernel::Context& context, const evaluation::Evaluation& evaluation) {
    auto const card = asked_card(context, evaluation);
    auto const placed = ranked(context, evaluation, card, "report.export");
    return kernel::workbook_bytes([&](kernel::WorkbookWriter& writer) {
        write_results(writer, evaluation, placed, card);
        write_scorecards(writer, evaluation, placed, card);
        write_streets(writer, evaluation, street_rows(context, *evaluation.pack, placed, "report.export"), card);
        write_readings(writer, evaluation);
    });
}

}  // namespace anju::rating
