#pragma once
// A small district with one year of rating for scenario tests: two streets, estates made by the test, findings and
// measures written through the slices' own functions. Only for tests of this slice and those above it.
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "evaluation/evaluation.hpp"
#include "finding/finding.hpp"
#include "kernel/test_service.hpp"
#include "party/party.hpp"
#include "place/place.hpp"
#include "rating/rating.hpp"
#include "standard/standard.hpp"

namespace anju::rating {

namespace json = kernel::json;

/// Tables that rating reads by SQL belong to slices which a test here cannot link.
inline kernel::Migration migration_from_file(const std::string& slice) {
    static std::map<std::string, std::string> texts;
    auto& text = texts[slice];
    if (text.empty()) {
        std::ifstream in{std::string{ANJU_SOURCE_DIR} + "/src/" + slice + "/" + slice + ".sql"};
        text.assign(std::istreambuf_iterator<char>{in}, {});
    }
    return {slice + "/1", text};
}

inline std::vector<kernel::Migration> year_migrations() {
    std::vector<kernel::Migration> all;
    for (auto const& slice : {kernel::kernel_migrations(), standard::migrations(), place::migrations(),
                              party::migrations(), evaluation::migrations(), finding::migrations()}) {
        all.insert(all.end(), slice.begin(), slice.end());
    }
    for (auto const* slice : {"inspection", "rectify", "publish"}) all.push_back(migration_from_file(slice));
    return all;
}

inline const policy::PackFiles& gongshu() {
    static const policy::PackFiles files = policy::pack_files(std::string{ANJU_SOURCE_DIR} + "/packs/gongshu");
    return files;
}

struct TestYear {
    standard::Standard standard;
    kernel::TestService service{year_migrations()};
    evaluation::Steps steps;
    place::Place street, other_street, community, other_community;
    std::string evaluation_id;
    std::int64_t year = 2026;

    explicit TestYear(policy::PackFiles files = gongshu()) : standard{std::move(files)} {
        service.router.act("POST", "/test/act", kernel::Guard::open(), {"试", "test"},
                           [this](kernel::Context& context) {
                               work_(context);
                               context.journal({"test.act", "test", "", "", nullptr, nullptr, "", reach_});
                               return kernel::json_reply(json::object{});
                           });
        evaluation::routes(service.router, standard, steps);
        be(officer());
        act([this](kernel::Context& context) {
            standard.keep(context.transaction, context.now);
            place::plant(context.transaction, standard.current().places);
            auto const streets = context.transaction.query("SELECT id FROM place WHERE kind = 'street' ORDER BY code");
            street = place::get(context.transaction, streets.at(0).text(0), "street");
            other_street = place::get(context.transaction, streets.at(1).text(0), "street");
            community = place::add(context.transaction, "community", "330105901001", "甲试社区", street);
            other_community = place::add(context.transaction, "community", "330105902001", "乙试社区", other_street);
        });
    }

    static kernel::Actor officer() {
        return kernel::TestService::who(
            "officer-account",
            {"evaluation.manage", "evaluation.read", "rating.read", "finding.read", "self_check.read",
             "publish.results", "plaque.manage", "report.export", "rectification.assign", "place.read"});
    }
    static kernel::Actor panel() {
        return kernel::TestService::who("panel-account", {"finding.decide", "objection.decide", "finding.read",
                                                          "rating.read", "evaluation.read", "self_check.read"});
    }
    static kernel::Actor assessor() {
        return kernel::TestService::who("assessor-account", {"inspection.inspect", "measure.record"});
    }
    static kernel::Actor nobody() { return {}; }
    void be(kernel::Actor actor) { service.actor = std::move(actor); }

    /// Runs `work` as an act of the present actor; anything it refuses is thrown as what the router answered.
    /// `reach`: of what the work does not journal itself.
    void act(std::function<void(kernel::Context&)> work, kernel::Reach reach = kernel::Reach::everything) {
        work_ = std::move(work);
        reach_ = reach;
        auto const reply = service.call("POST", "/test/act");
        if (reply.status != 200) throw std::runtime_error("test act: " + reply.body);
    }

