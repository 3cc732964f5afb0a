#pragma once
// An estate of 300 invented dwellings in five buildings, 12 of them vacant, besides shops and parking places; an evaluation in step
// inspection; people by their part. Ids of the dwellings are fixed, so that a seed draws the same ones everywhere: ±5 points at 95 %
// of 288 occupied dwellings need 165 answers.
#include <fmt/format.h>

#include "base/digest.hpp"
#include "evaluation/test_district.hpp"
#include "finding/finding.hpp"
#include "survey/parts.hpp"

namespace anju::survey {

inline std::vector<kernel::Migration> survey_migrations() {
    // Tables of other slices, which the finding slice reads by SQL.
    static const auto inspection = evaluation::slice_sql("inspection");
    static const auto rectify = evaluation::slice_sql("rectify");
    auto all = finding::migrations();
    all.push_back({"inspection/1", inspection});
    all.push_back({"rectify/1", rectify});
    for (const auto& one : migrations()) all.push_back(one);
    return all;
}

struct TestSurvey {
    using Actor = kernel::Actor;
    static constexpr int buildings = 5, of_a_building = 60;
    inline static const std::string seed = std::string(62, '0') + "2a";

    TestSurvey() {
        survey::routes(district.service.router, district.standard);
        finding::watch_steps(district.steps);
        year = district.open_year();
        district.set_step(year, "inspection");
        district.service.store->act([&](kernel::Transaction& transaction) { settle(transaction); });
    }

    evaluation::TestDistrict district{survey_migrations()};
    std::string year;

    static std::string dwelling_id(int number) { return fmt::format("00000000-0000-7000-8000-{:012d}", number); }
    static std::string building_id(int number) { return fmt::format("00000000-0000-7000-9000-{:012d}", number); }
    /// Of the dwelling with that number, from 1.
    static std::string household(int number) {
        if (number % 25 == 0) return "vacant";
        if (number % 10 == 3) return "rented";
        return number % 3 == 0 ? "bought" : "resettled";
    }

    Actor office() const { return kernel::TestService::who("office", {"survey.plan", "survey.read", "evaluation.manage", "evaluation.read"}); }
    Actor lead() const { return kernel::TestService::who("lead", {"survey.plan", "survey.fieldwork", "survey.check", "survey.read"}, {district.first.path}, district.firm); }
    Actor interviewer(std::string name = "interviewer") const {
        return kernel::TestService::who(std::move(name), {"survey.fieldwork", "survey.read"}, {district.first.path}, district.firm);
    }
    static Actor panel() { return kernel::TestService::who("panel", {"finding.decide", "finding.read", "survey.check", "survey.read", "evaluation.read"}); }
    static Actor nobody() { return {}; }
    /// May do everything, but in the other estate only.
    Actor stranger() const {
        return kernel::TestService::who("stranger", {"survey.plan", "survey.fieldwork", "survey.check", "survey.read", "finding.decide"}, {district.second.path}, district.firm);
    }

    kernel::Reply call(const Actor& actor, std::string method, std::string target, const kernel::json::value& body = nullptr) {
        return district.call(actor, std::move(method), std::move(target), body);
    }
    kernel::json::value get(const Actor& actor, std::string target) { return district.get(actor, std::move(target)); }

