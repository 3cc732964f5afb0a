// Two years of the demonstration, clicked through the routes. What each estate loses is drawn from a fixed seed, so every new
// demonstration district tells the same story.
#include <boost/json.hpp>

#include "app/demo.hpp"

namespace anju::app::demo {
namespace {

using kernel::json::array;
using kernel::json::object;
using kernel::json::value;

struct Wish { std::string satisfaction, civility; unsigned findings; };

/// Fills one inspection: some items lose points with a photo, what cannot apply is said so, the rest is fine.
struct Sheet {
    Clicks& clicks;
    const policy::Pack& pack;
    std::string id;
    Dice dice;
    unsigned wanted;      ///< findings to write
    unsigned photos;      ///< how many of them get a picture
    unsigned leave = 0;   ///< items left unseen

    void fill() {
        std::vector<const policy::Item*> items;
        for (auto const& item : pack.items) {
            if (!item.rule->takes_measure()) items.push_back(&item);
        }
        std::vector<bool> loses(items.size());
        for (unsigned i = 0; i < wanted; ++i) loses[dice.below(static_cast<unsigned>(items.size()))] = true;
        for (std::size_t i = 0; i + leave < items.size(); ++i) {
            if (loses[i]) lose(*items[i]);
            else clicks.send("PUT", "/api/inspections/" + id + "/items/" + items[i]->code, object{{"state", "fine"}, {"note", ""}});
        }
    }

    void lose(const policy::Item& item) {
        auto const allowed = item.rule->allowed(item.points);
        auto const most = std::min<std::size_t>(allowed.size(), 3);
        auto const words = words_for(item, dice.below(97));
        array photo_ids;
        if (photos > 0) {
            --photos;
            photo_ids.emplace_back(text(clicks.upload("/api/photos", picture(dice.below(9999), item.code), "image/jpeg"), "id"));
        }
        clicks.send("POST", "/api/inspections/" + id + "/findings",
                    object{{"item", item.code}, {"check_point", nullptr}, {"deduct", allowed.at(dice.below(static_cast<unsigned>(most))).text()},
                           {"reason", words.reason}, {"spot", words.spot}, {"photo_ids", photo_ids}});
    }

