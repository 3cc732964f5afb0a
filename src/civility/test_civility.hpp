#pragma once
// The invented district with a year in step inspection, people by their part, and shortcuts through a civility check.
#include <fmt/format.h>

#include <algorithm>

#include "civility/parts.hpp"
#include "evaluation/test_district.hpp"
#include "finding/finding.hpp"
#include "kernel/files.hpp"

namespace anju::civility {

namespace json = kernel::json;

inline std::vector<kernel::Migration> civility_migrations() {
    // Tables of other slices, which finding and attachment read by SQL.
    static const auto inspection = evaluation::slice_sql("inspection");
    static const auto rectify = evaluation::slice_sql("rectify");
    auto all = finding::migrations();
    all.push_back({"inspection/1", inspection});
    all.push_back({"rectify/1", rectify});
    for (const auto& one : civility::migrations()) all.push_back(one);
    return all;
}

struct TestCivility {
    using Actor = kernel::Actor;
    inline static const std::string seed = std::string(62, '0') + "2a";

    TestCivility() {
        civility::routes(district.service.router, district.standard);
        show_photos(viewers);
        attachment::routes(district.service.router, *district.service.store, files, viewers);
        finding::watch_steps(district.steps);
        year = district.open_year();
        district.set_step(year, "inspection");
    }

    evaluation::TestDistrict district{civility_migrations()};
    kernel::Files files{district.service.store.directory()};
    attachment::Viewers viewers;
    std::string year;

    static Actor office() { return kernel::TestService::who("office", {"survey.plan", "survey.read"}); }
    Actor lead() const { return kernel::TestService::who("lead", {"survey.plan", "survey.fieldwork", "survey.check", "survey.read"}, {district.first.path}, district.firm); }
    Actor observer(std::string name = "one") const { return kernel::TestService::who(std::move(name), {"survey.fieldwork", "survey.read"}, {district.first.path}, district.firm); }
    Actor rival() const { return kernel::TestService::who("rival", {"survey.plan", "survey.fieldwork", "survey.read"}, {district.first.path}, district.other_firm); }
    static Actor panel() { return kernel::TestService::who("panel", {"finding.decide", "survey.read", "evaluation.read"}); }
    Actor community() const { return kernel::TestService::who("community", {"survey.read"}, {district.first.path}); }
    Actor stranger() const {
        return kernel::TestService::who("stranger", {"survey.plan", "survey.fieldwork", "survey.read", "finding.decide"}, {district.second.path}, district.firm);
    }

    kernel::Reply call(const Actor& actor, std::string method, std::string target, const json::value& body = nullptr) {
        return district.call(actor, std::move(method), std::move(target), body);
    }
    kernel::Reply send(const Actor& actor, const std::string& target, std::string bytes, const std::string& dry_run = {}, const std::string& type = {}) {
        district.service.actor = actor;
        kernel::Request request;
        request.method = "POST";
        request.target = target;
        request.body = std::move(bytes);
        if (!dry_run.empty()) request.headers["x-dry-run"] = dry_run;
        if (!type.empty()) request.headers["content-type"] = type;
        return district.service.router.answer(request);
    }
    json::value get(const Actor& actor, std::string target) { return district.get(actor, std::move(target)); }
    json::value shown(const std::string& civility, const Actor& actor) { return get(actor, "/api/civilities/" + civility); }

    json::object plan_body() const {
        return {{"evaluation_id", year}, {"estate_id", district.first.id}, {"observations", 3}, {"second_percent", 34},
                {"starts", "2026-09-15"}, {"ends", "2026-09-30"}, {"party_id", district.firm}};
    }
    kernel::Reply ask_plan(const json::object& changed = {}) {
        auto body = plan_body();
        for (const auto& member : changed) body[member.key()] = member.value();
        return call(office(), "POST", "/api/civilities", body);
    }
    std::string plan(const json::object& changed = {}) {
        const auto reply = ask_plan(changed);
        if (reply.status != 201) throw std::runtime_error{reply.body};
        return std::string{json::parse(reply.body).at("id").as_string()};
    }
    std::int64_t version(const std::string& civility) { return district.count("SELECT version FROM civility WHERE id = $1", {civility}); }
    /// start, close or record, at the present version.
    kernel::Reply step(const Actor& actor, const std::string& civility, const std::string& name, json::object body = {}) {
        if (!body.contains("version")) body["version"] = version(civility);
        return call(actor, "POST", "/api/civilities/" + civility + "/" + name, body);
    }
    std::string started(const json::object& changed = {}) {
        auto civility = plan(changed);
        const auto reply = step(lead(), civility, "start", {{"seed", seed}});
        if (reply.status != 200) throw std::runtime_error{reply.body};
        return civility;
    }

    std::vector<Observation> drawn(const std::string& civility) {
        std::vector<Observation> found;
        district.service.store->see([&](kernel::Transaction& transaction) { found = observations_of(transaction, civility); });
        return found;
    }
    const policy::CivilityCheck& rules() const { return *district.standard.current().civility; }
    std::vector<policy::CivilityCheckPoint> checks_at(const std::string& civility, std::int64_t position) {
        for (const auto& one : drawn(civility))
            if (one.position == position) return point_of(rules(), one.pair.point).checks;
        throw std::logic_error{"not drawn"};
    }
    /// Marks of an observation's check points in their order; where `marks` ends, its last one goes on.
    json::object sheet(const std::string& civility, std::int64_t position, const std::vector<std::string>& marks = {"passed"}) {
        json::array all;
        for (const auto& one : checks_at(civility, position)) {
            const auto& mark = marks[std::min(all.size(), marks.size() - 1)];
            all.push_back(json::object{{"check", one.check}, {"mark", mark}, {"note", mark == "failed" ? "地上有烟头" : ""}, {"file_id", nullptr}});
        }
        return {{"observed_on", "2026-09-20"}, {"marks", std::move(all)}};
    }
    static std::string at(const std::string& civility, std::int64_t position) { return fmt::format("/api/civilities/{}/observations/{}", civility, position); }
    kernel::Reply observe(const Actor& actor, const std::string& civility, std::int64_t position, const std::vector<std::string>& marks = {"passed"}) {
        return call(actor, "POST", at(civility, position), sheet(civility, position, marks));
    }
    void observe_all(const std::string& civility, const std::vector<std::string>& marks = {"passed"}) {
        for (const auto& one : drawn(civility)) {
            if (const auto reply = observe(observer(), civility, one.position, marks); reply.status != 201) throw std::runtime_error{reply.body};
            if (!one.second_wanted) continue;
            if (const auto reply = observe(observer("two"), civility, one.position, marks); reply.status != 201) throw std::runtime_error{reply.body};
        }
    }
    std::string uploaded(const Actor& actor) {
        static const std::string pixel{
            "\211PNG\015\012\032\012\000\000\000\015IHDR"
            "\000\000\000\001\000\000\000\001\010\000\000\000\000\072\176\233U\000\000\000\012IDATx\332ch\000\000\000\202\000\201\332E\010\073\000\000\000\000IEND\256B\140\202",
            67};
        const auto reply = send(actor, "/api/photos", pixel, {}, "image/png");
        if (reply.status != 201) throw std::runtime_error{reply.body};
        return std::string{json::parse(reply.body).at("id").as_string()};
    }
    std::int64_t lines(const std::string& act) { return district.service.journal_lines(act); }
};

inline std::vector<std::string> fields_of(const kernel::Reply& reply) {
    std::vector<std::string> fields;
    for (const auto& problem : evaluation::problems_of(reply)) fields.emplace_back(problem.at("field").as_string());
    return fields;
}

}  // namespace anju::civility
