#include "rate/compare.hpp"

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

namespace anju::rate {
namespace {

using policy::Item;
using policy::Pack;

constexpr std::size_t most_items_named = 5;

std::string choice_title(const policy::Reading& reading, base::Language language) {
    for (auto const& choice : reading.choices) {
        if (choice.choice == reading.chosen) return choice.title.in(language);
    }
    return reading.chosen;
}

std::string rule_words(const Item& item) {
    std::string words{item.rule->kind()};
    for (auto const& [name, value] : item.rule->figures()) words += " " + name + "=" + value;
    return words;
}

void compare_readings(const Pack& pack, const Pack& draft, std::vector<Difference>& found) {
    for (auto const& after : draft.readings) {
        auto const* before = pack.reading(after.reading);
        if (before != nullptr && before->chosen == after.chosen) continue;
        auto const was = [&](base::Language language) {
            return before != nullptr ? choice_title(*before, language)
                                     : std::string{language == base::Language::zh ? "无" : "none"};
        };
        found.push_back({"reading",
                         after.reading,
                         before != nullptr ? before->chosen : "",
                         after.chosen,
                         {"口径“" + after.title.zh + "”：" + was(base::Language::zh) + " → " +
                              choice_title(after, base::Language::zh),
                          "Reading \"" + after.title.en + "\": " + was(base::Language::en) + " → " +
                              choice_title(after, base::Language::en)}});
    }
}

void compare_marks(const Pack& pack, const Pack& draft, std::vector<Difference>& found) {
    auto const changed = [&](const std::string& name, const Text& what, const std::string& before,
                             const std::string& after) {
        if (before != after) {
            found.push_back({"mark",
                             name,
                             before,
                             after,
                             {what.zh + "：" + before + " → " + after, what.en + ": " + before + " → " + after}});
        }
    };
    for (auto const& after : draft.stars.stars) {
        auto const level = std::to_string(after.star);
        auto const before = std::find_if(pack.stars.stars.begin(), pack.stars.stars.end(),
                                         [&](auto const& star) { return star.star == after.star; });
        bool const is_new = before == pack.stars.stars.end();
        changed(level + ".points", {after.grade.zh + "总分线", after.grade.en + ", points"},
                is_new ? "-" : before->points.text(), after.points.text());
        changed(level + ".satisfaction", {after.grade.zh + "满意度线", after.grade.en + ", satisfaction"},
                is_new ? "-" : before->satisfaction.text(), after.satisfaction.text());
    }
    for (auto const& before : pack.stars.stars) {
        bool const gone = std::none_of(draft.stars.stars.begin(), draft.stars.stars.end(),
                                       [&](auto const& star) { return star.star == before.star; });
        if (gone)
            changed(std::to_string(before.star) + ".points", {before.grade.zh + "总分线", before.grade.en + ", points"},
                    before.points.text(), "-");
    }
    changed("fails_below", {"不达标的满意度线", "Satisfaction below which an estate fails"},
            pack.stars.fails_below.text(), draft.stars.fails_below.text());
}

void compare_items(const Pack& pack, const Pack& draft, std::vector<Difference>& found) {
    auto const changed = [&](const Item& item, const std::string& before, const std::string& after) {
        found.push_back({"item",
                         item.code,
                         before,
                         after,
                         {"条目 " + item.code + " " + item.title.zh + "：" + before + " → " + after,
                          "Item " + item.code + " " + item.title.en + ": " + before + " → " + after}});
    };
    for (auto const& after : draft.items) {
        auto const* before = pack.item(after.code);
        if (before == nullptr)
            changed(after, "-", after.points.text());
        else if (before->points != after.points)
            changed(after, before->points.text(), after.points.text());
        else if (rule_words(*before) != rule_words(after))
            changed(after, rule_words(*before), rule_words(after));
    }
    for (auto const& before : pack.items) {
        if (draft.item(before.code) == nullptr) changed(before, before.points.text(), "-");
    }
}

struct Verdicts {
    const Pack& pack;
    const Pack& draft;
    const Pack& old_marks;  ///< the draft with the marks in force
    const std::vector<PutBack>& put_back;
    const std::vector<Difference>& differences;
};

bool same(const policy::Verdict& a, const policy::Verdict& b) {
    return a.star == b.star && a.outcome == b.outcome;
}

/// Whether the pack gives the same star to these facts; not when it does not accept them (steps against all or
/// nothing).
bool gives(const Pack& pack, const policy::Case& facts, const policy::Verdict& wanted) {
    try {
        auto const card = policy::score(pack, facts, policy::Words::without);
        return same(policy::star(pack, facts, card, policy::Words::without), wanted);
    } catch (const std::invalid_argument&) {
        return false;
    }
}

void name_items(const Verdicts& with, const StarChange& change, std::vector<Difference>& reasons) {
    struct Moved {
        const Item* item;
        Points before, after;
        std::int64_t by;
    };
    std::vector<Moved> moved;
    for (std::size_t i = 0; i < with.draft.items.size(); ++i) {
        auto const& item = with.draft.items[i];
        auto const* old = with.pack.item(item.code);
        auto const held =
            old == nullptr ? Points{} : change.before->held[static_cast<std::size_t>(old - with.pack.items.data())];
        if (held != change.after->held[i])
            moved.push_back({&item, held, change.after->held[i], (change.after->held[i] - held).units()});
    }
    for (std::size_t i = 0; i < with.pack.items.size(); ++i) {
        auto const held = change.before->held[i];
        if (with.draft.item(with.pack.items[i].code) == nullptr && held != Points{})
            moved.push_back({&with.pack.items[i], held, {}, -held.units()});
    }
    std::stable_sort(moved.begin(), moved.end(),
                     [](const Moved& a, const Moved& b) { return std::abs(a.by) > std::abs(b.by); });
    if (moved.size() > most_items_named) moved.resize(most_items_named);
    for (auto const& one : moved) {
        auto const sum = one.before.text() + " → " + one.after.text();
        reasons.push_back({"item",
                           one.item->code,
                           one.before.text(),
                           one.after.text(),
                           {one.item->code + " " + one.item->title.zh + "得分 " + sum,
                            one.item->code + " " + one.item->title.en + " holds " + sum}});
    }
}

bool is_relevant(const Difference& mark, const StarChange& change) {
    if (mark.name == "fails_below") {
        return change.before->verdict.outcome == policy::Outcome::fails ||
               change.after->verdict.outcome == policy::Outcome::fails;
    }
    auto const level = std::stoi(mark.name);
    auto const [low, high] = std::minmax(change.before->verdict.star, change.after->verdict.star);
    return level > low && level <= high;
}

void name_reasons(const Verdicts& with, StarChange& change) {
    auto& reasons = change.reasons;
    auto const& facts = change.after->estate->facts;
    auto const& before = *change.before;
    if (before.total != change.after->total) {
        auto const sum = before.total.text() + " → " + change.after->total.text();
        reasons.push_back(
            {"total", "", before.total.text(), change.after->total.text(), {"总分 " + sum, "Total " + sum}});
    }
    bool decided = false;
    for (auto const& one : with.put_back) {
        if (!gives(one.pack, facts, before.verdict)) continue;
        decided = true;
        auto const found = std::find_if(with.differences.begin(), with.differences.end(), [&](auto const& difference) {
            return difference.kind == "reading" && difference.name == one.reading;
        });
        if (found != with.differences.end()) reasons.push_back(*found);
    }
    if (gives(with.old_marks, facts, before.verdict)) {
        decided = true;
        for (auto const& difference : with.differences) {
            if (difference.kind == "mark" && is_relevant(difference, change)) reasons.push_back(difference);
        }
    }
    name_items(with, change, reasons);
    bool const items =
        std::any_of(reasons.begin(), reasons.end(), [](auto const& reason) { return reason.kind == "item"; });
    if (decided || items) return;
    for (auto const& difference : with.differences) {  // no single change decides: name them all
        if (difference.kind == "reading" || (difference.kind == "mark" && is_relevant(difference, change)))
            reasons.push_back(difference);
    }
    reasons.push_back(
        {"together", "", "", "", {"几处改动合在一起改变了结果", "Several changes together change the result"}});
}

}  // namespace

std::vector<PutBack> put_back_readings(const Pack& pack, const Pack& draft, const policy::PackFiles& draft_files,
                                       const std::map<std::string, std::string>& draft_chosen) {
    std::vector<PutBack> variants;
    for (auto const& after : draft.readings) {
        auto const* before = pack.reading(after.reading);
        if (after.documented_only || before == nullptr || before->chosen == after.chosen) continue;
        auto chosen = draft_chosen;
        chosen[after.reading] = before->chosen;
        auto read = policy::read_pack(draft_files, chosen);
        if (read.pack) variants.push_back({after.reading, std::move(*read.pack)});
    }
    return variants;
}

Comparison compare(const Pack& pack, const std::vector<Rated>& before, const Pack& draft,
                   const std::vector<Rated>& after, const std::vector<PutBack>& put_back) {
    Comparison comparison;
    compare_readings(pack, draft, comparison.differences);
    compare_marks(pack, draft, comparison.differences);
    compare_items(pack, draft, comparison.differences);
    auto old_marks = draft;
    old_marks.stars.stars = pack.stars.stars;
    old_marks.stars.fails_below = pack.stars.fails_below;
    Verdicts const with{pack, draft, old_marks, put_back, comparison.differences};
    for (std::size_t i = 0; i < before.size(); ++i) {
        if (same(before[i].verdict, after[i].verdict)) continue;
        auto& change = comparison.changes.emplace_back(StarChange{&before[i], &after[i], {}});
        name_reasons(with, change);
    }
    return comparison;
}

}  // namespace anju::rate
