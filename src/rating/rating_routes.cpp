#include "base/refusal.hpp"
#include "place/place.hpp"
#include "rating/card_view.hpp"

namespace anju::rating {
namespace {

using kernel::Context;
using kernel::Guard;
using kernel::json_reply;
using kernel::Reply;

evaluation::Evaluation asked_evaluation(const Context& context, const standard::Standard& standard) {
    return evaluation::get(context.transaction, standard, context.parameter("id"));
}

/// Not shown: the same answer as for an estate that does not exist, but a self-check held back says why.
void require_may_see(const Context& context, const evaluation::Evaluation& evaluation, const Participant& estate,
                     finding::Card card) {
    if (may_see(context, evaluation, estate, card)) return;
    bool const near =
        context.actor.may("rating.read", estate.path) || context.actor.may("inspection.inspect", estate.path);
    if (card == finding::Card::self_check && near) {
        base::refuse_right({"第三方交卷以前看不到街道的自查；其他人要有查看自查的权限。",
                            "A third party sees the self-check only after handing in its own inspection; others need "
                            "the right to read self-checks."});
    }
    if (near || !context.actor.has("rating.read")) {
        base::refuse_right({"没有查看评分的权限。需要的话请管理员开通。",
                            "You have no right to read ratings. Ask the administrator if you need it."});
    }
    base::refuse_missing("小区", "estate");
}

Reply answer_scorecard(const Context& context, const standard::Standard& standard) {
    auto const evaluation = asked_evaluation(context, standard);
    auto const estate = participant(context.transaction, evaluation.id, context.parameter("estate"));
    auto const card = asked_card(context, evaluation);
    require_may_see(context, evaluation, estate, card);
    return json_reply(full_scorecard(context, evaluation, estate, card));
}

Reply answer_comparison(const Context& context, const standard::Standard& standard) {
    auto const evaluation = asked_evaluation(context, standard);
    return json_reply(comparison_json(context, evaluation,
                                      participant(context.transaction, evaluation.id, context.parameter("estate"))));
}

Reply answer_ranking(const Context& context, const standard::Standard& standard) {
    auto const evaluation = asked_evaluation(context, standard);
    auto const card = asked_card(context, evaluation);
    return json_reply(
        ranking_json(*evaluation.pack, ranked(context, evaluation, card), card, context.query("street").value_or("")));
}

Reply answer_matrix(const Context& context, const standard::Standard& standard) {
    auto const evaluation = asked_evaluation(context, standard);
    return json_reply(matrix_json(*evaluation.pack, ranked(context, evaluation, asked_card(context, evaluation))));
}

Reply answer_streets(const Context& context, const standard::Standard& standard) {
    auto const evaluation = asked_evaluation(context, standard);
    auto const placed = ranked(context, evaluation, asked_card(context, evaluation));
    return json_reply(streets_json(*evaluation.pack, street_rows(context, *evaluation.pack, placed, "rating.read")));
}

Reply answer_export(const Context& context, const standard::Standard& standard) {
    auto const evaluation = asked_evaluation(context, standard);
    Reply reply;
    reply.type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    reply.body = workbook(context, evaluation);
    reply.headers.emplace_back("Content-Disposition",
                               "attachment; filename=\"anju-" + std::to_string(evaluation.year) + ".xlsx\"");
    return reply;
}

}  // namespace

void routes(kernel::Router& router, const standard::Standard& standard, const evaluation::Steps* steps) {
    static const evaluation::Steps unwatched;
    auto const* watched = steps ? steps : &unwatched;
    router.see("/api/evaluations/{id}/scorecards/{estate}", Guard::any_account(),
               {"一个小区的评分表", "An estate's scorecard"},
               [&standard](Context& context) { return answer_scorecard(context, standard); }, kernel::Keep::place_in_path("estate"));
    router.see("/api/evaluations/{id}/comparison/{estate}", {"rating.read", place::path_of_parameter("estate")},
               {"自查、部门、第三方和评审结果对比", "Self-check, departments, third party and panel side by side"},
               [&standard](Context& context) { return answer_comparison(context, standard); }, kernel::Keep::place_in_path("estate"));
    router.see(
        "/api/evaluations/{id}/ranking", {"rating.read", {}},
        {"排名（同分看满意度，仍相同的并列）", "Ranking (equal totals by satisfaction; still equal ones share a rank)"},
        [&standard](Context& context) { return answer_ranking(context, standard); }, kernel::Keep::all());
    router.see("/api/evaluations/{id}/matrix", {"rating.read", {}}, {"小区与条目对照", "Estates by items"},
               [&standard](Context& context) { return answer_matrix(context, standard); }, kernel::Keep::all());
    router.see("/api/evaluations/{id}/streets", {"rating.read", {}},
               {"各街道情况和综合考评得分", "Streets and their assessment"},
               [&standard](Context& context) { return answer_streets(context, standard); }, kernel::Keep::all());
    router.see("/api/evaluations/{id}/export.xlsx", {"report.export", {}}, {"导出年度结果", "Export the year"},
               [&standard](Context& context) { return answer_export(context, standard); });
    router.see("/api/cockpit", {"evaluation.read", {}}, {"总览", "Overview"}, [&standard, watched](Context& context) {
        return json_reply(cockpit_json(context, standard, *watched));
    }, kernel::Keep::parts());
    router.see("/api/estates/{id}/history", {"rating.read", place::path_of_parameter("id")},
               {"小区历年评分", "An estate's ratings over the years"}, [&standard](Context& context) {
                   return json_reply(
                       kernel::json::object{{"items", history_json(context, standard, context.parameter("id"))}});
               });
}

}  // namespace anju::rating
