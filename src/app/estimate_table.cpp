#include "app/estimate_table.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <unordered_map>

#include "base/refusal.hpp"

namespace anju::app {
namespace {

using base::Text;

constexpr auto absent = static_cast<std::size_t>(-1);

std::optional<double> number(std::string_view text) {
    double value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
    return value;
}

std::string_view trimmed(std::string_view text) {
    auto const first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// Texts numbered from 0 in the order of their first occurrence.
class Names {
  public:
    std::uint32_t number(std::string_view name) {
        auto const [place, fresh] = numbers_.try_emplace(std::string{name}, static_cast<std::uint32_t>(names_.size()));
        if (fresh) names_.emplace_back(name);
        return place->second;
    }
    [[nodiscard]] const std::vector<std::string>& all() const { return names_; }

  private:
    std::unordered_map<std::string, std::uint32_t> numbers_;
    std::vector<std::string> names_;
};

class AnswerReader {
  public:
    AnswerReader(const kernel::Sheet& sheet, const AnswerColumns& columns) : sheet_{sheet}, columns_{columns} {}

    AnswersRead read() {
        find_columns();
        if (!read_.problems.empty()) return std::move(read_);
        for (std::size_t row = 1; row < sheet_.rows.size(); ++row) {
            row_ = row;
            auto const& cells = sheet_.rows[row];
            if (std::all_of(cells.begin(), cells.end(), [](const std::string& cell) { return trimmed(cell).empty(); }))
                continue;
            read_row();
        }
        if (read_.answers.value.empty() && read_.problems.empty())
            problem(0, "", "empty",
                    {"表中没有答卷。第一行是列名，答卷从第二行开始。",
                     "There are no answers. The first row holds the headings, answers start in the second."});
        else
            finish();
        return std::move(read_);
    }

  private:
    struct Column {
        const std::string& name;
        std::size_t place = absent;
    };

    void problem(std::size_t row, const std::string& column, std::string code, Text message) {
        std::string const value = row == 0 || column.empty() ? "" : std::string{cell(column)};
        read_.problems.push_back(
            {std::move(code), sheet_.name, row == 0 ? 0 : row + 1, column, value, std::move(message)});
    }
    void problem_here(const Column& column, std::string code, Text message) {
        problem(row_, column.name, std::move(code), std::move(message));
    }

    [[nodiscard]] std::string_view cell(const std::string& heading) const {
        for (auto const* column : {&value_, &stratum_, &population_, &weight_, &cluster_, &domain_})
            if (column->name == heading && column->place != absent) return cell(*column);
        return {};
    }
    [[nodiscard]] std::string_view cell(const Column& column) const {
        auto const& cells = sheet_.rows[row_];
        return column.place < cells.size() ? trimmed(cells[column.place]) : std::string_view{};
    }

    void find_columns() {
        static const std::vector<std::string> none;
        auto const& headings = sheet_.rows.empty() ? none : sheet_.rows[0];
        std::string list;
        for (auto const& heading : headings) list += (list.empty() ? "" : "、") + heading;
        for (auto* column : {&value_, &stratum_, &population_, &weight_, &cluster_, &domain_}) {
            if (column->name.empty()) continue;
            std::size_t found = 0;
            for (std::size_t place = 0; place < headings.size(); ++place)
                if (trimmed(headings[place]) == column->name && found++ == 0) column->place = place;
            if (found == 0)
                problem(0, column->name, "no_column",
                        {"没有这一列。表中的列：" + list + "。请改参数，或补上这一列。",
                         "There is no such column. The table has: " + list + ". Change the option or add the column."});
            else if (found > 1)
                problem(0, column->name, "column_twice",
                        {"有 " + std::to_string(found) + " 列同名。请把另外的列改名。",
                         std::to_string(found) + " columns have this heading. Rename the others."});
        }
    }

    void read_row() {
        auto const problems = read_.problems.size();
        auto const stratum = text_in(stratum_, strata_);
        auto const cluster = text_in(cluster_, clusters_);
        auto const domain = text_in(domain_, domains_);
        auto const weight = weight_.place == absent ? 1 : amount_in(weight_);
        auto const value = read_value();
        if (problems == read_.problems.size() && population_.place != absent) read_population(stratum);
        if (problems == read_.problems.size() && cluster_.place != absent) check_home(cluster, stratum);
        auto& answers = read_.answers;
        answers.value.push_back(value.value_or(0));
        answers.valid.push_back(value ? 1 : 0);
        if (stratum_.place != absent) answers.stratum.push_back(stratum);
        if (cluster_.place != absent) answers.cluster.push_back(cluster);
        if (domain_.place != absent) answers.domain.push_back(domain);
        if (weight_.place != absent) answers.weight.push_back(weight);
    }

    std::optional<double> read_value() {
        auto const text = cell(value_);
        if (text.empty()) return std::nullopt;
        if (!columns_.success.empty()) {
            auto const level = std::find(columns_.success.begin(), columns_.success.end(), text);
            if (level == columns_.success.end()) return 0;
            chosen_[static_cast<std::size_t>(level - columns_.success.begin())] = true;
            return 1;
        }
        auto const value = number(text);
        if (!value)
            problem_here(
                value_, "no_number",
                {"要写数字，没有意见的留空；若是文字，请用 --success 写明哪些算“是”。",
                 "Write a number, or nothing for no opinion; for words say with --success which count as yes."});
        return value.value_or(0);
    }

    std::uint32_t text_in(const Column& column, Names& names) {
        if (column.place == absent) return 0;
        auto const text = cell(column);
        if (text.empty()) problem_here(column, "empty", {"空着。请填写。", "This is empty. Fill it in."});
        return names.number(text);
    }

    double amount_in(const Column& column) {
        auto const amount = number(cell(column));
        if (amount && *amount > 0) return *amount;
        problem_here(column, "no_amount", {"要写大于 0 的数字。", "Write a number above 0."});
        return 1;
    }

    void read_population(std::uint32_t stratum) {
        auto const problems = read_.problems.size();
        auto const population = amount_in(population_);
        if (problems != read_.problems.size()) return;
        auto& known = read_.answers.population;
        if (known.size() <= stratum) {
            known.resize(std::size_t{stratum} + 1, 0);
            population_row_.resize(std::size_t{stratum} + 1, 0);
        }
        if (known[stratum] == 0) {
            known[stratum] = population;
            population_row_[stratum] = row_;
        } else if (known[stratum] != population) {
            auto const other = std::to_string(population_row_[stratum] + 1);
            problem_here(
                population_, "two_populations",
                {"与第 " + other + " 行同一层的总数不同。同一层只写一个总数。",
                 "Row " + other + " gives another number for the same stratum. A stratum has one population."});
        }
    }

    void check_home(std::uint32_t cluster, std::uint32_t stratum) {
        if (home_.size() <= cluster) home_.resize(std::size_t{cluster} + 1, {0, 0});
        auto& home = home_[cluster];
        if (home.row == 0) home = {row_, stratum};
        if (home.stratum == stratum) return;
        auto const other = std::to_string(home.row + 1);
        problem_here(cluster_, "cluster_in_two_strata",
                     {"第 " + other + " 行把它写在另一层。一个群只属于一层；不同的群请用不同的名字。",
                      "Row " + other +
                          " has it in another stratum. A cluster belongs to one; give different clusters "
                          "different names."});
    }

    void finish() {
        auto& answers = read_.answers;
        answers.share = !columns_.success.empty() || std::all_of(answers.value.begin(), answers.value.end(),
                                                                 [](double value) { return value == 0 || value == 1; });
        read_.domains = domains_.all();
        if (read_.problems.empty()) check_populations();
        for (std::size_t level = 0; level < chosen_.size(); ++level)
            if (!chosen_[level])
                read_.notes.push_back(
                    {"--success 中的“" + columns_.success[level] + "”没有出现过。请核对写法。",
                     "Nobody chose \"" + columns_.success[level] + "\" of --success. Check its spelling."});
    }

    void check_populations() {
        auto const& answers = read_.answers;
        if (answers.population.empty()) return;
        std::vector<double> drawn(answers.population.size(), 0);
        std::vector<bool> seen(clusters_.all().size(), false);
        for (std::size_t row = 0; row < answers.value.size(); ++row) {
            if (!answers.cluster.empty()) {
                if (seen[answers.cluster[row]]) continue;
                seen[answers.cluster[row]] = true;
            }
            ++drawn[answers.stratum.empty() ? 0 : answers.stratum[row]];
        }
        for (std::size_t h = 0; h < drawn.size(); ++h) {
            if (drawn[h] <= answers.population[h]) continue;
            row_ = population_row_[h];
            auto const count = std::to_string(static_cast<std::int64_t>(drawn[h]));
            problem_here(population_, "population_too_small",
                         {"总数比这一层抽到的 " + count + " 个还少。请改总数，或去掉重复的行。",
                          "This is fewer than the " + count +
                              " drawn from the stratum. Mend it or remove rows that are double."});
        }
    }

    struct Home {
        std::size_t row = 0;
        std::uint32_t stratum = 0;
    };

    const kernel::Sheet& sheet_;
    const AnswerColumns& columns_;
    Column value_{columns_.value}, stratum_{columns_.stratum}, population_{columns_.population},
        weight_{columns_.weight}, cluster_{columns_.cluster}, domain_{columns_.domain};
    AnswersRead read_;
    Names strata_, clusters_, domains_;
    std::size_t row_ = 0;
    std::vector<std::size_t> population_row_;
    std::vector<Home> home_;
    std::vector<bool> chosen_ = std::vector<bool>(columns_.success.size(), false);
};

}  // namespace

kernel::Sheet read_answer_sheet(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary};
    std::string const bytes{std::istreambuf_iterator<char>{in}, {}};
    if (!in.is_open() || in.bad())
        throw base::Refusal(422, "unreadable",
                            {"打不开。请核对路径和权限。", "cannot be opened. Check the path and the rights."});
    auto const name = file.filename().string();
    if (!bytes.starts_with("PK")) return kernel::read_csv(bytes, name);
    auto workbook = kernel::read_workbook(bytes);
    if (workbook.sheets.empty()) return {name, {}};
    return std::move(workbook.sheets.front());
}

AnswersRead read_answers(const kernel::Sheet& sheet, const AnswerColumns& columns) {
    return AnswerReader{sheet, columns}.read();
}

}  // namespace anju::app
