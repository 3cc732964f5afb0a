// What anybody may see without signing in. Only frozen results, plaques and receipts are read; names are those of
// places.
#include <memory>

#include "base/refusal.hpp"
#include "kernel/body.hpp"
#include "publish/frozen.hpp"
#include "publish/plaque_number.hpp"
#include "publish/private_number.hpp"
#include "publish/visitors.hpp"

namespace anju::publish {
namespace {

namespace json = kernel::json;
using kernel::Context;
using kernel::Reply;

json::value day_json(const std::string& day) {
    return day.empty() ? json::value(nullptr) : json::value(day);
}

/// A year with something shown; 404 for one that is not public yet, as for one that never was.
struct ShownYear {
    evaluation::Evaluation evaluation;
    std::string stage;
};
ShownYear shown_year(const Context& context, const standard::Standard& standard, const std::string& text) {
    auto const year = base::parse_decimal(text, 0);
    auto const row =
        year ? context.transaction.one("SELECT id FROM evaluation WHERE year = $1", {*year}) : std::nullopt;
    auto const stage = row ? shown_stage(context.transaction, row->text(0)) : std::nullopt;
    if (!stage) base::refuse_missing("年度的公开评星结果", "public result for that year");
    return {evaluation::get(context.transaction, standard, row->text(0)), *stage};
}

json::object year_json(const ShownYear& shown) {
    auto const& evaluation = shown.evaluation;
    return {{"year", evaluation.year},
            {"stage", shown.stage},
            {"notice_from", day_json(evaluation.notice_from)},
            {"notice_to", day_json(evaluation.notice_to)},
            {"published_at", instant_json(shown.stage == "final" ? evaluation.published_at : 0)}};
}

Reply years(Context& context, const standard::Standard& standard) {
    json::array items;
    for (auto const& row : context.transaction.query(
             "SELECT DISTINCT e.year FROM evaluation e JOIN result r ON r.evaluation_id = e.id ORDER BY e.year DESC")) {
        items.push_back(year_json(shown_year(context, standard, std::to_string(row.number(0)))));
    }
    return kernel::json_reply(json::object{{"items", std::move(items)}});
}

Reply one_year(Context& context, const standard::Standard& standard) {
    auto const shown = shown_year(context, standard, context.parameter("year"));
    auto answer = year_json(shown);
    json::array items;
    for (auto const& row : results(context.transaction, shown.evaluation.id, shown.stage)) {
        items.push_back(json::object{{"estate", named_json(row.estate_id, row.name)},
                                     {"street", named_json(row.street_id, row.street_name)},
                                     {"total", row.total.text()},
                                     {"satisfaction", percent_json(row.satisfaction)},
                                     {"civility", percent_json(row.civility)},
                                     {"star", row.star},
                                     {"grade", json::parse(row.grade)},
                                     {"outcome", row.outcome}});
    }
    answer["district"] = standard::text_json(shown.evaluation.pack->places.district.title);
    answer["items"] = std::move(items);
    return kernel::json_reply(answer);
}

std::string plaque_state(const kernel::Row& row, std::size_t withdrawn_at, std::size_t valid_to, base::Day today) {
    if (!row.null(withdrawn_at)) return "withdrawn";
    return today.text() > row.text(valid_to) ? "expired" : "valid";
}

json::value plaque_of(const Context& context, const std::string& evaluation_id, const std::string& estate_id) {
    auto const row = context.transaction.one(
        "SELECT number, valid_to, withdrawn_at FROM plaque WHERE evaluation_id = $1 AND estate_id = $2",
        {evaluation_id, estate_id});
    if (!row) return nullptr;
    return json::object{{"number", row->text(0)},
                        {"valid_to", row->text(1)},
                        {"withdrawn", !row->null(2)},
                        {"state", plaque_state(*row, 2, 1, context.today())}};
}

json::object rectifications_of(const Context& context, const std::string& evaluation_id, const std::string& estate_id) {
    json::object counts{{"open", 0}, {"fixed", 0}, {"confirmed", 0}};
    for (auto const& row : context.transaction.query(
             "SELECT r.state, COUNT(*) FROM rectification r JOIN finding f ON f.id = r.finding_id "
             "WHERE f.evaluation_id = $1 AND f.estate_id = $2 AND f.source <> 'self_check' GROUP BY r.state",
             {evaluation_id, estate_id})) {
        counts[row.text(0)] = row.number(1);
    }
    return counts;
}

json::array history_of(const Context& context, const std::string& estate_id) {
    json::array years;
    for (auto const& row : context.transaction.query(
             "SELECT e.year, r.star, r.grade, r.total FROM result r JOIN evaluation e ON e.id = r.evaluation_id "
             "WHERE r.estate_id = $1 AND r.stage = 'final' ORDER BY e.year DESC",
             {estate_id})) {
        years.push_back(json::object{{"year", row.number(0)},
                                     {"star", row.number(1)},
                                     {"grade", json::parse(row.text(2))},
                                     {"total", base::Points::of_units(row.number(3)).text()}});
    }
    return years;
}

Reply one_estate(Context& context, const standard::Standard& standard) {
    auto const shown = shown_year(context, standard, context.parameter("year"));
    auto const& estate_id = context.parameter("estate");
    auto const row = context.transaction.one(
        "SELECT r.scorecard, e.name, s.id, s.name, c.id, c.name, t.stage FROM result r JOIN place e ON e.id = "
        "r.estate_id "
        "JOIN evaluation_estate t ON t.evaluation_id = r.evaluation_id AND t.estate_id = r.estate_id "
        "LEFT JOIN place c ON c.id = e.parent_id LEFT JOIN place s ON s.id = c.parent_id "
        "WHERE r.evaluation_id = $1 AND r.estate_id = $2 AND r.stage = $3",
        {shown.evaluation.id, estate_id, shown.stage});
    if (!row) base::refuse_missing("小区", "estate");
    json::object answer{{"estate", named_json(estate_id, row->text(1))},
                        {"street", named_json(row->text_or(2), row->text_or(3))},
                        {"community", named_json(row->text_or(4), row->text_or(5))},
                        {"estate_stage", row->text(6)}};
    auto const frozen = json::parse(row->text(0));
    for (auto const& member : frozen.as_object()) answer[member.key()] = member.value();
    for (auto const& member : year_json(shown)) answer[member.key()] = member.value();
    answer["plaque"] = plaque_of(context, shown.evaluation.id, estate_id);
    answer["rectifications"] = rectifications_of(context, shown.evaluation.id, estate_id);
    answer["history"] = history_of(context, estate_id);
    return kernel::json_reply(answer);
}

void require_admitted(const Context& context, Visitors& visitors) {
    if (visitors.admit(context.request.client, context.now, std::hash<std::string>{}(context.request.body))) return;
    throw base::Refusal(429, "too_many_objections",
                        {"同一网络一小时最多提 5 条异议，请过一会儿再来。",
                         "At most 5 objections an hour from one address. Come back a little later."});
}

Reply object_publicly(Context& context, const standard::Standard& standard, Visitors& visitors) {
    kernel::Body body{context.body()};
    auto const year = body.whole("year", 1900, 2999);
    NewObjection objection{body.id("estate_id"), body.text_or("item", 20), {}, body.text("text", 10, 1000), "public"};
    if (holds_private_number(objection.text)) {
        body.wrong("text", {"里面好像有电话或者证件号码。为了保护您，请删去再提交；答复用回执号查询，不用留联系方式。",
                            "This seems to hold a telephone or ID number. For your protection take it out; the answer "
                            "is found by the receipt, no contact is needed."});
    }
    body.done();
    auto const shown = shown_year(context, standard, std::to_string(year));
    require_admitted(context, visitors);
    return kernel::json_reply(json::object{{"receipt", raise(context, shown.evaluation, objection)}}, 201);
}

/// As people copy receipts from paper: any case, blanks and dashes, O for 0 and I or L for 1.
std::string read_receipt(const std::string& text) {
    std::string receipt;
    for (char c : text) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
        if (c == ' ' || c == '-') continue;
        receipt += c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c;
    }
    return receipt;
}

Reply one_objection(Context& context) {
    auto const row = context.transaction.one("SELECT state, answer, decided_at FROM objection WHERE receipt = $1",
                                             {read_receipt(context.parameter("receipt"))});
    if (!row) base::refuse_missing("回执号的异议", "objection with that receipt");
    return kernel::json_reply(json::object{{"state", row->text(0)},
                                           {"answer", row->text(1)},
                                           {"decided_at", instant_json(row->number_or_null(2).value_or(0))}});
}

Reply one_plaque(Context& context) {
    auto const number = read_plaque_number(context.parameter("number"));
    if (number.empty())
        throw base::Refusal(404, "plaque_number_wrong",
                            {"号码不对，可能抄错了一位。请照牌子再核对一次。",
                             "The number is not right; a digit may be mistyped. Compare it with the plaque."},
                            "number");
    auto const row = context.transaction.one(
        "SELECT q.number, e.id, e.name, q.star, r.grade, q.valid_from, q.valid_to, q.withdrawn_at, v.year FROM plaque "
        "q "
        "JOIN place e ON e.id = q.estate_id JOIN evaluation v ON v.id = q.evaluation_id "
        "JOIN result r ON r.evaluation_id = q.evaluation_id AND r.estate_id = q.estate_id AND r.stage = 'final' WHERE "
        "q.number = $1",
        {number});
    if (!row) base::refuse_missing("号码的星级牌", "plaque with that number");
    return kernel::json_reply(json::object{{"number", row->text(0)},
                                           {"estate", named_json(row->text(1), row->text(2))},
                                           {"star", row->number(3)},
                                           {"grade", json::parse(row->text(4))},
                                           {"valid_from", row->text(5)},
                                           {"valid_to", row->text(6)},
                                           {"state", plaque_state(*row, 7, 6, context.today())},
                                           {"year", row->number(8)}});
}

}  // namespace

void public_routes(kernel::Router& router, const standard::Standard& standard) {
    using kernel::Guard;
    router.see("/api/public/years", Guard::open(), {"公开的年度", "Public years"},
               [&standard](Context& context) { return years(context, standard); });
    router.see("/api/public/years/{year}", Guard::open(), {"一年的公开结果", "A year's public results"},
               [&standard](Context& context) { return one_year(context, standard); });
    router.see("/api/public/years/{year}/estates/{estate}", Guard::open(),
               {"一个小区的公开评分表", "An estate's public scorecard"},
               [&standard](Context& context) { return one_estate(context, standard); });
    auto const visitors = std::make_shared<Visitors>();
    router.act(
        "POST", "/api/public/objections", Guard::open(), {"居民提出异议", "A resident objects"},
        [&standard, visitors](Context& context) { return object_publicly(context, standard, *visitors); }, 16 << 10);
    router.see("/api/public/objections/{receipt}", Guard::open(), {"凭回执查答复", "Find the answer by receipt"},
               one_objection);
    router.see("/api/public/plaques/{number}", Guard::open(), {"查验星级牌", "Verify a plaque"}, one_plaque);
}

}  // namespace anju::publish
