#include "policy/pack_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <deque>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "base/digest.hpp"
#include "policy/reader/sections.hpp"

namespace anju::policy {
namespace {

using reader::Node;
using reader::Sheet;

constexpr std::string_view satisfaction_file = "surveys/satisfaction.yaml";
constexpr std::string_view civility_file = "surveys/civility.yaml";
constexpr std::string_view groups_file = "groups.yaml";
constexpr std::array<std::string_view, 10> single_files{
    "pack.yaml",  "readings.yaml", "stars.yaml",      "parties.yaml", "evaluation.yaml",
    "roles.yaml", "places.yaml",   satisfaction_file, civility_file,  groups_file};

bool is_yaml_in(const std::string& file, std::string_view folder) {
    return file.starts_with(folder) && file.ends_with(".yaml") && file.find('/', folder.size()) == std::string::npos;
}

/// All files of one reading, kept until the checks that need several of them have run.
class Run {
  public:
    Run(const PackFiles& files, const std::map<std::string, std::string>& chosen, PackRead& result)
        : files_{files}, chosen_{chosen}, problems_{result.problems} {}

    Pack read() {
        refuse_strange_files();
        read_one("readings.yaml", reader::read_readings);
        replace_choices();
        read_one("pack.yaml", reader::read_title);
        read_standard();
        pack_.index_items();
        read_one("stars.yaml", reader::read_stars);
        read_one("evaluation.yaml", reader::read_evaluation);
        read_one("parties.yaml", reader::read_parties);
        read_one("roles.yaml", reader::read_roles);
        read_one("places.yaml", reader::read_places);
        read_if_there(satisfaction_file, reader::read_satisfaction);
        read_if_there(civility_file, reader::read_civility);
        read_if_there(groups_file, reader::read_groups);
        read_folder("processes/", reader::read_process);
        read_folder("registers/", reader::read_register);
        read_calendars();
        read_documents();
        // When a file could not be read at all, what refers into it would only repeat that.
        if (!unreadable_) {
            for (auto const& check : later_) check();
        }
        pack_.hash = content_hash();
        return std::move(pack_);
    }

  private:
    void complain(const std::string& file, Text message) { problems_.push_back({file, 0, 0, std::move(message)}); }

    void refuse_strange_files() {
        for (auto const& [file, text] : files_) {
            bool const known = std::find(single_files.begin(), single_files.end(), file) != single_files.end() ||
                               !file.ends_with(".yaml") || is_yaml_in(file, "standard/") ||
                               is_yaml_in(file, "calendars/") || is_yaml_in(file, "processes/") ||
                               is_yaml_in(file, "registers/") || file.starts_with("texts/") ||
                               file.starts_with("tests/");
            if (!known) {
                complain(file, {"标准包里没有这个文件的位置，它不会起作用，请改名或移走。",
                                "A pack has no place for this file; it would do nothing. Rename or move it."});
            }
        }
    }

    std::pair<const Sheet*, const Node*> parse(const std::string& file) {
        auto const found = files_.find(file);
        auto tree = found == files_.end() ? std::nullopt : reader::parse_tree(file, found->second, problems_);
        if (!tree) {
            unreadable_ = true;
            return {nullptr, nullptr};
        }
        trees_.push_back(std::move(*tree));
        sheets_.push_back({file, &problems_, &readings_, &later_});
        return {&sheets_.back(), &trees_.back()};
    }

    template <class Read>
    void read_one(const std::string& file, Read read_file) {
        if (!files_.contains(file)) {
            complain(file, {"缺少这个文件，请补上。", "This file is missing. Add it."});
            unreadable_ = true;
            return;
        }
        auto const [sheet, node] = parse(file);
        if (node != nullptr) read_file(*sheet, *node, pack_);
    }

    template <class Read>
    void read_if_there(std::string_view file, Read read_file) {
        if (files_.contains(std::string{file})) read_one(std::string{file}, read_file);
    }

    template <class Read>
    void read_folder(std::string_view folder, Read read_file) {
        for (auto const& [file, text] : files_) {
            if (is_yaml_in(file, folder)) read_one(file, read_file);
        }
    }

    void replace_choices() {
        for (auto const& [name, choice] : chosen_) {
            auto const reading = std::find_if(pack_.readings.begin(), pack_.readings.end(),
                                              [&](const Reading& one) { return one.reading == name; });
            bool const known =
                reading != pack_.readings.end() && std::any_of(reading->choices.begin(), reading->choices.end(),
                                                               [&](const Choice& one) { return one.choice == choice; });
            if (!known) {
                complain("readings.yaml",
                         {fmt::format("没有口径“{}”或它没有选项“{}”，请从现有选项中选。", name, choice),
                          fmt::format("There is no reading “{}” with a choice “{}”. Choose an existing one.", name,
                                      choice)});
            } else if (reading->chosen != choice) {
                reading->chosen = choice;
                changed_ += fmt::format("{}={}\n", name, choice);
            }
        }
    }

