// `anju rate`: from a table of cases to points, stars and reasons, without a server.
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "app/verbs.hpp"
#include "base/refusal.hpp"
#include "rate/result.hpp"

namespace anju::app {
namespace {

using base::Text;

struct Asked {
    std::filesystem::path cases, pack, draft, out;
    bool json = false;
    std::vector<std::string> readings, draft_readings;
    std::string language = "zh";

    [[nodiscard]] base::Language in() const { return language == "en" ? base::Language::en : base::Language::zh; }
};

void say(const Asked& asked, const Text& text) {
    fmt::print(stderr, "{}\n", text.in(asked.in()));
}

[[noreturn]] void end(const Asked& asked, int status, const Text& why) {
    say(asked, why);
    throw Exit{status};
}

/// packs/gongshu beside the program, above it or above the working folder.
std::filesystem::path usual_pack() {
    if (auto const* named = std::getenv("ANJU_PACK"); named != nullptr && *named != '\0') return named;
    std::error_code ignored;
    auto const program = std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path();
    for (auto const& start : {program, std::filesystem::current_path(ignored)}) {
        for (auto folder = start;; folder = folder.parent_path()) {
            for (auto const* below : {"packs/gongshu", "share/anju/packs/gongshu"}) {
                if (std::filesystem::exists(folder / below / "pack.yaml", ignored)) return folder / below;
            }
            if (folder == folder.parent_path()) break;
        }
    }
    return "packs/gongshu";
}

std::map<std::string, std::string> choices(const Asked& asked, const std::vector<std::string>& written) {
    std::map<std::string, std::string> chosen;
    for (auto const& one : written) {
        auto const equals = one.find('=');
        if (equals == 0 || equals == std::string::npos || equals + 1 == one.size()) {
            end(asked, 2,
                {"--reading 要写成 口径=选项，现在是：" + one, "--reading is written name=choice, not: " + one});
        }
        chosen[one.substr(0, equals)] = one.substr(equals + 1);
    }
    return chosen;
}

struct Judge {
    policy::PackFiles files;
    std::map<std::string, std::string> chosen;
    policy::Pack pack;
};

Judge read_judge(const Asked& asked, const std::filesystem::path& folder, std::map<std::string, std::string> chosen) {
    std::error_code ignored;
    if (!std::filesystem::is_directory(folder, ignored)) {
        end(asked, 2,
            {"没有标准包目录 " + folder.string() + "。请用 --pack 指明。",
             "There is no pack folder " + folder.string() + ". Name it with --pack."});
    }
    auto files = policy::pack_files(folder);
    auto read = policy::read_pack(files, chosen);
    for (auto const& problem : read.problems)
        fmt::print(stderr, "{}: {}\n", folder.string(), policy::problem_line(problem, asked.in()));
    if (!read.pack) throw Exit{2};
    return {std::move(files), std::move(chosen), std::move(*read.pack)};
}

/// One line on a terminal, rewritten after the first second and then at most five times a second.
class ProgressLine {
  public:
    explicit ProgressLine(base::Language language) : language_{language}, terminal_{isatty(STDERR_FILENO) == 1} {}
    ~ProgressLine() { clear(); }
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    void show(const Text& what, std::size_t done, std::size_t all) {
        auto const now = std::chrono::steady_clock::now();
        if (!terminal_ || now < next_) return;
        next_ = now + std::chrono::milliseconds{200};
        fmt::print(stderr, "\r\033[K{} {} / {}", what.in(language_), done, all);
        std::fflush(stderr);
        shown_ = true;
    }
    void clear() {
        if (shown_) fmt::print(stderr, "\r\033[K");
        shown_ = false;
    }

