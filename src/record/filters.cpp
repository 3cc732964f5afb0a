// Saved filters are one's own. What they look for may name people, so the conditions are sealed.
#include "base/id.hpp"
#include "kernel/body.hpp"
#include "record/fields.hpp"
#include "record/list_query.hpp"
#include "record/parts.hpp"

namespace anju::record {
namespace {

using kernel::Context;
using kernel::Guard;
using kernel::Reply;

constexpr std::int64_t most_filters = 50;

json::value query_json(const Registers& registers, const std::string& account_id, const std::string& sealed) {
    auto const text = registers.seal().open(sealed, "filter/" + account_id);
    return text ? json::parse(*text) : json::value(json::object{});
}

Reply list_filters(Context& context, const Registers& registers) {
    auto const& of = readable_register(context, registers);
    json::array items;
    for (auto const& row : context.transaction.query("SELECT id, title, query, columns FROM record_filter WHERE "
                                                     "account_id = $1 AND register = $2 ORDER BY title, id",
                                                     {context.actor.account_id, of.name})) {
        items.emplace_back(json::object{{"id", row.text(0)},
                                        {"title", row.text(1)},
                                        {"query", query_json(registers, context.actor.account_id, row.text(2))},
                                        {"columns", json::parse(row.text(3))}});
    }
    return kernel::json_reply(json::object{{"items", std::move(items)}, {"next", nullptr}});
}

/// Conditions are kept as they were asked; they must be good ones today.
json::object conditions_of(Context& context, const policy::Register& of) {
    auto const* query = context.body().if_contains("query");
    if (query == nullptr || query->is_null()) return {};
    if (!query->is_object())
        base::refuse_field("query", "no_object", {"query 写成条件的对象。", "query is an object of conditions."});
    query_of(context, of, asked_of(query->get_object()));
    return query->get_object();
}

json::value columns_of(const json::object& body, const policy::Register& of) {
    auto const* columns = body.if_contains("columns");
    if (columns == nullptr || columns->is_null()) return nullptr;
    if (columns->is_array()) {
        bool good = true;
        for (auto const& name : columns->get_array())
            good = good && name.is_string() && of.field(std::string_view{name.get_string()}) != nullptr;
        if (good) return *columns;
    }
    base::refuse_field(
        "columns", "unknown_field",
        {"有的栏目这种台账没有，请重新选列。", "Some columns are no fields of this register. Choose again."});
}

/// Saving again under the same title replaces what was there.
Reply save_filter(Context& context, const Registers& registers) {
    auto const& of = readable_register(context, registers);
    auto rest = context.body();
    rest.erase("query");
    rest.erase("columns");
    kernel::Body body{rest};
    auto const title = body.text("title", 1, 40);
    body.done();
    auto const& me = context.actor.account_id;
    auto const conditions = conditions_of(context, of);
    auto const columns = columns_of(context.body(), of);
    auto const others = context.transaction.one(
        "SELECT COUNT(*) FROM record_filter WHERE account_id = $1 AND register = $2 AND title <> $3",
        {me, of.name, title});
    if (others->number(0) >= most_filters)
        base::refuse_field("title", "too_many_filters",
                           {"已经存了50个，请先删去不用的。", "There are fifty already. Delete some first."});
    auto const row = context.transaction.one(
        "INSERT INTO record_filter (id, account_id, register, title, query, columns) VALUES ($1, $2, $3, $4, $5, $6) "
        "ON CONFLICT (account_id, register, title) DO UPDATE SET "
        "query = EXCLUDED.query, columns = EXCLUDED.columns RETURNING id",
        {base::new_id(), me, of.name, title, registers.seal().seal(json::serialize(conditions), "filter/" + me),
         json::serialize(columns)});
    context.journal({.act = "record.filter_save",
                     .thing_kind = "filter",
                     .thing_id = row->text(0),
                     .place_id = {},
                     .before = nullptr,
                     .after = json::object{{"register", of.name}},
                     .why = {}});
    return kernel::json_reply(
        json::object{{"id", row->text(0)}, {"title", title}, {"query", conditions}, {"columns", columns}}, 201);
}

Reply delete_filter(Context& context, const Registers& registers) {
    auto const& of = readable_register(context, registers);
    auto const& id = context.parameter("id");
    auto const gone =
        context.transaction.run("DELETE FROM record_filter WHERE id = $1 AND account_id = $2 AND register = $3",
                                {id, context.actor.account_id, of.name});
    if (gone == 0) base::refuse_missing("筛选", "filter");
    context.journal({.act = "record.filter_delete",
                     .thing_kind = "filter",
                     .thing_id = id,
                     .place_id = {},
                     .before = nullptr,
                     .after = json::object{{"register", of.name}},
                     .why = {}});
    return kernel::json_reply(json::object{{"id", id}});
}

}  // namespace

void filter_routes(kernel::Router& router, const Registers& registers) {
    auto const with = [&registers](Reply (*handler)(Context&, const Registers&)) {
        return [&registers, handler](Context& context) { return handler(context, registers); };
    };
    router.see("/api/registers/{register}/filters", Guard::any_account(), {"自己存的筛选", "Filters one has saved"},
               with(list_filters));
    router.act("POST", "/api/registers/{register}/filters", Guard::any_account(), {"存一个筛选", "Save a filter"},
               with(save_filter));
    router.act("DELETE", "/api/registers/{register}/filters/{id}", Guard::any_account(),
               {"删去一个筛选", "Delete a saved filter"}, with(delete_filter));
}

}  // namespace anju::record
