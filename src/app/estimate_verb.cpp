// `anju estimate`: from a table of answers to shares or means, with their errors and intervals, without a server.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>
#include <cstdio>
#include <memory>

#include "app/estimate_table.hpp"
#include "app/verbs.hpp"
#include "base/refusal.hpp"

namespace anju::app {
namespace {

using base::Text;

constexpr std::size_t most_problems = 50;

struct Asked {
    std::filesystem::path file;
    AnswerColumns columns;
    double level = 0.95;
    std::string language = "zh";

    [[nodiscard]] base::Language in() const { return language == "en" ? base::Language::en : base::Language::zh; }
};

void say(const Asked& asked, const Text& text) {
    fmt::print(stderr, "{}\n", text.in(asked.in()));
}

[[noreturn]] void end(const Asked& asked, const Text& why) {
    say(asked, why);
    throw Exit{2};
}

/// 17 significant digits: what is read back is the same double.
std::string exactly(double value) {
    return fmt::format("{:.17g}", value);
}

std::string quoted(const std::string& text) {
    return boost::json::serialize(boost::json::string{text});
}

template <class List, class Write>
std::string joined(const List& list, const Write& write) {
    std::string text;
    for (auto const& one : list) text += (text.empty() ? "" : ", ") + write(one);
    return text;
}

std::string json(const estimate::Estimate& e, const std::string* domain, base::Language language) {
    bool const known = e.answers != 0;
    auto const figure = [&](double value) { return known ? exactly(value) : std::string{"null"}; };
    auto const intervals = joined(e.intervals, [](const estimate::Interval& one) {
        return fmt::format("\"{}\": [{}, {}]", one.method, exactly(one.low), exactly(one.high));
    });
    auto const notes = joined(e.notes, [&](const Text& note) { return quoted(note.in(language)); });
    return fmt::format(
        "{{\"domain\": {}, \"n\": {}, \"estimate\": {}, \"se\": {}, \"df\": {}, \"intervals\": {{{}}}, \"notes\": "
        "[{}]}}",
        domain == nullptr ? "null" : quoted(*domain), e.answers, figure(e.estimate), figure(e.standard_error),
        figure(e.degrees_of_freedom), intervals, notes);
}

void report_problems(const Asked& asked, const std::vector<rate::CaseProblem>& problems) {
    for (std::size_t i = 0; i < problems.size() && i < most_problems; ++i)
        fmt::print(stderr, "{}\n", rate::problem_line(problems[i], asked.in()));
    auto const count = std::to_string(problems.size());
    end(asked, {"共 " + count + " 处要改，没有得出任何结果。", count + " to mend. There is no result."});
}

void run(const Asked& asked) {
    if (!(asked.level > 0 && asked.level < 1))
        end(asked, {"--level 要在 0 和 1 之间，例如 0.95。", "--level is between 0 and 1, for example 0.95."});
    auto const read = read_answers(read_answer_sheet(asked.file), asked.columns);
    if (!read.problems.empty()) report_problems(asked, read.problems);
    for (auto const& note : read.notes) say(asked, note);
    std::string out;
    for (auto const& one : estimate::estimate(read.answers, asked.level)) {
        auto const* domain = read.domains.empty() ? nullptr : &read.domains[one.domain];
        out += (out.empty() ? "[" : ",\n ") + json(one, domain, asked.in());
    }
    out += "]\n";
    bool const whole = std::fwrite(out.data(), 1, out.size(), stdout) == out.size() && std::fflush(stdout) == 0;
    if (!whole) throw std::runtime_error{"the output could not be written whole"};
}

}  // namespace

void add_estimate_verb(CLI::App& program) {
    auto* verb = program.add_subcommand("estimate",
                                        "由答卷估计比例或平均值及其区间 | shares or means of a survey, with intervals");
    auto asked = std::make_shared<Asked>();
    auto& columns = asked->columns;
    verb->add_option("file", asked->file, ".csv（UTF-8）或 .xlsx 的第一张表，一行一份答卷 | one row an answer")
        ->required()
        ->check(CLI::ExistingFile);
    verb->add_option("--value", columns.value, "答案所在的列；留空是没有意见 | column of the answer; empty: no opinion")
        ->required();
    verb->add_option("--success", columns.success,
                     "算“是”的答案，逗号分开 | answers that count as yes, a comma between")
        ->delimiter(',')
        ->allow_extra_args(false);
    verb->add_option("--stratum", columns.stratum, "分层所在的列 | column of the stratum");
    verb->add_option("--population", columns.population,
                     "本层总数（户数；有群时为群数）所在的列 | column of how many units the stratum has");
    verb->add_option("--weight", columns.weight, "权数所在的列；不写则为总数÷抽到数 | column of the weight");
    verb->add_option("--cluster", columns.cluster, "群（先抽到的单位）所在的列 | column of the first-stage unit");
    verb->add_option("--domain", columns.domain, "按这一列分组给出 | one result for each group of this column");
    verb->add_option("--level", asked->level, "区间的置信水平，0.95 | confidence level of the intervals");
    verb->add_option("--lang", asked->language, "zh | en")->check(CLI::IsMember({"zh", "en"}));
    verb->callback([asked] {
        try {
            run(*asked);
        } catch (const base::Refusal& refusal) {
            end(*asked, {asked->file.string() + "：" + refusal.message().zh,
                         asked->file.string() + ": " + refusal.message().en});
        }
    });
}

}  // namespace anju::app
