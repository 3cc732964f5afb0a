#include <fmt/format.h>

#include <kainjow/mustache.hpp>

#include "base/refusal.hpp"
#include "publish/publish.hpp"

namespace anju::publish {
namespace {

namespace mustache = kainjow::mustache;

std::string chinese_date(const std::string& day) {
    auto const parsed = base::Day::parse(day);
    if (!parsed) return {};
    return fmt::format("{}年{}月{}日", parsed->year(), parsed->month(), parsed->day_of_month());
}

mustache::data estate_data(const Result& result) {
    mustache::data estate;
    estate.set("name", result.name);
    estate.set("street", result.street_name);
    estate.set("total", result.total.text());
    estate.set("satisfaction", result.satisfaction ? result.satisfaction->text() : std::string{"—"});
    return estate;
}

mustache::data with_star(const std::vector<Result>& rows, int star) {
    mustache::data estates{mustache::data::type::list};
    for (auto const& row : rows) {
        if (row.outcome == "star" && row.star == star) estates.push_back(estate_data(row));
    }
    return estates;
}

mustache::data facts(const evaluation::Evaluation& evaluation, const std::vector<Result>& rows) {
    mustache::data stars{mustache::data::type::list};
    for (auto const& star : evaluation.pack->stars.stars) {
        mustache::data one;
        one.set("grade", star.grade.zh);
        one.set("estates", with_star(rows, star.star));
        stars.push_back(one);
    }
    mustache::data unrated{mustache::data::type::list};
    for (auto const& row : rows) {
        if (row.outcome != "star" && row.outcome != "stage_not_rated") unrated.push_back(estate_data(row));
    }
    mustache::data all;
    all.set("year", std::to_string(evaluation.year));
    all.set("district", evaluation.pack->places.district.title.zh);
    all.set("notice_from", chinese_date(evaluation.notice_from));
    all.set("notice_to", chinese_date(evaluation.notice_to));
    all.set("stars", stars);
    all.set("unrated", unrated);
    return all;
}

}  // namespace

std::string announcement(kernel::Transaction& transaction, const evaluation::Evaluation& evaluation,
                         std::string_view kind) {
    auto const rows = results(transaction, evaluation.id, kind == "publication" ? "final" : "notice");
    if (rows.empty()) {
        base::refuse_state("no_results_yet",
                           kind == "publication"
                               ? base::Text{"结果还没有审定，审定以后才有公布稿。",
                                            "The result is not decided yet; the text exists from then on."}
                               : base::Text{"还没有进入公示，评审结束以后才有公示稿。",
                                            "The notice has not begun; the text exists once the panel is done."});
    }
    auto const document = evaluation.pack->documents.find(std::string{kind} + ".txt");
    if (document == evaluation.pack->documents.end()) {
        base::refuse_state("no_document",
                           {fmt::format("标准包里没有 documents/{}.txt，请补上再导出。", kind),
                            fmt::format("The pack has no documents/{}.txt. Add it and try again.", kind)});
    }
    mustache::mustache text{document->second};
    text.set_custom_escape([](const std::string& plain) { return plain; });
    auto rendered = text.is_valid() ? text.render(facts(evaluation, rows)) : std::string{};
    if (!text.is_valid()) {
        base::refuse_state("document_wrong",
                           {fmt::format("标准包里的 documents/{}.txt 写错了：{}", kind, text.error_message()),
                            fmt::format("documents/{}.txt of the pack is wrong: {}", kind, text.error_message())});
    }
    return rendered;
}

}  // namespace anju::publish