    place::Place estate(const std::string& name, bool in_other_street = false, const std::string& stage = "settled") {
        place::Place made;
        act([&](kernel::Context& context) {
            made = place::add(context.transaction, "estate", "T" + std::to_string(1000 + ++estates_), name,
                              in_other_street ? other_community : community, stage, 100);
        });
        all_.push_back(made.id);
        return made;
    }

    void open() {
        be(officer());
        act([this](kernel::Context& context) {
            evaluation_id = evaluation::open(
                context, standard,
                {year, *base::Day::parse(std::to_string(year) + "-08-31"), "入户问卷，随机抽户", "", all_});
        });
    }

    /// Percentages of the two measured items (key first) by the third party.
    void measure(const place::Place& estate, const std::string& satisfaction, const std::string& civility) {
        auto const before = std::exchange(service.actor, assessor());
        act([&](kernel::Context& context) {
            auto const evaluation = now(context);
            auto const& pack = *evaluation.pack;
            for (auto const& item : pack.items) {
                if (!item.rule->takes_measure()) continue;
                auto const value = *base::Percent::parse(item.code == pack.stars.key ? satisfaction : civility);
                finding::record_measure(context, evaluation, estate.id, item.code, "third_party", value, "");
            }
        }, kernel::Reach::nothing);
        service.actor = before;
    }

    /// A handed-in finding by the third party's account (or another source's).
    std::string find(const place::Place& estate, const std::string& item, const std::string& deduct,
                     const std::string& source = "third_party") {
        std::string id;
        auto const before = std::exchange(service.actor, assessor());
        act([&](kernel::Context& context) {
            finding::NewFinding made;
            made.evaluation_id = evaluation_id;
            made.estate_id = estate.id;
            made.source = source;
            made.item = item;
            made.deduct = *base::Points::parse(deduct);
            made.reason = "绝不公开的现场描述";
            made.spot = "绝不公开的位置";
            made.state = "submitted";
            id = finding::record(context, now(context), made).id;
        }, kernel::Reach::nothing);
        service.actor = before;
        return id;
    }

    void accept_all() {
        auto const before = std::exchange(service.actor, panel());
        act([&](kernel::Context& context) { finding::accept_undisputed(context, now(context)); });
        service.actor = before;
    }

    /// Through the API, as the officer, until the evaluation stands in `step`.
    void advance_to(const std::string& step) {
        auto const before = std::exchange(service.actor, officer());
        for (auto here = present_step(); here != step; here = present_step()) {
            auto const reply = advance();
            if (reply.status != 200) throw std::runtime_error(reply.body);
        }
        service.actor = before;
    }
    kernel::Reply advance() {
        return service.call("POST", "/api/evaluations/" + evaluation_id + "/advance",
                            {{"from", present_step()}, {"why", "试"}});
    }

    std::string present_step() {
        std::string step;
        service.store->see([&](kernel::Transaction& transaction) {
            step = transaction.one("SELECT step FROM evaluation WHERE id = $1", {evaluation_id})->text(0);
        });
        return step;
    }
    evaluation::Evaluation now(kernel::Context& context) const {
        return evaluation::get(context.transaction, standard, evaluation_id);
    }
    void go_to_day(const std::string& day) {
        service.now =
            base::Instant{base::Instant::end_of(*base::Day::parse(day)).microseconds - 12LL * 3600 * 1'000'000};
    }
    json::value get(const std::string& target) { return service.get(target); }
    [[nodiscard]] std::string path(const std::string& rest) const { return "/api/evaluations/" + evaluation_id + rest; }

  private:
    std::function<void(kernel::Context&)> work_;
    kernel::Reach reach_ = kernel::Reach::everything;
    std::vector<std::string> all_;
    int estates_ = 0;
};

}  // namespace anju::rating
