#include "record/import_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unordered_map>

#include "record/columns.hpp"
#include "record/import_columns.hpp"
#include "record/import_names.hpp"
#include "record/import_unique.hpp"
#include "record/parts.hpp"

namespace anju::record {
namespace {

using base::FieldProblem;

constexpr std::size_t longest_shown = 60;

std::string beginning(std::string_view text) {
    std::size_t end = 0;
    for (std::size_t seen = 0; end < text.size(); ++end)
        if ((static_cast<unsigned char>(text[end]) & 0xC0U) != 0x80U && seen++ == longest_shown) break;
    return std::string{text.substr(0, end)};
}

/// "2026-01-01 至 2026-12-31", "2026/1/1~2026/12/31", "2026-01-01 起": the two ends as the kind reads them.
field::Value::Texts period_of(const std::string& text) {
    static constexpr std::array<std::string_view, 9> signs{" to ", "至", "到", "～", "~", "——", "—", "–", ".."};
    std::string_view whole = text;
    if (whole.starts_with("from ")) whole.remove_prefix(5);
    for (auto const sign : signs) {
        auto const at = whole.find(sign);
        if (at != std::string_view::npos)
            return {trimmed_cell(whole.substr(0, at)), trimmed_cell(whole.substr(at + sign.size()))};
    }
    if (whole.ends_with("起")) whole.remove_suffix(std::string_view{"起"}.size());
    return {trimmed_cell(whole), {}};
}

/// "20260131" as "2026-01-31": what spreadsheets often hold for a day.
std::string day_of(const std::string& text) {
    bool const digits = text.size() == 8 && text.find_first_not_of("0123456789") == std::string::npos;
    return digits ? text.substr(0, 4) + "-" + text.substr(4, 2) + "-" + text.substr(6) : text;
}

std::string_view root_of(std::string_view where) {
    return where.substr(0, where.find('/'));
}

class Planner {
  public:
    Planner(const Author& author, const Registers& registers, const policy::Register& of, const Reach& reach,
            kernel::Sheet& sheet)
        : author_{author},
          of_{of},
          sheet_{sheet},
          names_{author, registers, of, reach},
          unique_{author, registers, of},
          columns_{of, sheet, plan_.problems},
          defaults_{field::defaults(of.fields, author.now, author.account_id)} {}

    ImportPlan run(const std::string& place_id, kernel::JobProgress& progress) {
        if (!place_id.empty()) fixed_ = place_at(place_id);
        columns_.require(!place_id.empty(), defaults_);
        if (plan_.problems.count() > 0) return std::move(plan_);
        auto const total = static_cast<std::int64_t>(sheet_.rows.size());
        for (auto i = columns_.heading() + 1; i < sheet_.rows.size(); ++i) {
            if (i % 100 == 0) progress.at(static_cast<std::int64_t>(i), 2 * total);
            if (columns_.is_data(sheet_.rows[i])) read_row(i);
            std::vector<std::string>{}.swap(sheet_.rows[i]);
            if (plan_.rows.size() - checked_ == ImportUnique::most_at_once) check_doubles();
        }
        check_doubles();
        if (plan_.read == 0)
            plan_.problems.add(
                {0,
                 {},
                 {},
                 {"表里没有数据行，请填好后再导入。", "The sheet has no rows of data. Fill it in and import again."}});
        return std::move(plan_);
    }

  private:
    std::size_t place_at(const std::string& id) {
        if (auto const known = places_.find(id); known != places_.end()) return known->second;
        plan_.places.push_back(place::get(author_.transaction, id, of_.level));
        return places_.emplace(id, plan_.places.size() - 1).first->second;
    }

    void wrong(std::size_t row, std::string_view field, const std::string& value, base::Text message) {
        auto const* one = of_.field(field);
        auto shown = beginning(value);
        if (one != nullptr && one->sensitive && !shown.empty()) shown = field::masked(*one, value);
        plan_.problems.add({row, columns_.title(field), std::move(shown), std::move(message)});
    }

    std::optional<std::size_t> place_of(std::size_t row, const std::string& text) {
        if (text.empty() && fixed_) return fixed_;
        if (text.empty()) {
            auto const title = place_column(of_);
            wrong(row, {}, {},
                  {fmt::format("“{}”没有填，请填名称或代码。", title.zh),
                   fmt::format("“{}” is empty. Write its name or code.", title.en)});
            return std::nullopt;
        }
        auto const found = names_.place_named(text);
        if (found.id.empty()) {
            wrong(row, {}, text, found.problem);
            return std::nullopt;
        }
        if (fixed_ && plan_.places[*fixed_].id != found.id) {
            wrong(row, {}, text,
                  {fmt::format("这次是往“{}”导入，请改这一格或删去这一行。", plan_.places[*fixed_].name),
                   fmt::format("This import is for “{}”. Change the cell or delete the row.",
                               plan_.places[*fixed_].name)});
            return std::nullopt;
        }
        return place_at(found.id);
    }

