#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <cstdio>
#include <memory>
#include <string>
#include <variant>

#include "app/verbs.hpp"
#include "policy/pack_reader.hpp"

namespace anju::app {
namespace {

struct Asked {
    std::string event, count;
    std::string pack = "packs/gongshu";
    bool calendar_days = false;
    bool english = false;
    [[nodiscard]] base::Language language() const { return english ? base::Language::en : base::Language::zh; }
};

[[noreturn]] void stop(const Asked& asked, const base::Text& why, int status) {
    fmt::print(stderr, "{}\n", why.in(asked.language()));
    throw Exit{status};
}

policy::Calendar load(const Asked& asked) {
    policy::Calendar calendar;
    for (auto const& [file, text] : policy::pack_files(asked.pack)) {
        if (!file.starts_with("calendars/") || !file.ends_with(".yaml")) continue;
        auto read = policy::read_calendar(file, text);
        for (auto const& problem : read.problems)
            fmt::print(stderr, "{}\n", policy::problem_line(problem, asked.language()));
        if (!read.year) throw Exit{1};
        calendar.load(std::move(*read.year));
    }
    return calendar;
}

int days_of(const Asked& asked) {
    auto const text = std::string_view{asked.count}.substr(asked.count.starts_with('+') ? 1 : 0);
    int days = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), days);
    if (error != std::errc{} || end != text.data() + text.size() || days < 1 || days > 3660) {
        stop(asked, {"天数应如 +3，最少 1 天，最多 3660 天。", "Days are written like +3: at least 1, at most 3660."},
             1);
    }
    return days;
}

void print_due(const Asked& asked) {
    auto const event = base::Day::parse(asked.event);
    if (!event) stop(asked, {"日期应如 2026-09-30，请改。", "Write the date like 2026-09-30."}, 1);
    auto const days = days_of(asked);
    auto const calendar = load(asked);
    auto const due = asked.calendar_days ? calendar.after_calendar(*event, days) : calendar.after(*event, days);
    if (auto const* unknown = std::get_if<policy::UnknownYear>(&due))
        stop(asked, policy::unknown_year_text(unknown->year), 3);
    fmt::print("{}\n", std::get<base::Day>(due).text());
}

}  // namespace

void add_workdays_verb(CLI::App& program) {
    auto* verb = program.add_subcommand(
        "workdays", "推算到期日：当天不算，调休算 | the due day: the day itself is not counted, make-up days are");
    auto asked = std::make_shared<Asked>();
    verb->add_option("event", asked->event, "事发日期 | day of the event, 2026-09-30")->required();
    verb->add_option("days", asked->count, "天数 | number of days, +3")->required();
    verb->add_option("--pack", asked->pack, "标准包目录 | the pack's folder")
        ->check(CLI::ExistingDirectory)
        ->capture_default_str();
    verb->add_flag("--calendar", asked->calendar_days,
                   "按自然日算，末日逢休息日顺延 | calendar days; a last day of rest moves on");
    verb->add_flag("--english", asked->english, "用英文回答 | answer in English");
    verb->callback([asked] { print_due(*asked); });
}

}  // namespace anju::app
