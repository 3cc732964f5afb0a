#include "merit/merit.hpp"

#include "base/id.hpp"
#include "base/refusal.hpp"
#include "merit/sql.hpp"

namespace anju::merit {
namespace {

namespace json = kernel::json;

void require_state(const std::string& state, std::string_view wanted, base::Text message) {
    if (state != wanted) base::refuse_state("wrong_state", std::move(message));
}

/// `sql` ends with the id and the version the client has seen; no row means that somebody was faster.
void change(kernel::Context& context, const std::string& sql, const kernel::Values& values) {
    if (context.transaction.run(sql, values) == 1) return;
    base::refuse_state("changed_meanwhile", {"这一条刚刚被别人改过，请刷新后再试。",
                                             "Somebody has just changed this entry. Reload and try again."});
}

struct PublishedStar {
    std::int64_t year = 0, star = 0;
};

PublishedStar require_star(kernel::Context& context, const std::string& estate_id) {
    auto const row = context.transaction.one(
        "SELECT e.year, r.star FROM result r JOIN evaluation e ON e.id = r.evaluation_id "
        "WHERE r.estate_id = $1 AND r.stage = 'final' AND e.published_at IS NOT NULL ORDER BY e.year DESC LIMIT 1",
        {estate_id});
    if (!row) {
        base::refuse_state("no_star", {"这个小区还没有公布过评星结果，不能评先评优。请等它参加评星、结果公布并获得星级后再提。",
                                       "No result of this estate has been published yet, so it cannot be proposed. "
                                       "Propose it once it was rated, published and has a star."});
    }
    if (row->number(1) < 1) {
        auto const year = std::to_string(row->number(0));
        base::refuse_state("no_star",
                           {"这个小区最近一次公布的结果（" + year + " 年）没有星级，不能评先评优。请先整改，等下次公布获得星级后再提。",
                            "The estate's last published result (" + year +
                                ") is not a star, so it cannot be proposed. Mend what was found and propose it after "
                                "a published result with a star."});
    }
    return {row->number(0), row->number(1)};
}

}  // namespace

Merit get(kernel::Transaction& transaction, const std::string& id) {
    auto const row =
        transaction.one("SELECT id, estate_id, state, created_by, version FROM merit WHERE id = $1", {id});
    if (!row) base::refuse_missing("评先评优提名", "merit proposal");
    return {row->text(0), row->text(1), row->text(2), row->text(3), row->number(4)};
}

std::string propose(kernel::Context& context, const std::string& estate_id, const std::string& title) {
    auto const rests_on = require_star(context, estate_id);
    if (context.transaction.one("SELECT 1 FROM merit WHERE estate_id = $1 AND year = $2 AND title = $3",
                                {estate_id, rests_on.year, title})) {
        base::refuse_state("already_proposed", {"这个小区这一年已经提过同一项了，请在清单里查看。",
                                                "The estate was already proposed for this in that year. See the list."});
    }
    auto const id = base::new_id();
    context.transaction.run(
        "INSERT INTO merit (id, estate_id, year, title, state, star, created_by, created_at, version) VALUES ($1, $2, "
        "$3, $4, 'proposed', $5, $6, $7, 1)",
        {id, estate_id, rests_on.year, title, rests_on.star, context.actor.account_id, context.now.microseconds});
    context.journal({"merit.propose", "merit", id, estate_id, nullptr,
                     json::object{{"title", title},
                                  {"year", rests_on.year},
                                  {"star", rests_on.star},
                                  {"state", "proposed"}},
                     ""});
    return id;
}

void confirm(kernel::Context& context, const Merit& before) {
    require_state(before.state, "proposed", {"这条提名已经确认过了。", "This proposal is already confirmed."});
    if (before.created_by == context.actor.account_id) {
        base::refuse_state("same_person", {"提名的人不能自己确认，请换一个账号。",
                                           "Whoever proposed it may not confirm it. Another account must do it."});
    }
    require_star(context, before.estate_id);
    change(context,
           "UPDATE merit SET state = 'confirmed', decided_by = $1, version = version + 1 WHERE id = $2 AND version = "
           "$3",
           {context.actor.account_id, before.id, before.version});
    context.journal({"merit.confirm", "merit", before.id, before.estate_id, json::object{{"state", before.state}},
                     json::object{{"state", "confirmed"}}, ""});
}

std::vector<kernel::Migration> migrations() {
    return {{"supervision/1", sql::supervision}, {"supervision/2", sql::without_visits}};
}

}  // namespace anju::merit