    kernel::json::object plan_body() const {
        return {{"evaluation_id", year}, {"estate_id", district.first.id}, {"strata_by", "building"}, {"starts", "2026-09-20"}, {"ends", "2026-09-30"}, {"party_id", district.firm}};
    }
    /// Makes a plan with some members of the body changed; returns its id.
    std::string plan(const kernel::json::object& changed = {}) {
        auto body = plan_body();
        for (const auto& member : changed) body[member.key()] = member.value();
        const auto reply = call(office(), "POST", "/api/surveys", body);
        if (reply.status != 201) throw std::runtime_error{reply.body};
        return std::string{kernel::json::parse(reply.body).at("id").as_string()};
    }
    std::int64_t version(const std::string& survey) { return district.count("SELECT version FROM survey WHERE id = $1", {survey}); }
    kernel::Reply start(const std::string& survey, const std::string& with_seed = seed) {
        return call(lead(), "POST", "/api/surveys/" + survey + "/start", {{"version", version(survey)}, {"seed", with_seed}});
    }
    /// A survey in the field.
    std::string started(const kernel::json::object& changed = {}) {
        const auto survey = plan(changed);
        const auto reply = start(survey);
        if (reply.status != 200) throw std::runtime_error{reply.body};
        return survey;
    }
    Survey the_survey(const std::string& id) {
        Survey found;
        district.service.store->see([&](kernel::Transaction& transaction) { found = survey::get(transaction, district.standard, id); });
        return found;
    }
    const policy::SatisfactionSurvey& questionnaire() const { return *district.standard.current().satisfaction; }

    /// Every question with the same level.
    kernel::json::object all_answered(std::int64_t level) const {
        kernel::json::object answers;
        for (const auto& question : questionnaire().questions) answers[question.question] = level;
        return answers;
    }
    kernel::Reply answer(const Actor& actor, const std::string& survey, std::int64_t position, std::int64_t level, const std::string& channel = "telephone") {
        return call(actor, "POST", fmt::format("/api/surveys/{}/dwellings/{}/answer", survey, position), {{"channel", channel}, {"answers", all_answered(level)}, {"minutes", 5}});
    }
    /// The same without HTTP, as any channel.
    kernel::Reply take(const std::string& survey, std::int64_t position, std::int64_t level, const Arrival& arrival = {"web", {}, {}, {}}) {
        return district.act(kernel::TestService::who("door", {}), [&, arrival](kernel::Context& context) {
            const auto one = survey::get(context.transaction, district.standard, survey);
            take_answer(context, one, position, read_answers(one.questionnaire(), all_answered(level)), arrival);
        });
    }
    /// A code that opens the dwelling at that position, as a printed letter would carry it.
    std::string code_for(const std::string& survey, std::int64_t position) {
        auto code = new_code();
        district.service.store->act([&](kernel::Transaction& transaction) {
            transaction.run("UPDATE survey_draw SET code_hash = $3 WHERE survey_id = $1 AND position = $2", {survey, position, base::sm3(code)});
        });
        return code;
    }
    /// Positions in that state, from the first.
    std::vector<std::int64_t> positions(const std::string& survey, const std::string& state = "open") {
        std::vector<std::int64_t> found;
        district.service.store->see([&](kernel::Transaction& transaction) {
            transaction.each("SELECT position FROM survey_draw WHERE survey_id = $1 AND state = $2 ORDER BY position", {survey, state},
                             [&](const kernel::Row& row) { found.push_back(row.number(0)); });
        });
        return found;
    }

  private:
    void settle(kernel::Transaction& transaction) const {
        for (int building = 1; building <= buildings; ++building) {
            transaction.run("INSERT INTO building (id, estate_id, name, sort_key) VALUES ($1, $2, $3, $4)",
                            {building_id(building), district.first.id, fmt::format("{}幢", building), fmt::format("{:03d}", building)});
            for (int i = 0; i < of_a_building; ++i) add(transaction, building, (building - 1) * of_a_building + i + 1, i, "dwelling");
            for (int i = 0; i < 4; ++i) add(transaction, building, 1000 * building + i, 100 + i, i % 2 == 0 ? "shop" : "parking");
        }
    }
    void add(kernel::Transaction& transaction, int building, int number, int i, const std::string& kind) const {
        const auto floor = i / 6 + 1;
        transaction.run("INSERT INTO dwelling (id, estate_id, building_id, unit, floor, room, kind, household, sort_key) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                        {dwelling_id(number), district.first.id, building_id(building), fmt::format("{}单元", i % 6 / 3 + 1), fmt::format("{}层", floor),
                         fmt::format("{}{:02d}", floor, i % 3 + 1), kind, kind == "dwelling" ? household(number) : "unknown", fmt::format("{:03d}-{:03d}", building, i)});
    }
};

}  // namespace anju::survey
