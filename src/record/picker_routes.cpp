#include <fmt/format.h>

#include "attachment/attachment.hpp"
#include "kernel/page.hpp"
#include "record/fields.hpp"
#include "record/parts.hpp"

namespace anju::record {
namespace {

using kernel::Context;
using kernel::Reply;

/// What is asked for: the field, and what has been typed of the name.
struct Asked {
    const field::Field* one;
    std::string place_id, search;
    kernel::Page page;
    bool of_estate = false;  ///< only parties that have a part in the estate today: others could not be told to mend
};

const field::Field* named_field(const std::vector<field::Field>& fields, const std::string& name) {
    auto const slash = name.find('/');
    auto const* one = field::find(fields, name.substr(0, slash));
    return one == nullptr || slash == std::string::npos ? one : field::find(one->fields, name.substr(slash + 1));
}

/// `field=` of the register, "rooms/firm" for a column, or a field of the process act in `act=`.
Asked asked_of_picker(Context& context, const Registers& registers, const policy::Register& of) {
    auto const* fields = &of.fields;
    std::string mends;
    if (auto const act = context.query("act"); act && !act->empty()) {
        auto const* process = registers.pack().process_named(of.process);
        auto const* found = process == nullptr ? nullptr : process->act(*act);
        if (found == nullptr) base::refuse_field("act", "unknown_act", {"没有这个办理动作。", "There is no such act."});
        fields = &found->fields;
        if (found->rectifies.any()) mends = found->rectifies.rows + "/" + found->rectifies.party;
    }
    auto const name = context.query("field").value_or("");
    auto const* one = named_field(*fields, name);
    if (one == nullptr || !one->kind->traits().by_engine)
        base::refuse_field("field", "no_choices", {"这一栏没有可选的列表。", "This field has no list to choose from."});
    return {one, context.query("place").value_or(""), context.query("search").value_or(""), kernel::page_of(context), !mends.empty() && name == mends};
}

/// A query over columns (id, name, detail) that is finished here: what was typed, the next page, the order.
class Picker {
  public:
    Picker(Context& context, const Asked& asked) : context_{context}, asked_{asked} {}

    std::string bound(kernel::Value value) {
        values_.push_back(std::move(value));
        return fmt::format("${}", values_.size());
    }
    kernel::Values& values() { return values_; }
    /// What was typed must stand in that expression.
    std::string searched(const std::string& name) {
        if (asked_.search.empty()) return {};
        return fmt::format(" AND ({}) LIKE {} ESCAPE '\\'", name, bound(kernel::like_containing(asked_.search)));
    }
    /// `select` ends where the next condition is added; ordered by the expression `order`, its fourth column, and `id`.
    Reply reply(std::string select, const std::string& order, const std::string& id) {
        if (asked_.page.after.size() == 2)
            select += fmt::format(" AND ({}, {}) > ({}, {})", order, id, bound(asked_.page.after[0]), bound(asked_.page.after[1]));
        auto const rows = context_.transaction.query(fmt::format("{} ORDER BY {}, {} LIMIT {}", select, order, id, asked_.page.size + 1), values_);
        json::array items;
        std::string next;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (std::ssize(items) == asked_.page.size) {
                next = kernel::next_token({rows[i - 1].text(3), rows[i - 1].text(0)});
                break;
            }
            items.emplace_back(json::object{{"id", rows[i].text(0)}, {"name", rows[i].text(1)}, {"detail", rows[i].text_or(2)}});
        }
        return kernel::list_reply(std::move(items), std::move(next));
    }

