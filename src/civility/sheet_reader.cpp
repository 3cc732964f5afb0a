// Three passes: the heads give the columns; each row is placed (which observation, which observer, which check point) and its mark read;
// then the whole is held against the plan. The last pass is left out when a row could not be placed, for it would only repeat that.
#include "civility/sheet_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "civility/columns.hpp"

namespace anju::civility {
namespace {

constexpr std::size_t longest_note = 500;

std::string trimmed(std::string_view text) {
    constexpr std::string_view wide_space = "\u3000";
    for (;;) {
        if (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
        else if (text.starts_with(wide_space)) text.remove_prefix(wide_space.size());
        else break;
    }
    for (;;) {
        if (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
        else if (text.ends_with(wide_space)) text.remove_suffix(wide_space.size());
        else break;
    }
    return std::string{text};
}

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return text;
}

bool is(const std::string& typed, std::string_view code, const base::Text& title) {
    return typed == code || typed == trimmed(title.zh) || lower(typed) == lower(trimmed(title.en));
}

class Reader {
  public:
    Reader(const SheetRules& rules, const kernel::Sheet& sheet) : rules_{rules}, sheet_{sheet} { read_.observations = rules.drawn; }

    ReadSheet read() {
        if (find_columns()) {
            for (at_ = 1; at_ < sheet_.rows.size(); ++at_) read_row();
            at_ = 0;
            if (all_placed_) check_whole();
        }
        read_.counts.observations = std::ssize(read_.observations);
        for (const auto& [key, one] : read_.sheets) read_.counts.marks += std::ssize(one.marks);
        return std::move(read_);
    }

  private:
    const policy::CivilityCheck& check() const { return rules_.civility.check(); }

    /// A problem of the present row; row 0 speaks of the sheet as a whole.
    void wrong(column::Name name, base::Text message) { problem(static_cast<std::int64_t>(at_) + 1, name, std::move(message)); }
    void wrong_as_a_whole(column::Name name, base::Text message) { problem(0, name, std::move(message)); }
    void problem(std::int64_t row, column::Name name, base::Text message) {
        ++read_.counts.problem_count;
        if (read_.counts.problems.size() < most_problems_listed) read_.counts.problems.push_back({row, std::string{column_titles.at(name).zh}, std::move(message)});
    }

    bool find_columns() {
        places_.fill(SIZE_MAX);
        if (!sheet_.rows.empty())
            for (std::size_t i = 0; i < sheet_.rows.front().size(); ++i) {
                const auto head = trimmed(sheet_.rows.front()[i]);
                for (std::size_t at = 0; at < column::count; ++at)
                    if (head == column_titles.at(at).zh || lower(head) == lower(std::string{column_titles.at(at).en})) places_.at(at) = std::min(places_.at(at), i);
            }
        bool whole = true;
        for (const auto name : {column::point, column::moment, column::check_point, column::result, column::day}) {
            if (places_.at(name) != SIZE_MAX) continue;
            whole = false;
            const auto& title = column_titles.at(name);
            problem(1, name, {fmt::format("第一行缺少“{}”这一列，请用模板的列名。", title.zh),
                              fmt::format("The first row lacks the column “{}”. Use the template's titles.", title.en)});
        }
        return whole;
    }

    std::string cell(column::Name name) const {
        const auto& cells = sheet_.rows[at_];
        return places_.at(name) < cells.size() ? trimmed(cells[places_.at(name)]) : std::string{};
    }

    void read_row() {
        const auto& cells = sheet_.rows[at_];
        if (std::all_of(cells.begin(), cells.end(), [](const std::string& text) { return trimmed(text).empty(); })) return;
        const auto* seen_at = find_point();
        const auto seen_when = find_moment();
        const auto who = find_observer();
        if (seen_at == nullptr || seen_when.empty() || who == 0) {
            all_placed_ = false;
            return;
        }
        const auto position = find_position({seen_at->point, seen_when});
        if (position == 0) return;
        auto& sheet = read_.sheets[{position, who}];
        sheet.position = position;
        read_day(sheet);
        read_mark(*seen_at, sheet);
    }

    const policy::ObservationPoint* find_point() {
        const auto typed = cell(column::point);
        for (const auto& one : check().points)
            if (is(typed, one.point, one.title)) return &one;
        wrong(column::point, typed.empty() ? base::Text{"没有填点位。", "The point is missing."}
                                   : base::Text{"没有“" + typed + "”这个点位，请用模板里的写法。", "There is no point “" + typed + "”; write it as in the template."});
        return nullptr;
    }

    std::string find_moment() {
        const auto typed = cell(column::moment);
        for (const auto& one : check().moments)
            if (is(typed, one.code, one.title)) return one.code;
        wrong(column::moment, typed.empty() ? base::Text{"没有填时段。", "The moment is missing."}
                                    : base::Text{"没有“" + typed + "”这个时段，请用模板里的写法。", "There is no moment “" + typed + "”; write it as in the template."});
        return {};
    }

    std::int64_t find_observer() {
        const auto typed = cell(column::observer);
        if (typed.empty() || typed == "1") return 1;
        if (typed == "2") return 2;
        wrong(column::observer, {"观察员只能填 1 或 2。", "The observer is 1 or 2."});
        return 0;
    }

    /// Where the pair stands; a draft takes a new one in. 0: it was not drawn, or bears another number.
    std::int64_t find_position(const Pair& pair) {
        auto& known = read_.observations;
        const auto found = std::find_if(known.begin(), known.end(), [&](const Observation& one) { return one.pair == pair; });
        if (found == known.end() && rules_.drawn.empty()) {
            known.push_back({std::ssize(known) + 1, pair, false, 1});
            return std::ssize(known);
        }
        if (found == known.end()) {
            const auto title = title_of(check(), pair);
            wrong(column::point, {title.zh + "没有抽到，请删去这一行。", title.en + " was not drawn; delete this row."});
            all_placed_ = false;
            return 0;
        }
        const auto typed = cell(column::number);
        if (!rules_.drawn.empty() && !typed.empty() && typed != std::to_string(found->position)) {
            wrong(column::number, {fmt::format("这个点位和时段是第 {} 次，不是第 {} 次，请核对是不是错行。", found->position, typed),
                           fmt::format("This point and moment is No. {}, not {}; check whether rows have shifted.", found->position, typed)});
            all_placed_ = false;
            return 0;
        }
        return found->position;
    }

    void read_day(SheetIn& sheet) {
        const auto parsed = base::Day::parse(cell(column::day));
        if (!parsed) return wrong(column::day, {"请填日期，写成 2026-09-21 这样。", "State the day as in 2026-09-21."});
        if (*parsed > rules_.today) return wrong(column::day, {"不能填还没到的日子。", "The day has not come yet."});
        if (parsed->text() < rules_.civility.starts)
            return wrong(column::day, {fmt::format("计划从 {} 开始看，请填那天或以后的日期。", rules_.civility.starts),
                               fmt::format("The plan begins on {}; state that day or a later one.", rules_.civility.starts)});
        if (!sheet.marks.empty() && sheet.observed_on != *parsed && sheet.observed_on != base::Day{})
            return wrong(column::day, {"同一个人的同一次观察只能是同一天。", "One observation by one person is on one day."});
        sheet.observed_on = *parsed;
    }

    void read_mark(const policy::ObservationPoint& seen_at, SheetIn& sheet) {
        const auto typed = cell(column::check_point);
        const auto found = std::find_if(seen_at.checks.begin(), seen_at.checks.end(), [&](const auto& one) { return is(typed, one.check, one.title); });
        if (found == seen_at.checks.end()) {
            all_placed_ = false;
            return wrong(column::check_point, {fmt::format("“{}”没有这个检查点，请用模板里的写法。", seen_at.title.zh),
                                       fmt::format("“{}” has no such check point; write it as in the template.", seen_at.title.en)});
        }
        if (std::any_of(sheet.marks.begin(), sheet.marks.end(), [&](const Mark& one) { return one.check == found->check; }))
            return wrong(column::check_point, {"同一个人的这个检查点前面已经有一行，请删去一行。", "This check point of the same observer is there already; delete one row."});
        sheet.marks.push_back({found->check, read_result(), read_note(), {}});
        if (sheet.marks.back().mark == "failed" && sheet.marks.back().note.empty())
            wrong(column::note, {"不合格的，请写一句哪里不合格。", "Say what is wrong where a check point failed."});
    }

    std::string read_result() {
        const auto typed = cell(column::result);
        for (const auto& one : mark_titles)
            if (typed == one.zh || lower(typed) == lower(std::string{one.en}) || typed == one.mark) return std::string{one.mark};
        wrong(column::result, typed.empty() ? base::Text{"没有填结果。填：合格、不合格或没有。", "The result is missing: passed, failed or not there."}
                                    : base::Text{"结果只能填：合格、不合格或没有。", "The result is passed, failed or not there."});
        return {};
    }

    std::string read_note() {
        auto typed = cell(column::note);
        if (base::characters(typed) > longest_note)
            wrong(column::note, {fmt::format("说明最多 {} 个字。", longest_note), fmt::format("A note has at most {} characters.", longest_note)});
        return typed;
    }

    void check_whole() {
        std::int64_t seconds = 0;
        for (auto& one : read_.observations) {
            const bool second = read_.sheets.contains({one.position, 2});
            seconds += second ? 1 : 0;
            if (rules_.drawn.empty()) one.second_wanted = second;
            check_whole_sheet(one, 1);
            if (second || one.second_wanted) check_whole_sheet(one, 2);
        }
        if (!rules_.drawn.empty()) return;
        const auto& plan = rules_.civility;
        if (const auto found = std::ssize(read_.observations); found != plan.observations)
            wrong_as_a_whole(column::point, {fmt::format("计划看 {} 次，表里有 {} 次。请补齐或删去多的，或者先改计划。", plan.observations, found),
                                     fmt::format("The plan has {} observations, the sheet {}. Make them equal, or change the plan first.", plan.observations, found)});
        if (const auto wanted = seconds_of(plan.observations, plan.second_percent); seconds < wanted)
            wrong_as_a_whole(column::observer, {fmt::format("至少 {} 次要有两个人看，表里只有 {} 次。", wanted, seconds),
                                        fmt::format("At least {} observations need a second observer; the sheet has {}.", wanted, seconds)});
    }

    void check_whole_sheet(const Observation& observation, std::int64_t who) {
        const auto found = read_.sheets.find({observation.position, who});
        const auto& wanted = point_of(check(), observation.pair.point).checks;
        const auto have = found == read_.sheets.end() ? 0 : found->second.marks.size();
        if (have == wanted.size()) return;
        const auto title = title_of(check(), observation.pair);
        wrong_as_a_whole(column::check_point, {fmt::format("第 {} 次，{}：观察员 {} 还差 {} 个检查点没有填。", observation.position, title.zh, who, wanted.size() - have),
                                       fmt::format("No. {}, {}: observer {} has {} check points left to fill in.", observation.position, title.en, who, wanted.size() - have)});
    }

    const SheetRules& rules_;
    const kernel::Sheet& sheet_;
    ReadSheet read_;
    std::array<std::size_t, column::count> places_{};
    std::size_t at_ = 0;
    bool all_placed_ = true;
};

}  // namespace

ReadSheet read_sheet(const SheetRules& rules, const kernel::Sheet& sheet) { return Reader{rules, sheet}.read(); }

}  // namespace anju::civility
