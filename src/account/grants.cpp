#include "account/grants.hpp"

#include <set>
#include <tuple>

#include "base/id.hpp"
#include "party/party.hpp"
#include "party/titles.hpp"
#include "place/place.hpp"

namespace anju::account {

namespace json = kernel::json;
using policy::Scope;

namespace {

std::string_view place_kind(Scope scope) {
    switch (scope) {
        case Scope::street: return "street";
        case Scope::community: return "community";
        case Scope::estate: return "estate";
        default: return {};
    }
}

class GrantCheck {
  public:
    GrantCheck(kernel::Transaction& transaction, const policy::Pack& pack) : transaction_{transaction}, pack_{pack} {}

    void one(const NewGrant& grant, const std::string& field) {
        const auto* role = pack_.role(grant.role);
        if (role == nullptr) return wrong(field + "role", {"没有这个角色，请从列表里选。", "There is no such role. Choose one of the list."});
        if (!seen_.emplace(grant.role, grant.place_id, grant.party_id).second)
            wrong(field + "role", {"同一个角色填了两次，请删去一个。", "The same role twice. Delete one."});
        if (const auto kind = place_kind(role->scope); !kind.empty()) {
            const auto place = grant.place_id.empty() ? std::nullopt : place::find(transaction_, grant.place_id);
            if (!place || place->kind != kind)
                wrong(field + "place_id", {"“" + role->title.zh + "”须选它管的街道、社区或小区。", "“" + role->title.en + "” needs its street, community or estate."});
        } else if (!grant.place_id.empty() && role->scope != Scope::district) {
            wrong(field + "place_id", {"“" + role->title.zh + "”不按地点授权，请不填地点。", "“" + role->title.en + "” has no place. Leave it empty."});
        }
        const bool by_party = role->scope == Scope::party || role->scope == Scope::assigned;
        const auto party = grant.party_id.empty() ? std::nullopt : party::find(transaction_, grant.party_id);
        if (by_party ? !party || (role->scope == Scope::assigned) != (party->kind == "assessor") : !grant.party_id.empty() && !party)
            wrong(field + "party_id", {"“" + role->title.zh + "”须选所属的单位。", "“" + role->title.en + "” needs the party it belongs to."});
    }

    void excludes(const std::vector<NewGrant>& grants) {
        for (std::size_t i = 0; i < grants.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j) {
                const auto* a = pack_.role(grants[i].role);
                const auto* b = pack_.role(grants[j].role);
                if (a == nullptr || b == nullptr || (!a->excludes.contains(b->role) && !b->excludes.contains(a->role))) continue;
                code_ = "roles_exclude";
                wrong("grants/" + std::to_string(i) + "/role",
                      {"“" + a->title.zh + "”和“" + b->title.zh + "”不能由同一个人兼任，请分给两个账号。",
                       "One person may not be “" + a->title.en + "” and “" + b->title.en + "”. Use two accounts."});
            }
        }
    }

    void done() {
        if (problems_.empty()) return;
        throw base::Refusal(422, code_, {"授权有问题，请按提示改正。", "The grants cannot be made. See what is wrong."}, std::move(problems_));
    }

  private:
    void wrong(std::string field, base::Text message) { problems_.push_back({std::move(field), std::move(message)}); }

    kernel::Transaction& transaction_;
    const policy::Pack& pack_;
    std::set<std::tuple<std::string, std::string, std::string>> seen_;
    std::vector<base::FieldProblem> problems_;
    std::string code_ = "wrong_grants";
};

kernel::Value text_or_null(const std::string& text) {
    if (text.empty()) return nullptr;
    return text;
}

std::vector<std::string> party_paths(kernel::Transaction& transaction, const std::string& party_id, bool assessor, base::Day on) {
    std::vector<std::string> paths;
    for (const auto& row : transaction.query(
             "SELECT DISTINCT l.path FROM estate_party e JOIN place l ON l.id = e.estate_id WHERE e.party_id = $1 AND (e.part = 'assessor') = ($2 = 1) "
             "AND e.from_day <= $3 AND (e.to_day IS NULL OR e.to_day >= $3)",
             {party_id, std::int64_t{assessor}, on.text()})) {
        paths.push_back(row.text(0));
    }
    return paths;
}

}  // namespace