  private:
    base::Language language_;
    bool terminal_;
    bool shown_ = false;
    std::chrono::steady_clock::time_point next_ = std::chrono::steady_clock::now() + std::chrono::seconds{1};
};

void report_problems(const Asked& asked, const std::vector<rate::CaseProblem>& problems, const policy::Pack& pack) {
    for (auto const& problem : problems) fmt::print(stderr, "{}\n", rate::problem_line(problem, asked.in()));
    auto const count = std::to_string(problems.size());
    end(asked, 2,
        {"按 " + pack.id + " " + pack.version + " 检查，共 " + count + " 处要改，没有写出任何结果。",
         "Checked against " + pack.id + " " + pack.version + ": " + count + " to mend. No result was written."});
}

rate::CasesRead good_cases(const Asked& asked, const kernel::Workbook& tables, const policy::Pack& pack) {
    auto read = rate::read_cases(tables, pack);
    if (!read.problems.empty()) report_problems(asked, read.problems, pack);
    return read;
}

void print(const std::string& text) {
    bool const whole = std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
    if (!whole) throw std::runtime_error{"the output could not be written whole"};
}

void check_out(const Asked& asked) {
    if (asked.out.empty()) return;
    std::error_code ignored;
    auto const folder = asked.out.parent_path();
    if (asked.out.extension() != ".xlsx") end(asked, 2, {"--out 要写 .xlsx 文件。", "--out names an .xlsx file."});
    if (!folder.empty() && !std::filesystem::is_directory(folder, ignored)) {
        end(asked, 2,
            {"没有目录 " + folder.string() + "。请先建好，或改 --out。",
             "There is no folder " + folder.string() + ". Make it or change --out."});
    }
    if (std::filesystem::equivalent(asked.out, asked.cases, ignored)) {
        end(asked, 2,
            {"--out 会盖掉案例文件。请换一个名字。", "--out would overwrite the cases. Choose another name."});
    }
}

struct Drafted {
    Judge judge;
    rate::CasesRead cases;
    std::vector<rate::Rated> rated;
    rate::Comparison comparison;
};

std::unique_ptr<Drafted> try_draft(const Asked& asked, const kernel::Workbook& tables, const Judge& judge,
                                   const std::vector<rate::Rated>& rated, const rate::Progress& progress) {
    if (asked.draft.empty()) return nullptr;
    auto drafted = std::make_unique<Drafted>(
        Drafted{read_judge(asked, asked.draft, choices(asked, asked.draft_readings)), {}, {}, {}});
    auto const& draft = drafted->judge;
    drafted->cases = good_cases(asked, tables, draft.pack);
    drafted->rated = rate::rate(draft.pack, drafted->cases.estates, progress);
    auto const put_back = rate::put_back_readings(judge.pack, draft.pack, draft.files, draft.chosen);
    drafted->comparison = rate::compare(judge.pack, rated, draft.pack, drafted->rated, put_back);
    return drafted;
}

void write(const Asked& asked, const Judge& judge, const std::vector<rate::Rated>& rated, const Drafted* draft,
           const rate::Progress& progress, ProgressLine& line) {
    std::set<std::string> changed;
    for (auto const& [reading, choice] : judge.chosen) changed.insert(reading);
    rate::Report const report{judge.pack, rated, changed, asked.in()};
    if (!asked.out.empty()) {
        rate::write_results(report, draft == nullptr ? nullptr : &draft->comparison, asked.out, progress);
        line.clear();
        say(asked, {"已写入 " + asked.out.string(), "Written: " + asked.out.string()});
    }
    line.clear();
    if (draft != nullptr) {
        auto const tell = asked.json ? rate::comparison_json : rate::comparison_text;
        print(tell(judge.pack, draft->judge.pack, draft->comparison, rated.size(), asked.in()));
    } else if (asked.json) {
        print(rate::results_json(report));
    } else if (asked.out.empty()) {
        print(rate::results_text(report));
    }
}

void run(const Asked& asked) {
    check_out(asked);
    ProgressLine line{asked.in()};
    rate::Progress const progress = [&line](const Text& what, std::size_t done, std::size_t all) {
        line.show(what, done, all);
    };
    auto const judge =
        read_judge(asked, asked.pack.empty() ? usual_pack() : asked.pack, choices(asked, asked.readings));
    auto const tables = rate::read_tables(asked.cases);
    auto const cases = good_cases(asked, tables, judge.pack);
    for (auto const& note : cases.notes) say(asked, note);
    auto const rated = rate::rate(judge.pack, cases.estates, progress);
    auto const draft = try_draft(asked, tables, judge, rated, progress);
    write(asked, judge, rated, draft.get(), progress, line);
}

}  // namespace

void add_rate_verb(CLI::App& program) {
    auto* verb = program.add_subcommand("rate", "按标准给一批小区评星 | rate a table of estates");
    auto asked = std::make_shared<Asked>();
    verb->add_option("cases", asked->cases,
                     ".xlsx 或放着 小区.csv 测评.csv 扣分.csv 的目录 | workbook or folder of CSV files")
        ->required()
        ->check(CLI::ExistingPath);
    verb->add_option("--pack", asked->pack, "标准包目录 | folder of the pack (ANJU_PACK, packs/gongshu)");
    verb->add_option("--out", asked->out, "写出结果工作簿 | write the results to this .xlsx");
    verb->add_flag("--json", asked->json, "JSON 写到标准输出 | JSON to the standard output");
    verb->add_option("--draft", asked->draft,
                     "再按另一套标准包评，比较星级变化 | compare the stars under another pack");
    verb->add_option("--reading", asked->readings,
                     "改用口径：名称=选项，可多次 | choose a reading: name=choice, repeatable")
        ->allow_extra_args(false);
    verb->add_option("--draft-reading", asked->draft_readings, "方案包改用口径 | the same for the draft")
        ->allow_extra_args(false);
    verb->add_option("--lang", asked->language, "zh | en")->check(CLI::IsMember({"zh", "en"}));
    verb->callback([asked] {
        try {
            run(*asked);
        } catch (const base::Refusal& refusal) {
            end(*asked, 2,
                {asked->cases.string() + "：" + refusal.message().zh,
                 asked->cases.string() + ": " + refusal.message().en});
        }
    });
}

}  // namespace anju::app
