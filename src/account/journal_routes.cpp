#include <algorithm>

#include "account/act_titles.hpp"
#include "account/person.hpp"
#include "kernel/page.hpp"
#include "party/titles.hpp"
#include "place/place.hpp"

namespace anju::account {

namespace json = kernel::json;
using kernel::Context;
using kernel::Guard;
using kernel::json_reply;
using kernel::Reply;

namespace {

constexpr std::string_view columns =
    "j.id, j.at, j.actor_name, j.act, j.thing_kind, j.thing_id, j.place_id, j.before, j.after, j.why, j.actor_id, l.name, l.path";

json::value parsed(const kernel::Row& row, std::size_t column) {
    if (row.null(column)) return nullptr;
    return json::parse(row.text(column));
}

json::object line_json(const kernel::Row& row) {
    return {{"id", row.text(0)},
            {"at", base::Instant{row.number(1)}.text()},
            {"actor_name", row.text(2)},
            {"act", row.text(3)},
            {"act_title", party::title_json(act_title(row.text(3)))},
            {"thing_kind", row.text(4)},
            {"thing_id", row.text(5)},
            {"place_name", row.null(11) ? json::value(nullptr) : json::value(row.text(11))},
            {"before", parsed(row, 7)},
            {"after", parsed(row, 8)},
            {"why", row.text(9)}};
}

std::int64_t instant_of_day(const std::string& text, const std::string& field, bool end) {
    const auto day = base::Day::parse(text);
    if (!day) base::refuse_field(field, "not_a_day", {field + " 要写成 2026-11-24 这样的日期。", "Write " + field + " as a day like 2026-11-24."});
    return base::Instant::end_of(end ? *day : *day + -1).microseconds;
}

/// The conditions of the query string; `j` is the journal, `l` its place.
std::string journal_filter(Context& context, kernel::Values& values) {
    std::string where = "1 = 1";
    const auto also = [&](const char* parameter, const std::string& condition) {
        const auto value = context.query(parameter);
        if (!value || value->empty()) return;
        values.emplace_back(*value);
        where += " AND " + condition + "$" + std::to_string(values.size());
    };
    also("thing_kind", "j.thing_kind = ");
    also("thing_id", "j.thing_id = ");
    also("actor", "j.actor_id = ");
    also("act", "j.act = ");
    if (const auto place = context.query("place"); place && !place->empty()) {
        values.emplace_back(place::get(context.transaction, *place, {}).path);
        where += " AND l.path LIKE $" + std::to_string(values.size()) + " || '%'";
    }
    if (const auto from = context.query("from"); from && !from->empty()) {
        values.emplace_back(instant_of_day(*from, "from", false));
        where += " AND j.at >= $" + std::to_string(values.size());
    }
    if (const auto to = context.query("to"); to && !to->empty()) {
        values.emplace_back(instant_of_day(*to, "to", true));
        where += " AND j.at < $" + std::to_string(values.size());
    }
    return where;
}

Reply list_journal(Context& context) {
    const auto page = kernel::page_of(context);
    kernel::Values values;
    auto where = journal_filter(context, values);
    if (!page.after.empty()) {
        values.emplace_back(page.after[0]);
        where += " AND j.id < $" + std::to_string(values.size());
    }
    const auto rows = context.transaction.query("SELECT " + std::string{columns} + " FROM journal j LEFT JOIN place l ON l.id = j.place_id WHERE " + where +
                                                    " ORDER BY j.id DESC LIMIT " + std::to_string(page.size + 1), values);
    json::array items;
    std::string next;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (static_cast<std::int64_t>(i) == page.size) {
            next = kernel::next_token({rows[i - 1].text(0)});
            break;
        }
        items.emplace_back(line_json(rows[i]));
    }
    return kernel::list_reply(std::move(items), std::move(next));
}

bool is_one_of(std::string_view kind, std::initializer_list<std::string_view> kinds) {
    return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

bool tells_of_self_check(const kernel::Row& row) {
    for (const std::size_t column : {std::size_t{7}, std::size_t{8}}) {
        const auto value = parsed(row, column);
        if (!value.is_object()) continue;
        const auto* source = value.as_object().if_contains("source");
        if (source != nullptr && source->is_string() && source->as_string() == "self_check") return true;
    }
    return false;
}

bool may_at(const kernel::Actor& actor, std::string_view right, const kernel::Row& row) {
    return row.null(12) ? actor.has(right) : actor.may(right, row.text(12));
}

/// Accounts, settings and jobs are for the auditor only; whoever did something may see that he did.
bool may_see(const kernel::Actor& actor, const kernel::Row& row) {
    const auto& kind = row.text(4);
    if (is_one_of(kind, {"account", "setting", "job", "import"})) return actor.has("journal.read");
    if (row.text(10) == actor.account_id) return true;
    const bool open = is_one_of(kind, {"evaluation", "plaque", "district", "street", "community", "estate", "party", "group_post", "calendar"});
    return may_at(actor, open ? "evaluation.read" : "finding.read", row);
}

Reply show_timeline(Context& context) {
    const auto rows = context.transaction.query("SELECT " + std::string{columns} +
                                                    " FROM journal j LEFT JOIN place l ON l.id = j.place_id WHERE j.thing_kind = $1 AND j.thing_id = $2 ORDER BY j.id LIMIT 500",
                                                {context.parameter("thing_kind"), context.parameter("thing_id")});
    json::array items;
    // A thing of a self-check stays hidden as a whole: its later lines would tell as much as the first.
    for (const auto& row : rows)
        if (tells_of_self_check(row) && !may_at(context.actor, "self_check.read", row)) return kernel::list_reply({}, {});
    for (const auto& row : rows) {
        if (!may_see(context.actor, row)) continue;
        auto line = line_json(row);
        for (const auto* hidden : {"id", "thing_kind", "thing_id", "place_name"}) line.erase(hidden);
        items.emplace_back(std::move(line));
    }
    return kernel::list_reply(std::move(items), {});
}

}  // namespace

void journal_routes(kernel::Router& router) {
    router.see("/api/journal", Guard{"journal.read", {}, false}, {"操作日志", "The journal"}, list_journal);
    router.see("/api/timeline/{thing_kind}/{thing_id}", Guard::any_account(), {"一件事的经过", "What happened to a thing"}, show_timeline);
}

}  // namespace anju::account
