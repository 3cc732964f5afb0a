#include <fmt/format.h>

#include "policy/reader/sections.hpp"

namespace anju::policy::reader {
namespace {

Star read_star(const Sheet& sheet, const Node& node) {
    Form form{sheet, node};
    Star star;
    star.star = form.whole("star", 1, 9);
    star.grade = form.text("grade");
    star.points = form.points("points");
    star.satisfaction = form.percent("satisfaction");
    return star;
}

void check_order(const Sheet& sheet, const Node& node, const Star& higher, const Star& lower) {
    if (higher.star == 0 || lower.star == 0) return;  // unreadable, told already
    if (higher.star > lower.star && higher.points >= lower.points && higher.satisfaction >= lower.satisfaction) return;
    sheet.complain(
        node, {fmt::format("星级要从高到低写，{} 星的两条线都不能高于 {} 星，请调整。", lower.star, higher.star),
               fmt::format("Stars stand highest first; no mark of star {} may be above star {}. Put them in order.",
                           lower.star, higher.star)});
}

void check_key(const Sheet& sheet, const Node& node, const Pack& pack) {
    auto const& key = pack.stars.key;
    auto const* item = pack.item(key);
    if (key.empty() || (item != nullptr && !item->rule)) return;
    if (item == nullptr || !item->rule->takes_measure()) {
        sheet.complain(
            node,
            {fmt::format("key“{}”应是一个按百分比计分（rule: measure）的条目，请改。", key),
             fmt::format("The key “{}” must be an item scored by a percentage (rule: measure). Change it.", key)});
    } else if (item->may_not_apply) {
        sheet.complain(
            node,
            {fmt::format("定星要用条目 {} 的百分比，它不能写 may_not_apply，请去掉。", key),
             fmt::format("Stars need the percentage of item {}, so it may not have may_not_apply. Remove it.", key)});
    }
}

void check_marks(const Sheet& sheet, const Node& node, const Pack& pack) {
    for (auto const& star : pack.stars.stars) {
        if (star.points > pack.full_points) {
            sheet.complain(node, {fmt::format("{} 星要 {} 分，满分只有 {} 分，谁也达不到，请改。", star.star,
                                              star.points.text(), pack.full_points.text()),
                                  fmt::format("Star {} needs {} points of {}: nobody can reach it. Change it.",
                                              star.star, star.points.text(), pack.full_points.text())});
        }
        if (star.satisfaction < pack.stars.fails_below) {
            sheet.complain(node,
                           {fmt::format("{} 星的满意度线 {}% 低于不达标线 {}%，互相矛盾，请改。", star.star,
                                        star.satisfaction.text(), pack.stars.fails_below.text()),
                            fmt::format("Star {} asks {} %, below the failing mark {} %: a contradiction. Change one.",
                                        star.star, star.satisfaction.text(), pack.stars.fails_below.text())});
        }
    }
}

}  // namespace

void read_stars(const Sheet& sheet, const Node& node, Pack& pack) {
    Form form{sheet, node};
    auto& stars = pack.stars;
    stars.key = form.word("key");
    auto const listed = form.list("stars");
    for (auto const* one : listed) {
        stars.stars.push_back(read_star(sheet, *one));
        if (stars.stars.size() > 1) check_order(sheet, *one, stars.stars[stars.stars.size() - 2], stars.stars.back());
    }
    if (form.has("stars") && listed.empty()) {
        sheet.complain(node, {"至少要有一个星级，请补上。", "At least one star is needed. Add one."});
    }
    if (auto const* fails = form.required("fails")) {
        Form mark{sheet, *fails};
        stars.fails_below = mark.percent("satisfaction_below");
        stars.fails_grade = mark.text("grade");
        stars.fails_scope = mark.one_of<FailsScope>(
            "scope", {{"estate", FailsScope::estate}, {"item", FailsScope::item}}, Readable::yes);
    }
    stars.unrated = form.text("unrated");
    stars.incomplete = form.text("incomplete");
    stars.not_applicable = form.one_of<NotApplicable>("not_applicable",
                                                      {{"full_points", NotApplicable::full_points},
                                                       {"no_points", NotApplicable::no_points},
                                                       {"rescale", NotApplicable::rescale}},
                                                      Readable::yes);
    stars.rates_pending =
        form.one_of<bool>("rated_stages", {{"settled_only", false}, {"settled_and_pending", true}}, Readable::yes);
    stars.unrated_stage = form.text("unrated_stage");
    later(sheet, [&sheet, &node, &pack] {
        check_key(sheet, node, pack);
        check_marks(sheet, node, pack);
    });
}

}  // namespace anju::policy::reader