void check_grants(kernel::Transaction& transaction, const policy::Pack& pack, const std::vector<NewGrant>& grants) {
    GrantCheck check{transaction, pack};
    for (std::size_t i = 0; i < grants.size(); ++i) check.one(grants[i], "grants/" + std::to_string(i) + "/");
    check.excludes(grants);
    check.done();
}

void write_grants(kernel::Transaction& transaction, const std::string& account_id, const std::vector<NewGrant>& grants) {
    transaction.run("DELETE FROM account_role WHERE account_id = $1", {account_id});
    for (const auto& grant : grants)
        transaction.run("INSERT INTO account_role (id, account_id, role, place_id, party_id) VALUES ($1, $2, $3, $4, $5)",
                        {base::new_id(), account_id, grant.role, text_or_null(grant.place_id), text_or_null(grant.party_id)});
}

std::vector<NewGrant> grants_of(kernel::Transaction& transaction, const std::string& account_id) {
    std::vector<NewGrant> grants;
    for (const auto& row : transaction.query("SELECT role, place_id, party_id FROM account_role WHERE account_id = $1 ORDER BY id", {account_id}))
        grants.push_back({row.text(0), row.text_or(1), row.text_or(2)});
    return grants;
}

json::array grants_json(const std::vector<NewGrant>& grants) {
    json::array shown;
    for (const auto& grant : grants) {
        json::object one{{"role", grant.role}};
        if (!grant.place_id.empty()) one["place_id"] = grant.place_id;
        if (!grant.party_id.empty()) one["party_id"] = grant.party_id;
        shown.emplace_back(std::move(one));
    }
    return shown;
}

json::array roles_json(kernel::Transaction& transaction, const policy::Pack& pack, const std::string& account_id) {
    json::array shown;
    for (const auto& row : transaction.query(
             "SELECT r.role, l.id, l.name, p.id, p.name FROM account_role r LEFT JOIN place l ON l.id = r.place_id LEFT JOIN party p ON p.id = r.party_id "
             "WHERE r.account_id = $1 ORDER BY r.id", {account_id})) {
        const auto* role = pack.role(row.text(0));
        const auto named = [&](std::size_t column) -> json::value {
            if (row.null(column)) return nullptr;
            return json::object{{"id", row.text(column)}, {"name", row.text(column + 1)}};
        };
        const json::value title = role == nullptr ? json::value(json::object{{"zh", row.text(0)}, {"en", row.text(0)}}) : json::value(party::title_json(role->title));
        shown.emplace_back(json::object{{"role", row.text(0)}, {"title", title}, {"place", named(1)}, {"party", named(3)}});
    }
    return shown;
}

std::vector<kernel::Grant> resolve_grants(kernel::Transaction& transaction, const policy::Pack& pack, const std::string& account_id, base::Day on) {
    std::vector<kernel::Grant> grants;
    for (const auto& held : grants_of(transaction, account_id)) {
        const auto* role = pack.role(held.role);
        if (role == nullptr) continue;  // a role the pack no longer has gives nothing
        kernel::Grant grant;
        grant.role = held.role;
        grant.party_id = held.party_id;
        grant.rights.insert(role->rights.begin(), role->rights.end());
        if (role->scope == Scope::district) grant.paths = {"/"};
        else if (role->scope == Scope::party || role->scope == Scope::assigned)
            grant.paths = party_paths(transaction, held.party_id, role->scope == Scope::assigned, on);
        else if (const auto place = place::find(transaction, held.place_id)) grant.paths = {place->path};
        grants.push_back(std::move(grant));
    }
    return grants;
}

}  // namespace anju::account
