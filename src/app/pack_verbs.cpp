#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <string>

#include "app/verbs.hpp"
#include "policy/pack_reader.hpp"
#include "policy/pack_scenarios.hpp"

namespace anju::app {
namespace {

struct Asked {
    std::string directory;
    bool english = false;
    [[nodiscard]] base::Language language() const { return english ? base::Language::en : base::Language::zh; }
};

std::shared_ptr<Asked> ask(CLI::App& verb) {
    auto asked = std::make_shared<Asked>();
    verb.add_option("directory", asked->directory, "标准包目录 | the pack's folder, such as packs/gongshu")
        ->required()
        ->check(CLI::ExistingDirectory);
    verb.add_flag("--english", asked->english, "用英文回答 | answer in English");
    return asked;
}

/// Problems of the pack as it is, then those that only another choice of a reading would bring out.
std::vector<policy::PackProblem> all_problems(const policy::PackFiles& files, policy::PackRead& read) {
    read = policy::read_pack(files);
    auto problems = read.problems;
    if (!read.pack) return problems;
    for (auto const& reading : read.pack->readings) {
        if (reading.documented_only) continue;  // choosing differently changes nothing that is read
        for (auto const& choice : reading.choices) {
            if (choice.choice == reading.chosen) continue;
            for (auto problem : policy::read_pack(files, {{reading.reading, choice.choice}}).problems) {
                problem.message.zh += fmt::format("（口径“{}”选“{}”时）", reading.reading, choice.choice);
                problem.message.en += fmt::format(" (when “{}” is “{}”)", reading.reading, choice.choice);
                problems.push_back(std::move(problem));
            }
        }
    }
    return problems;
}

void check(const Asked& asked) {
    policy::PackRead read;
    auto const problems = all_problems(policy::pack_files(asked.directory), read);
    for (auto const& problem : problems) fmt::print(stderr, "{}\n", policy::problem_line(problem, asked.language()));
    if (!problems.empty()) {
        fmt::print(stderr, "{}\n",
                   base::Text{fmt::format("有 {} 个问题，改好后再用。", problems.size()),
                              fmt::format("{} problem(s). Mend them before use.", problems.size())}
                       .in(asked.language()));
        throw Exit{1};
    }
    auto const& pack = *read.pack;
    fmt::print("{}\n",
               base::Text{fmt::format("标准包 {} {}：{} 章 {} 条，满分 {} 分，没有问题。", pack.id, pack.version,
                                      pack.chapters.size(), pack.items.size(), pack.full_points.text()),
                          fmt::format("Pack {} {}: {} chapters, {} items, {} points, no problem.", pack.id,
                                      pack.version, pack.chapters.size(), pack.items.size(), pack.full_points.text())}
                   .in(asked.language()));
    fmt::print("SM3 {}\n", pack.hash);
}

void test(const Asked& asked) {
    auto const language = asked.language();
    auto const results = policy::run_scenarios(policy::pack_files(asked.directory));
    std::size_t failed = 0;
    for (auto const& result : results) {
        if (result.differences.empty()) continue;
        ++failed;
        fmt::print(stderr, "{}:{}: {}\n", result.file, result.line, result.scenario);
        for (auto const& difference : result.differences) fmt::print(stderr, "    {}\n", difference.in(language));
    }
    if (results.empty()) {
        fmt::print(stderr, "{}\n",
                   base::Text{"没有情景：请在标准包的 tests/ 下写 YAML 情景。",
                              "No scenarios. Write some in YAML under the pack's tests/."}
                       .in(language));
        throw Exit{1};
    }
    auto const passed = results.size() - failed;
    fmt::print("{}\n", base::Text{fmt::format("情景 {} 个：通过 {}，不符 {}。", results.size(), passed, failed),
                                  fmt::format("{} scenarios: {} passed, {} failed.", results.size(), passed, failed)}
                           .in(language));
    if (failed > 0) throw Exit{1};
}

}  // namespace

void add_pack_verbs(CLI::App& program) {
    auto* pack = program.add_subcommand("pack", "检查、试算标准包 | check and try a pack");
    pack->require_subcommand(1);
    auto* check_verb = pack->add_subcommand("check", "列出标准包里的全部问题 | list every problem in a pack");
    check_verb->callback([asked = ask(*check_verb)] { check(*asked); });
    auto* test_verb = pack->add_subcommand("test", "跑标准包的情景 | run the pack's scenarios");
    test_verb->callback([asked = ask(*test_verb)] { test(*asked); });
}

}  // namespace anju::app