    void read_standard() {
        reader::Seen seen;
        bool any = false;
        for (auto const& [file, text] : files_) {
            if (!is_yaml_in(file, "standard/")) continue;
            any = true;
            auto const [sheet, node] = parse(file);
            if (node != nullptr) reader::read_chapter(*sheet, *node, pack_, seen);
        }
        if (any) return;
        complain("standard", {"没有一章标准，请在 standard/ 下每章写一个文件。",
                              "There is no chapter. Write one file a chapter under standard/."});
        unreadable_ = true;
    }

    void read_calendars() {
        for (auto const& [file, text] : files_) {
            if (!is_yaml_in(file, "calendars/")) continue;
            auto calendar = read_calendar(file, text);
            problems_.insert(problems_.end(), calendar.problems.begin(), calendar.problems.end());
            if (calendar.year) pack_.calendar.load(std::move(*calendar.year));
        }
    }

    void read_documents() {
        constexpr std::string_view folder = "documents/";
        for (auto const& [file, text] : files_) {
            if (file.starts_with(folder)) pack_.documents.emplace(file.substr(folder.size()), text);
        }
    }

    /// A pack read with other choices is another pack, so they belong to its name.
    std::string content_hash() const {
        std::string all;
        for (auto const& [file, text] : files_) all += fmt::format("{}\n{}\n", file, text.size()) + text;
        return base::sm3(changed_.empty() ? all : all + "\nchosen\n" + changed_);
    }

    const PackFiles& files_;
    const std::map<std::string, std::string>& chosen_;
    std::vector<PackProblem>& problems_;
    Pack pack_;
    reader::ReadingsUsed readings_{&pack_.readings, {}};
    std::vector<std::function<void()>> later_;
    std::deque<Sheet> sheets_;
    std::deque<Node> trees_;
    std::string changed_;
    bool unreadable_ = false;
};

std::string content_of(const std::filesystem::path& path) {
    std::ifstream stream{path, std::ios::binary};
    if (!stream) throw std::runtime_error("cannot read " + path.string());
    return {std::istreambuf_iterator<char>{stream}, std::istreambuf_iterator<char>{}};
}

void sort_problems(std::vector<PackProblem>& problems) {
    std::stable_sort(problems.begin(), problems.end(), [](const PackProblem& a, const PackProblem& b) {
        return std::tie(a.file, a.line, a.column) < std::tie(b.file, b.line, b.column);
    });
}

}  // namespace

PackFiles pack_files(const std::filesystem::path& directory) {
    PackFiles files;
    for (auto const& entry : std::filesystem::recursive_directory_iterator{directory}) {
        auto const& path = entry.path();
        auto const extension = path.extension();
        bool const ours = extension == ".yaml" || extension == ".txt" || extension == ".html" || extension == ".md";
        if (!ours || entry.is_symlink() || !entry.is_regular_file() || path.filename().string().starts_with('.'))
            continue;
        files.emplace(path.lexically_relative(directory).generic_string(), content_of(path));
    }
    return files;
}

PackRead read_pack(const PackFiles& files, const std::map<std::string, std::string>& chosen) {
    PackRead result;
    auto pack = Run{files, chosen, result}.read();
    sort_problems(result.problems);
    if (result.problems.empty()) result.pack = std::move(pack);
    return result;
}

CalendarRead read_calendar(const std::string& file, const std::string& text) {
    CalendarRead result;
    auto const tree = reader::parse_tree(file, text, result.problems);
    if (!tree) return result;
    Sheet const sheet{file, &result.problems, nullptr, nullptr};
    auto year = reader::read_year(sheet, *tree);
    auto const stem = std::filesystem::path{file}.stem().string();
    if (result.problems.empty() && file.starts_with("calendars/") && stem != std::to_string(year.year)) {
        sheet.complain(*tree, {fmt::format("文件名是 {}，里面写的是 {} 年，请改成一致。", stem, year.year),
                               fmt::format("The file is named {} but is about {}. Make them agree.", stem, year.year)});
    }
    sort_problems(result.problems);
    if (result.problems.empty()) result.year = std::move(year);
    return result;
}

std::string problem_line(const PackProblem& problem, base::Language language) {
    auto const& message = problem.message.in(language);
    if (problem.line == 0) return fmt::format("{}: {}", problem.file, message);
    return fmt::format("{}:{}:{}: {}", problem.file, problem.line, problem.column, message);
}

}  // namespace anju::policy