    void measure(const std::string& item, const std::string& percent) {
        clicks.send("PUT", "/api/inspections/" + id + "/measures/" + item, object{{"value", percent}, {"note", "演示数据"}});
    }
    void hand_in() { clicks.send("POST", "/api/inspections/" + id + "/hand-in", object{}); }
};

std::string open_year(Clicks& clicks, const District& district, int year, const char* cut_off) {
    clicks.as(district.accounts.at("quban"));
    array estates;
    for (auto const& estate : district.estates) estates.emplace_back(estate.id);
    return text(clicks.send("POST", "/api/evaluations",
                            object{{"year", year}, {"cut_off", cut_off}, {"survey_method", "入户抽样问卷，满意度取“满意”和“比较满意”两档占比"},
                                   {"estate_ids", estates}, {"note", "演示区的年度评星"}}),
                "id");
}

void self_checks(Clicks& clicks, const District& district, const policy::Pack& pack, const std::string& year, unsigned seed) {
    for (std::size_t i = 0; i < district.estates.size(); ++i) {
        auto const& estate = district.estates[i];
        clicks.as(district.street_accounts.at(estate.street_id));
        auto const id = text(clicks.send("POST", "/api/inspections", object{{"evaluation_id", year}, {"estate_id", estate.id}, {"source", "self_check"}}), "id");
        Sheet sheet{clicks, pack, id, {seed + static_cast<unsigned>(i)}, 3, 0};
        sheet.fill();
        sheet.hand_in();
    }
}

void assign(Clicks& clicks, const District& district, const std::string& year, const char* from, const char* to) {
    clicks.as(district.accounts.at("quban"));
    array estates;
    for (auto const& estate : district.estates) estates.emplace_back(estate.id);
    clicks.send("POST", "/api/evaluations/" + year + "/assign", object{{"estate_ids", estates}, {"party_id", district.assessor_id}, {"planned_from", from}, {"planned_to", to}});
}

void advance(Clicks& clicks, const District& district, const std::string& year, const char* from) {
    clicks.as(district.accounts.at("quban"));
    clicks.send("POST", "/api/evaluations/" + year + "/advance", object{{"from", from}, {"why", "演示"}});
}

std::map<std::string, std::string> sheets_of(Clicks& clicks, const std::string& year) {
    std::map<std::string, std::string> by_estate;
    auto const listed = clicks.get("/api/inspections?limit=200&source=third_party&evaluation=" + year);
    for (auto const& one : listed.at("items").as_array()) {
        by_estate[text(one.at("estate"), "id")] = text(one, "id");
    }
    return by_estate;
}

const std::vector<Wish>& wishes(bool present) {
    static const std::vector<Wish> last{{"93.4211", "96", 4},  {"88.1", "92.5", 9}, {"91.2", "94", 3},      {"84.6153", "90", 14}, {"90", "97.5", 5},  {"81", "88", 17},
                                        {"95.1388", "98", 2},  {"86.9", "91", 11},  {"82.3529", "89", 20},  {"78.25", "85", 24},   {"89.4", "93", 8}, {"59.5", "80", 15}};
    static const std::vector<Wish> now{{"94.0277", "96.5", 3}, {"90.6", "94", 6},   {"89.7142", "93.5", 5}, {"87.5", "92", 9},     {"91.8", "97", 4}, {"83", "90", 12},
                                       {"96", "98", 2},        {"88.2", "92", 8},   {"85.4166", "90.5", 13}, {"81.6", "87", 18},    {"90.1", "95", 5}, {"72.4", "84", 12}};
    return present ? now : last;
}

void inspect(Clicks& clicks, const District& district, const policy::Pack& pack, const std::string& year, std::size_t estates, unsigned seed) {
    auto const sheets = sheets_of(clicks, year);
    for (std::size_t i = 0; i < estates; ++i) {
        auto const& wish = wishes(seed > 5000)[i];
        clicks.as(district.accounts.at("pinggu"));
        Sheet sheet{clicks, pack, sheets.at(district.estates[i].id), {seed + 31 * static_cast<unsigned>(i)}, wish.findings, 2};
        sheet.fill();
        sheet.measure("A1", wish.satisfaction);
        sheet.measure("B1", wish.civility);
        sheet.hand_in();
    }
}

value findings(Clicks& clicks, const std::string& query) { return clicks.get("/api/findings?limit=200&" + query); }

}  // namespace

void finished_year(Clicks& clicks, const District& district, const policy::Pack& pack, base::Instant& clock) {
    clock = morning("2025-08-04");
    auto const year = open_year(clicks, district, 2025, "2025-09-30");
    clock = morning("2025-08-18");
    self_checks(clicks, district, pack, year, 100);
    assign(clicks, district, year, "2025-08-25", "2025-09-19");
    advance(clicks, district, year, "self_check");
    clock = morning("2025-09-15");
    clicks.as(district.accounts.at("pinggu"));
    inspect(clicks, district, pack, year, district.estates.size(), 2000);
    advance(clicks, district, year, "inspection");

    // The street disputes one finding of its first estate; the panel throws it out with its reason and accepts the rest.
    clock = morning("2025-09-22");
    clicks.as(district.accounts.at("jiedao"));
    auto const own = findings(clicks, "source=third_party&evaluation=" + year + "&estate=" + district.estates.front().id);
    auto const disputed = text(own.at("items").as_array().front(), "id");
    clicks.send("POST", "/api/findings/" + disputed + "/opinions", object{{"stance", "dispute"}, {"reason", "检查当天正在整改，已附施工单"}});
    advance(clicks, district, year, "opinions");
    clock = morning("2025-09-26");
    clicks.as(district.accounts.at("pingshen"));
    auto const version = clicks.get("/api/findings/" + disputed).at("version");
    clicks.send("POST", "/api/findings/" + disputed + "/decide", object{{"decision", "reject"}, {"reason", "施工单与现场照片一致，不扣分"}, {"version", version}});
    clicks.send("POST", "/api/evaluations/" + year + "/accept-undisputed", object{});
    advance(clicks, district, year, "panel");

    // During the notice the second estate objects; the objection is upheld.
    clock = morning("2025-09-28");
    auto const& second = district.estates[1];
    clicks.as(district.street_accounts.at(second.street_id));
    auto const theirs = findings(clicks, "state=accepted&evaluation=" + year + "&estate=" + second.id).at("items").as_array();
    clicks.send("POST", "/api/objections", object{{"evaluation_id", year}, {"estate_id", second.id}, {"item", text(theirs.front(), "item")}, {"finding_id", text(theirs.front(), "id")}, {"text", "该处不属于本小区管理范围，附红线图"}});
    clock = morning("2025-09-30");
    clicks.as(district.accounts.at("pingshen"));
    auto const objection = clicks.get("/api/objections?evaluation=" + year).at("items").as_array().front();
    clicks.send("POST", "/api/objections/" + text(objection, "id") + "/decide",
                object{{"decision", "upheld"}, {"answer", "经核对红线图，异议成立，撤销该项扣分"}, {"version", objection.at("version")},
                       {"changes", array{object{{"finding_id", text(theirs.front(), "id")}, {"withdraw", true}}}}});
    clock = morning("2025-10-20");
    advance(clicks, district, year, "notice");
    clock = morning("2025-10-22");
    advance(clicks, district, year, "final");
    clock = morning("2025-10-24");
    advance(clicks, district, year, "publication");

    // What was found is put right: one confirmed, one reported, one late.
    clock = morning("2025-10-27");
    clicks.as(district.accounts.at("jiedao"));
    auto const open = findings(clicks, "state=accepted&evaluation=" + year + "&estate=" + district.estates.front().id).at("items").as_array();
    for (std::size_t i = 0; i < open.size() && i < 3; ++i) {
        clicks.as(district.accounts.at("jiedao"));
        auto const made = clicks.send("POST", "/api/findings/" + text(open[i], "id") + "/rectification", object{{"party_id", district.estates.front().company_id}, {"note", "请按标准整改并上传整改后照片"}});
        if (i == 2) continue;
        clicks.as(district.accounts.at("wuye"));
        auto const photo = text(clicks.upload("/api/photos", picture(700 + static_cast<unsigned>(i), "after"), "image/jpeg"), "id");
        auto const fixed = clicks.send("POST", "/api/rectifications/" + text(made, "id") + "/fix", object{{"note", "已整改"}, {"photo_ids", array{value(photo)}}, {"version", made.at("version")}});
        if (i == 1) continue;
        clicks.as(district.accounts.at("jiedao"));
        clicks.send("POST", "/api/rectifications/" + text(made, "id") + "/confirm", object{{"note", "现场核对属实"}, {"version", fixed.at("version")}});
    }
}

void present_year(Clicks& clicks, const District& district, const policy::Pack& pack, base::Instant& clock) {
    clock = morning("2026-10-12");
    auto const year = open_year(clicks, district, 2026, "2026-11-30");
    clock = morning("2026-10-26");
    self_checks(clicks, district, pack, year, 300);
    assign(clicks, district, year, "2026-11-02", "2026-11-27");
    advance(clicks, district, year, "self_check");
    surveys(clicks, district, year, clock);
    clock = morning("2026-11-18");
    clicks.as(district.accounts.at("pinggu"));
    inspect(clicks, district, pack, year, 8, 9000);
    // One more is half filled in.
    clicks.as(district.accounts.at("pinggu"));
    auto const sheets = sheets_of(clicks, year);
    Sheet half{clicks, pack, sheets.at(district.estates[8].id), {77}, 5, 2, 20};
    half.fill();

    clock = morning("2026-11-20");
    clicks.as(district.accounts.at("wuye"));
    auto const own = findings(clicks, "source=third_party&evaluation=" + year + "&estate=" + district.estates.front().id).at("items").as_array();
    if (!own.empty()) clicks.send("POST", "/api/findings/" + text(own.front(), "id") + "/opinions", object{{"stance", "dispute"}, {"reason", "该处当日已恢复，请核对照片时间"}});
}

}  // namespace anju::app::demo
