#include "base/id.hpp"
#include "base/refusal.hpp"
#include "kernel/body.hpp"
#include "kernel/page.hpp"
#include "kernel/qr.hpp"
#include "place/place.hpp"
#include "publish/frozen.hpp"
#include "publish/plaque_number.hpp"

namespace anju::publish {
namespace {

namespace json = kernel::json;
using kernel::Context;
using kernel::Reply;

/// The corresponding day after so many years is the last day (Civil Code art. 202); 29 February becomes the 28th.
base::Day last_day(base::Day from, int years) {
    std::chrono::year_month_day day{from.days()};
    day += std::chrono::years{years};
    if (!day.ok()) day = day.year() / day.month() / std::chrono::last;
    return base::Day{std::chrono::sys_days{day}};
}

struct Plaque {
    std::string id, number, estate_id, withdrawn_why;
    std::int64_t withdrawn_at = 0;
};

Plaque get_plaque(kernel::Transaction& transaction, const std::string& id) {
    auto const row =
        transaction.one("SELECT id, number, estate_id, withdrawn_why, withdrawn_at FROM plaque WHERE id = $1", {id});
    if (!row) base::refuse_missing("星级牌", "plaque");
    return {row->text(0), row->text(1), row->text(2), row->text(3), row->number_or_null(4).value_or(0)};
}

std::string path_of_plaque(Context& context) {
    return place::get(context.transaction, get_plaque(context.transaction, context.parameter("id")).estate_id, "estate")
        .path;
}

/// Where a resident's telephone looks the plaque up: the same host as this request came to.
std::string public_url(const Context& context, const std::string& number) {
    auto const host = context.request.header("host");
    auto const page = "/public/plaques/" + number;
    return host.empty() ? page : (context.request.secure ? "https://" : "http://") + std::string{host} + page;
}

Reply list_plaques(Context& context) {
    kernel::Values values;
    auto condition = kernel::place_filter(context.actor, "evaluation.read", "e.path", values);
    if (auto const evaluation = context.query("evaluation"); evaluation && !evaluation->empty()) {
        values.emplace_back(*evaluation);
        condition += " AND q.evaluation_id = $" + std::to_string(values.size());
    }
    json::array items;
    for (auto const& row : context.transaction.query(
             "SELECT q.id, q.number, e.id, e.name, q.star, r.grade, q.valid_from, q.valid_to, q.withdrawn_at, "
             "q.withdrawn_why "
             "FROM plaque q JOIN place e ON e.id = q.estate_id JOIN result r ON r.evaluation_id = q.evaluation_id "
             "AND r.estate_id = q.estate_id AND r.stage = 'final' WHERE " +
                 condition + " ORDER BY q.number",
             values)) {
        items.push_back(json::object{{"id", row.text(0)},
                                     {"number", row.text(1)},
                                     {"estate", named_json(row.text(2), row.text(3))},
                                     {"star", row.number(4)},
                                     {"grade", json::parse(row.text(5))},
                                     {"valid_from", row.text(6)},
                                     {"valid_to", row.text(7)},
                                     {"withdrawn_at", instant_json(row.number_or_null(8).value_or(0))},
                                     {"withdrawn_why", row.text(9)},
                                     {"public_url", public_url(context, row.text(1))}});
    }
    return kernel::list_reply(std::move(items), {});
}

Reply withdraw(Context& context) {
    kernel::Body body{context.body()};
    auto const why = body.text("why", 2, 500);
    body.done();
    auto const plaque = get_plaque(context.transaction, context.parameter("id"));
    if (plaque.withdrawn_at != 0)
        base::refuse_state("already_withdrawn", {"这块星级牌已经撤销了。", "This plaque is withdrawn already."});
    context.transaction.run("UPDATE plaque SET withdrawn_at = $2, withdrawn_by = $3, withdrawn_why = $4 WHERE id = $1",
                            {plaque.id, context.now.microseconds, context.actor.account_id, why});
    context.journal({"plaque.withdraw", "plaque", plaque.id, plaque.estate_id,
                     json::object{{"number", plaque.number}, {"withdrawn", false}},
                     json::object{{"number", plaque.number}, {"withdrawn", true}}, why});
    return kernel::json_reply(
        json::object{{"id", plaque.id}, {"number", plaque.number}, {"withdrawn_at", context.now.text()}});
}

Reply qr(Context& context) {
    Reply reply;
    reply.type = "image/svg+xml";
    reply.body = kernel::qr_svg(public_url(context, get_plaque(context.transaction, context.parameter("id")).number));
    return reply;
}

}  // namespace

void issue_plaques(kernel::Context& context, const evaluation::Evaluation& evaluation) {
    auto const& rules = evaluation.pack->evaluation;
    auto const from = context.today();
    std::int64_t serial = 0;
    for (auto const& result : results(context.transaction, evaluation.id, "final")) {
        if (result.outcome != "star") continue;
        auto const id = base::new_id();
        auto const number = plaque_number(rules.plaque_prefix, evaluation.year, ++serial);
        context.transaction.run(
            "INSERT INTO plaque (id, number, evaluation_id, estate_id, star, valid_from, valid_to, issued_by, "
            "issued_at, withdrawn_why) "
            "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '')",
            {id, number, evaluation.id, result.estate_id, result.star, from.text(),
             last_day(from, rules.plaque_years).text(), context.actor.account_id, context.now.microseconds});
        context.journal({"plaque.issue",
                         "plaque",
                         id,
                         result.estate_id,
                         nullptr,
                         json::object{{"number", number}, {"star", result.star}},
                         {}});
    }
}

void plaque_routes(kernel::Router& router) {
    router.see("/api/plaques", {"evaluation.read", {}}, {"星级牌", "Plaques"}, list_plaques);
    router.act("POST", "/api/plaques/{id}/withdraw", {"plaque.manage", path_of_plaque},
               {"撤销星级牌", "Withdraw a plaque"}, withdraw);
    router.see("/api/plaques/{id}/qr.svg", {"evaluation.read", path_of_plaque},
               {"星级牌二维码", "The plaque's QR code"}, qr);
}

}  // namespace anju::publish
