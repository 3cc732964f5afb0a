#pragma once
// A small invented district for the scenario tests of the slices that work inside a year: one street, one community, two
// estates, the pack of this repository, and actors by their part. Everything else is real: database, router, rights, journal.
#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

#include "evaluation/evaluation.hpp"
#include "kernel/test_service.hpp"
#include "party/party.hpp"
#include "place/place.hpp"

namespace anju::evaluation {

namespace json = kernel::json;

inline std::string slice_sql(const std::string& slice) {
    std::ifstream file{std::string{ANJU_SOURCE_DIR} + "/src/" + slice + "/" + slice + ".sql"};
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

inline std::vector<kernel::Migration> district_migrations(const std::vector<kernel::Migration>& more) {
    std::vector<kernel::Migration> all;
    for (const auto& part : {kernel::kernel_migrations(), standard::migrations(), place::migrations(), party::migrations(), migrations(), more})
        all.insert(all.end(), part.begin(), part.end());
    return all;
}

struct TestDistrict {
    explicit TestDistrict(const std::vector<kernel::Migration>& more = {})
        : service{district_migrations(more)}, standard{policy::pack_files(std::string{ANJU_SOURCE_DIR} + "/packs/gongshu")} {
        service.store->act([&](kernel::Transaction& transaction) {
            place::plant(transaction, standard.current().places);
            const auto street = place::find_by_code(transaction, "street", "330105008000");
            const auto community = place::add(transaction, "community", "330105008001", "桂花社区", *street);
            first = place::add(transaction, "estate", "E1", "桂花苑", community, "settled", 300);
            second = place::add(transaction, "estate", "E2", "银杏苑", community, "pending", 200);
            firm = party::add(transaction, "assessor", "甲评估所").id;
            other_firm = party::add(transaction, "assessor", "乙评估所").id;
            housing = party::add(transaction, "department", "某住建局").id;
        });
        evaluation::routes(service.router, standard, steps);
        service.router.act("POST", "/test", kernel::Guard::any_account(), {"试", "test"}, [this](kernel::Context& context) {
            work(context);
            return kernel::json_reply(json::object{});
        });
    }

    kernel::TestService service;
    standard::Standard standard;
    Steps steps;
    place::Place first, second;
    std::string firm, other_firm, housing;
    std::function<void(kernel::Context&)> work;

    using Actor = kernel::Actor;
    static Actor office() { return kernel::TestService::who("office", {"evaluation.manage", "evaluation.read", "finding.read", "self_check.read"}); }
    Actor community() const {
        return kernel::TestService::who("community", {"inspection.self_check", "self_check.read", "finding.read", "finding.dispute", "evaluation.read"}, {first.path});
    }
    Actor assessor(std::string name = "assessor") const {
        return kernel::TestService::who(std::move(name), {"inspection.inspect", "measure.record", "evaluation.read"}, {first.path, second.path}, firm);
    }
    Actor lead() const {
        return kernel::TestService::who("lead", {"inspection.confirm", "inspection.inspect", "measure.record", "evaluation.read"}, {first.path, second.path}, firm);
    }
    Actor department() const { return kernel::TestService::who("department", {"inspection.department", "finding.read", "finding.dispute", "evaluation.read"}, {"/"}, housing); }
    static Actor panel() { return kernel::TestService::who("panel", {"finding.decide", "finding.read", "evaluation.read", "self_check.read", "inspection.confirm"}); }

    kernel::Reply call(const Actor& actor, std::string method, std::string target, const json::value& body = nullptr) {
        service.actor = actor;
        return service.call(std::move(method), std::move(target), body);
    }
    json::value get(const Actor& actor, std::string target) { return json::parse(call(actor, "GET", std::move(target)).body); }
    /// Runs slice functions inside an act of that actor, as a handler would.
    kernel::Reply act(const Actor& actor, std::function<void(kernel::Context&)> wanted) {
        work = std::move(wanted);
        return call(actor, "POST", "/test");
    }
    json::object new_year(std::int64_t year = 2026) const {
        return {{"year", year}, {"cut_off", std::to_string(year) + "-12-31"}, {"survey_method", "每户一份，按满意户数算"}, {"estate_ids", {first.id, second.id}}, {"note", ""}};
    }
    std::string open_year(std::int64_t year = 2026) {
        return std::string{json::parse(call(office(), "POST", "/api/evaluations", new_year(year)).body).at("id").as_string()};
    }
    void set_step(const std::string& evaluation, const std::string& step) {
        service.store->act([&](kernel::Transaction& transaction) { transaction.run("UPDATE evaluation SET step = $2 WHERE id = $1", {evaluation, step}); });
    }
    std::int64_t count(const std::string& sql, const kernel::Values& values = {}) {
        std::int64_t found = 0;
        service.store->see([&](kernel::Transaction& transaction) { found = transaction.one(sql, values)->number(0); });
        return found;
    }
};

inline std::string code_of(const kernel::Reply& reply) {
    const auto body = json::parse(reply.body);
    return body.is_object() && body.as_object().contains("code") ? std::string{body.at("code").as_string()} : std::string{};
}
/// What is wrong with the fields of a refused request.
inline json::array problems_of(const kernel::Reply& reply) {
    const auto body = json::parse(reply.body);
    for (const auto* member : {"errors", "problems"})
        if (const auto* found = body.as_object().if_contains(member)) return found->as_array();
    return {};
}
inline std::string first_field(const kernel::Reply& reply) {
    const auto problems = problems_of(reply);
    return problems.empty() ? std::string{} : std::string{problems.front().at("field").as_string()};
}

}  // namespace anju::evaluation