    /// What the cell says, as the kind reads it; a problem of its own leaves the field out of `typed`.
    void read_cell(const field::Field& one, const place::Place& place, const std::string& text, field::Values& typed,
                   std::vector<FieldProblem>& problems) {
        auto const kind = one.kind->name();
        if (one.sensitive && text.find('*') != std::string::npos) {
            problems.push_back(
                {one.field, {"这是遮住的内容，请填完整的。", "This value is masked. Write it in full."}});
        } else if (one.kind->traits().by_engine) {
            auto found = names_.find(one, place, text);
            if (found.id.empty())
                problems.push_back({one.field, std::move(found.problem)});
            else
                typed.emplace(one.field, std::move(found.id));
        } else if (kind == "period") {
            typed.emplace(one.field, period_of(text));
        } else {
            typed.emplace(one.field, kind == "date" ? day_of(text) : text);
        }
    }

    void read_row(std::size_t index) {
        auto const row = index + 1;
        if (++plan_.read > most_import_rows) {
            if (plan_.read == most_import_rows + 1)
                plan_.problems.add({row,
                                    {},
                                    {},
                                    {fmt::format("一次最多导入 {} 行，请分成几个文件。", most_import_rows),
                                     fmt::format("At most {} rows at once. Split the file.", most_import_rows)}});
            return;
        }
        auto const& cells = sheet_.rows[index];
        auto const place = place_of(row, columns_.place_cell(cells));
        if (!place) return;
        std::vector<FieldProblem> problems;
        field::Values typed;
        for (auto const& column : columns_.fields()) {
            if (auto const text = columns_.cell(cells, column.index); !text.empty())
                read_cell(*column.one, plan_.places[*place], text, typed, problems);
        }
        auto values = settled(typed, problems);
        for (auto& problem : problems) {
            auto const root = root_of(problem.field);
            wrong(row, root, columns_.cell_of(cells, root), std::move(problem.message));
        }
        if (problems.empty()) plan_.rows.push_back({row, *place, std::move(values)});
    }

    field::Values settled(const field::Values& typed, std::vector<FieldProblem>& problems) const {
        auto read = field::read_all(of_.fields, typed);
        auto values = defaults_;
        for (auto& [name, value] : read.values) values.insert_or_assign(name, std::move(value));
        add_untold(problems, std::move(read.problems));
        auto settled = field::settle(of_.fields, values);
        add_untold(problems, std::move(settled.problems));
        add_untold(problems, hidden(typed, settled.values));
        std::vector<FieldProblem> breaches;
        for (auto& breach : policy::check::breaches(of_.checks, of_.fields, settled.values, author_.now))
            if (breach.check->severity == policy::check::Severity::refuse)
                breaches.push_back({breach.field, std::move(breach.message)});
        add_untold(problems, std::move(breaches));
        return std::move(settled.values);
    }

    /// What a form would not even show would be dropped in silence.
    std::vector<FieldProblem> hidden(const field::Values& typed, const field::Values& settled) const {
        std::vector<FieldProblem> problems;
        for (auto const& one : of_.fields) {
            if (!typed.contains(one.field) || field::is_shown(one, settled)) continue;
            auto const* on = of_.field(one.shown_when->field);
            problems.push_back(
                {one.field,
                 {fmt::format("按“{}”的内容，这一格不用填，请清空或改“{}”。", on->title.zh, on->title.zh),
                  fmt::format("As “{}” stands, this cell must be empty. Empty it or change “{}”.", on->title.en,
                              on->title.en)}});
        }
        return problems;
    }

    /// A cell is told of once: what follows from a wrong value helps nobody.
    static void add_untold(std::vector<FieldProblem>& problems, std::vector<FieldProblem> more) {
        auto const before = problems.size();
        for (auto& problem : more) {
            bool const told =
                std::any_of(problems.begin(), problems.begin() + static_cast<std::ptrdiff_t>(before),
                            [&](const FieldProblem& one) { return root_of(one.field) == root_of(problem.field); });
            if (!told) problems.push_back(std::move(problem));
        }
    }

    void check_doubles() {
        for (auto& found : unique_.check(plan_.rows, checked_, plan_.rows.size(), plan_.places)) {
            auto const* one = of_.field(found.field);
            auto const& value = field::value_of(found.row->values, found.field);
            wrong(found.row->row, found.field, field::text(*one, value, base::Language::zh), std::move(found.message));
        }
        checked_ = plan_.rows.size();
    }

    const Author& author_;
    const policy::Register& of_;
    kernel::Sheet& sheet_;
    ImportPlan plan_;
    ImportNames names_;
    ImportUnique unique_;
    ImportColumns columns_;
    field::Values defaults_;
    std::map<std::string, std::size_t> places_;
    std::optional<std::size_t> fixed_;
    std::size_t checked_ = 0;
};

}  // namespace

void RowProblems::add(RowProblem problem) {
    ++count_;
    if (listed_.size() < most_listed) listed_.push_back(std::move(problem));
}

ImportPlan plan_import(const Author& author, const Registers& registers, const policy::Register& of, const Reach& reach,
                       const std::string& place_id, kernel::Workbook workbook, kernel::JobProgress& progress) {
    kernel::Sheet nothing;
    auto* sheet = workbook.sheets.empty() ? &nothing : &workbook.sheets.front();
    for (auto& one : workbook.sheets)
        if (one.name == of.title.zh || one.name == of.title.en) sheet = &one;
    return Planner{author, registers, of, reach, *sheet}.run(place_id, progress);
}

}  // namespace anju::record