  private:
    Context& context_;
    const Asked& asked_;
    kernel::Values values_;
};

/// Under the given place, or everything the actor reads of the register.
std::string within(Context& context, const Asked& asked, const std::vector<std::string>& paths, std::string_view column, Picker& picker) {
    auto condition = path_condition(paths, column, picker.values());
    if (!asked.place_id.empty())
        condition = fmt::format("({} AND {})", condition, path_condition({place::get(context.transaction, asked.place_id, {}).path}, column, picker.values()));
    return condition;
}

Reply pick_link(Context& context, const Registers& registers, const Asked& asked) {
    auto const& target = registers.named(asked.one->target);
    Picker picker{context, asked};
    auto const readable = within(context, asked, read_paths(context.actor, target), "r.path", picker);
    return picker.reply(fmt::format("SELECT r.id, r.name, p.name, r.name FROM record r JOIN place p ON p.id = r.place_id WHERE r.register = '{}' AND "
                                    "r.deleted = 0 AND {}",
                                    target.name, readable) + picker.searched("r.name"),
                        "r.name", "r.id");
}

Reply pick_place(Context& context, const Asked& asked, const policy::Register& of) {
    Picker picker{context, asked};
    auto const readable = within(context, asked, with_above(paths_of(context.actor, of.read)), "p.path", picker);
    return picker.reply(fmt::format("SELECT p.id, p.name, p.code, p.name FROM place p WHERE p.kind = {} AND {}", picker.bound(asked.one->level), readable) + picker.searched("p.name"),
                        "p.name", "p.id");
}

Reply pick_dwelling(Context& context, const Asked& asked, const policy::Register& of) {
    Picker picker{context, asked};
    auto const readable = within(context, asked, paths_of(context.actor, of.read), "p.path", picker);
    std::string const name = "b.name || ' ' || d.unit || ' ' || d.room";
    return picker.reply(fmt::format("SELECT d.id, {}, p.name, d.sort_key FROM dwelling d JOIN building b ON b.id = d.building_id JOIN place p ON p.id = "
                                    "d.estate_id WHERE {}",
                                    name, readable) + picker.searched(name),
                        "d.sort_key", "d.id");
}

Reply pick_party(Context& context, const Asked& asked) {
    Picker picker{context, asked};
    std::string select = "SELECT p.id, p.name, p.credit_code, p.name FROM party p WHERE p.state = 'active'";
    if (!asked.one->party_kind.empty()) select += " AND p.kind = " + picker.bound(asked.one->party_kind);
    if (asked.of_estate && !asked.place_id.empty()) {
        auto const today = picker.bound(context.today().text());
        select += fmt::format(" AND EXISTS (SELECT 1 FROM estate_party e WHERE e.party_id = p.id AND e.estate_id = {} AND e.from_day <= {} AND (e.to_day IS NULL OR e.to_day >= {}))",
                              picker.bound(asked.place_id), today, today);
    }
    return picker.reply(std::move(select) + picker.searched("p.name"), "p.name", "p.id");
}

/// Accounts in a role that may read the register: a form is no way to see who else has one.
Reply pick_account(Context& context, const Asked& asked, const policy::Register& of) {
    Picker picker{context, asked};
    auto const roles = attachment::in_list(of.read, picker.values());
    return picker.reply(fmt::format("SELECT a.id, a.display_name, a.name, a.display_name FROM account a WHERE a.state = 'active' AND EXISTS (SELECT 1 FROM "
                                    "account_role g WHERE g.account_id = a.id AND g.role IN {})",
                                    roles) + picker.searched("a.display_name"),
                        "a.display_name", "a.id");
}

Reply pick(Context& context, const Registers& registers) {
    auto const& of = readable_register(context, registers);
    auto const asked = asked_of_picker(context, registers, of);
    auto const kind = asked.one->kind->name();
    if (kind == "link") return pick_link(context, registers, asked);
    if (kind == "place") return pick_place(context, asked, of);
    if (kind == "party") return pick_party(context, asked);
    if (kind == "account") return pick_account(context, asked, of);
    if (kind == "dwelling") {
        if (asked.place_id.empty()) base::refuse_field("place", "missing", {"请先选小区。", "Choose the estate first."});
        return pick_dwelling(context, asked, of);
    }
    base::refuse_field("field", "no_choices", {"这一栏没有可选的列表。", "This field has no list to choose from."});
}

}  // namespace

void picker_routes(kernel::Router& router, const Registers& registers) {
    router.see("/api/registers/{register}/choices", kernel::Guard::any_account(), {"表单里可选的对象", "What a form may choose from"},
               [&registers](Context& context) { return pick(context, registers); });
}

}  // namespace anju::record
