// Reads the three sheets in one pass each. A million findings are usual for a province, so nothing here looks twice:
// estates are found by hash, what the pack says about an item and an amount is asked once and remembered, equal facts
// are found by sorting within one estate.
#include <algorithm>
#include <fstream>
#include <iterator>
#include <numeric>
#include <tuple>
#include <unordered_map>

#include "base/refusal.hpp"
#include "rate/case_table.hpp"
#include "rate/case_values.hpp"
#include "rate/cases.hpp"

namespace anju::rate {
namespace {

using base::Points;
using policy::Item;
using policy::Pack;

std::vector<const Item*> measure_items(const Pack& pack) {
    std::vector<const Item*> items;
    for (auto const& item : pack.items) {
        if (item.rule->takes_measure()) items.push_back(&item);
    }
    return items;
}

/// Headings a measure's column may have: title, code and, when no other item is called so, the two customary words.
std::vector<std::string> measure_headings(const Pack& pack, const Item& item) {
    std::vector<std::string> headings{item.title.zh, item.code, item.title.en};
    auto const customary = [&](std::string word) {
        for (auto const* other : measure_items(pack)) {
            if (other != &item && (other->title.zh == word || other->code == word)) return;
        }
        headings.insert(headings.begin(), std::move(word));
    };
    if (&item == satisfaction_item(pack)) customary("居民满意度");
    if (&item == civility_item(pack)) customary("文明程度");
    std::vector<std::string> unique;
    for (auto& heading : headings) {
        if (!heading.empty() && std::find(unique.begin(), unique.end(), heading) == unique.end())
            unique.push_back(std::move(heading));
    }
    return unique;
}

std::vector<CaseTable::Column> named(std::initializer_list<const char*> names) {
    std::vector<CaseTable::Column> columns;
    for (auto const* name : names) columns.push_back({{name}});
    return columns;
}

class CasesReader {
  public:
    CasesReader(const kernel::Workbook& tables, const Pack& pack) : tables_{tables}, pack_{pack} {}

    CasesRead read() {
        read_estates();
        read_measures();
        read_findings();
        for (auto& one : result_.estates) count_same_facts_once(one);
        sort_problems();
        return std::move(result_);
    }

  private:
    enum EstateColumn : std::size_t { code, name, street, community, stage };
    enum FindingColumn : std::size_t { estate, item, deduct, reason, not_applicable };
    static constexpr auto nobody = static_cast<std::size_t>(-1);

    void sort_problems() {
        auto const place = [](const CaseProblem& problem) {
            return std::pair{problem.sheet == "小区" ? 0 : problem.sheet == "测评" ? 1 : 2, problem.row};
        };
        std::stable_sort(result_.problems.begin(), result_.problems.end(),
                         [&](const CaseProblem& a, const CaseProblem& b) { return place(a) < place(b); });
    }

    struct Place {
        std::size_t estate = 0, row = 0;
    };

    void read_estates() {
        CaseTable const table{tables_, "小区", named({"小区编码", "小区名称", "街道", "社区", "阶段"}),
                              result_.problems};
        estates_known_ = table.complete();
        for (std::size_t row = 1; row < table.rows(); ++row) {
            if (!table.empty(row) && table.complete()) read_estate(table, row);
        }
    }

    void read_estate(const CaseTable& table, std::size_t row) {
        auto const id = table.cell(row, code);
        auto const at = read_stage(table.cell(row, stage));
        if (id.empty())
            table.wrong(row, code, "empty_code",
                        {"没有小区编码。请填写编码，测评和扣分靠它对应。",
                         "The estate has no code. Write one; measures and findings refer to it."});
        if (table.cell(row, name).empty())
            table.wrong(row, name, "empty_name", {"没有小区名称。请填写名称。", "The estate has no name. Write it."});
        if (!at)
            table.wrong(row, stage, "unknown_stage",
                        {"不认识的阶段。请写“待安置”或“已安置”，留空按已安置。",
                         "Unknown stage. Write 待安置 (pending) or 已安置 (settled); empty means settled."});
        if (id.empty()) return;
        auto const [known, fresh] = places_.try_emplace(id, Place{result_.estates.size(), row});
        if (!fresh) {
            auto const first = std::to_string(known->second.row + 1);
            return table.wrong(row, code, "duplicate_estate",
                               {"小区编码与第 " + first + " 行相同。一个小区只写一行。",
                                "The code also stands in row " + first + ". Write each estate once."});
        }
        EstateCase one;
        one.code = id;
        one.name = table.cell(row, name);
        one.street = table.cell(row, street);
        one.community = table.cell(row, community);
        one.facts.stage = at.value_or(policy::Stage::settled);
        result_.estates.push_back(std::move(one));
    }

    std::size_t find_estate(const CaseTable& table, std::size_t row) {
        auto const id = table.cell(row, estate);
        if (id.empty()) {
            table.wrong(
                row, estate, "empty_code",
                {"没有小区编码。请写明是哪个小区。", "The estate's code is missing. Say which estate is meant."});
            return nobody;
        }
        if (id == last_id_) return last_estate_;
        auto const known = places_.find(id);
        if (known != places_.end()) {
            last_id_ = id;
            return last_estate_ = known->second.estate;
        }
        if (estates_known_)
            table.wrong(row, estate, "unknown_estate",
                        {"“小区”表里没有这个编码。请改正编码，或在“小区”表补上一行。",
                         "The sheet 小区 has no such code. Correct it or add the estate there."});
        return nobody;
    }

    void read_measures() {
        auto const items = measure_items(pack_);
        auto columns = named({"小区编码"});
        for (auto const* one : items) columns.push_back({measure_headings(pack_, *one)});
        CaseTable const table{tables_, "测评", std::move(columns), result_.problems};
        if (!table.complete()) return;
        std::unordered_map<std::size_t, std::size_t> rows;
        for (std::size_t row = 1; row < table.rows(); ++row) {
            if (table.empty(row)) continue;
            auto const at = find_estate(table, row);
            auto const [first, fresh] = at == nobody ? std::pair{rows.end(), true} : rows.try_emplace(at, row + 1);
            if (!fresh) {
                auto const number = std::to_string(first->second);
                table.wrong(row, estate, "duplicate_measure",
                            {"这个小区在第 " + number + " 行已有测评。只留一行。",
                             "Row " + number + " already has the measures of this estate. Keep one row."});
            }
            for (std::size_t i = 0; i < items.size(); ++i) read_measure(table, row, i + 1, *items[i], at);
        }
    }

    void read_measure(const CaseTable& table, std::size_t row, std::size_t column, const Item& measured,
                      std::size_t at) {
        auto const cell = table.cell(row, column);
        if (cell.empty()) return;
        auto read = read_percent(cell);
        if (!read.value) return table.wrong(row, column, std::move(read.problem.code), std::move(read.problem.message));
        bool const has_sign = cell.ends_with("%") || cell.ends_with("％");
        if (!has_sign && *read.value > base::Percent{} && *read.value <= base::Percent::whole(1)) {
            auto const number = std::to_string(row + 1);
            result_.notes.push_back({"测评 第 " + number + " 行：" + std::string{cell} + " 按 " + std::string{cell} +
                                         "% 计。若是比例，请写成百分比（0.9 写 90）。",
                                     "测评, row " + number + ": " + std::string{cell} + " counts as " +
                                         std::string{cell} +
                                         " %. If it is a fraction, write a percentage (90 for 0.9)."});
        }
        if (at != nobody) result_.estates[at].facts.measures.emplace(measured.code, *read.value);
    }

    void read_findings() {
        CaseTable const table{tables_, "扣分", named({"小区编码", "条目", "扣分", "原因", "不适用"}), result_.problems};
        if (!table.complete()) return;
        last_id_ = {};
        for (std::size_t row = 1; row < table.rows(); ++row) {
            if (table.empty(row)) continue;
            auto const mark = read_yes_no(table.cell(row, not_applicable));
            auto const at = find_estate(table, row);
            if (!mark)
                table.wrong(row, not_applicable, "unknown_mark",
                            {"看不懂。不适用请写“是”，否则留空。",
                             "Not understood. Write 是 (yes) when the item does not apply, else leave it empty."});
            if (table.cell(row, reason).empty())
                table.wrong(row, reason, "empty_reason",
                            {"没有原因。每次扣分、每个不适用都要写明原因。",
                             "The reason is missing. Every deduction and every 不适用 needs one."});
            if (table.cell(row, item).empty())
                table.wrong(
                    row, item, "empty_item",
                    {"没有条目。请写条目编号，如 C1.1。", "The item is missing. Write its code, such as C1.1."});
            else if (mark)
                *mark ? read_not_applicable(table, row, at) : read_finding(table, row, at);
        }
        report_both(table);
    }

    void read_not_applicable(const CaseTable& table, std::size_t row, std::size_t at) {
        auto const marked = table.cell(row, item);
        if (!table.cell(row, deduct).empty()) {
            table.wrong(row, deduct, "deduct_with_not_applicable",
                        {"标了不适用就不能扣分。请清空扣分，或去掉不适用。",
                         "An item that does not apply loses nothing. Clear the points or the mark."});
        }
        if (auto refusal = policy::refuse_not_applicable(pack_, marked)) {
            return table.wrong(row, refusal->first == "unknown_item" ? item : not_applicable, refusal->first,
                               std::move(refusal->second));
        }
        if (at == nobody) return;
        auto& one = result_.estates[at];
        std::string const why{table.cell(row, reason)};
        auto const [known, fresh] = one.not_applicable_reasons.try_emplace(std::string{marked}, why);
        one.facts.not_applicable.insert(known->first);
        if (fresh) {
            marks_.push_back({at, row});
        } else if (known->second == why) {
            note_twice(row, one, marked);
        } else {
            table.wrong(row, reason, "duplicate_not_applicable",
                        {"这个条目已标过不适用，原因不同。请合成一行。",
                         "The item is already marked with another reason. Make it one row."});
        }
    }

    void read_finding(const CaseTable& table, std::size_t row, std::size_t at) {
        auto const cell = table.cell(row, deduct);
        auto const* const found = pack_.item(table.cell(row, item));
        Points points;
        if (!cell.empty()) {
            auto read = read_points(cell);
            if (!read.value) table.wrong(row, deduct, std::move(read.problem.code), std::move(read.problem.message));
            if (!read.value && found != nullptr) return;
            points = read.value.value_or(Points::whole(1));
        } else if (found != nullptr && !found->rule->takes_measure()) {
            return table.wrong(row, deduct, "empty_deduct",
                               {"没有扣分。请填扣多少分；不适用的请在“不适用”列写“是”。",
                                "The points are missing. Write how many, or mark the item in 不适用."});
        }
        auto const& refusal = refusal_of(table.cell(row, item), found, points);
        if (refusal) {
            bool const about_item = refusal->first == "unknown_item" || refusal->first == "item_takes_measure";
            return table.wrong(row, about_item ? item : deduct, refusal->first, refusal->second);
        }
        if (at == nobody) return;
        auto& finding = result_.estates[at].facts.findings.emplace_back();
        finding.id = "扣分!" + std::to_string(row + 1);
        finding.item = found->code;
        finding.deduct = points;
        finding.reason = table.cell(row, reason);
    }

    using Refusal = std::optional<std::pair<std::string, Text>>;
    const Refusal& refusal_of(std::string_view code_of_item, const Item* found, Points points) {
        if (found == nullptr) return unknown_ = policy::refuse_deduction(pack_, code_of_item, points);
        auto const [known, fresh] = refusals_.try_emplace({found, points.units()});
        if (fresh) known->second = policy::refuse_deduction(pack_, code_of_item, points);
        return known->second;
    }

    void report_both(const CaseTable& table) {
        for (auto const& mark : marks_) {
            auto const marked = table.cell(mark.row, item);
            for (auto const& finding : result_.estates[mark.estate].facts.findings) {
                if (finding.item != marked) continue;
                auto const other = finding.id.substr(finding.id.find('!') + 1);
                table.wrong(mark.row, not_applicable, "finding_and_not_applicable",
                            {"第 " + other + " 行又对这个条目扣分。两者只能留一个。",
                             "Row " + other + " deducts points on the same item. Keep one of the two."});
                break;
            }
        }
    }

    /// Equal item, points and reason are one fact, whoever wrote it twice.
    void count_same_facts_once(EstateCase& one) {
        auto& findings = one.facts.findings;
        std::vector<std::size_t> order(findings.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        auto const fact = [&](std::size_t i) {
            return std::tie(findings[i].item, findings[i].deduct, findings[i].reason);
        };
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return fact(a) < fact(b); });
        std::vector<bool> again(findings.size(), false);
        bool any = false;
        for (std::size_t i = 1; i < order.size(); ++i) {
            if (fact(order[i]) == fact(order[i - 1])) any = again[order[i]] = true;
        }
        if (!any) return;
        std::vector<policy::Deduction> kept;
        for (std::size_t i = 0; i < findings.size(); ++i) {
            if (again[i])
                note_twice(std::stoul(findings[i].id.substr(findings[i].id.find('!') + 1)) - 1, one, findings[i].item);
            else
                kept.push_back(std::move(findings[i]));
        }
        findings = std::move(kept);
    }

    void note_twice(std::size_t row, const EstateCase& one, std::string_view code_of_item) {
        auto const number = std::to_string(row + 1);
        result_.notes.push_back({"扣分 第 " + number + " 行：" + one.name + " " + std::string{code_of_item} +
                                     " 与前面一行完全相同，只算一次。",
                                 "扣分, row " + number + ": " + one.name + " " + std::string{code_of_item} +
                                     " is the same as an earlier row and counts once."});
    }

    const kernel::Workbook& tables_;
    const Pack& pack_;
    CasesRead result_;
    std::unordered_map<std::string_view, Place> places_;  ///< keys point into the tables
    std::vector<Place> marks_;
    std::map<std::pair<const Item*, std::int64_t>, Refusal> refusals_;
    Refusal unknown_;
    std::string_view last_id_;
    std::size_t last_estate_ = nobody;
    bool estates_known_ = false;
};

std::string content_of(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary | std::ios::ate};
    if (!in)
        throw base::Refusal(422, "unreadable",
                            {file.string() + "：打不开。请核对路径和权限。",
                             file.string() + ": cannot be opened. Check the path and the rights."});
    std::string bytes(static_cast<std::size_t>(in.tellg()), '\0');
    in.seekg(0);
    in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!in)
        throw base::Refusal(422, "unreadable",
                            {file.string() + "：读不完整。", file.string() + ": cannot be read whole."});
    return bytes;
}

}  // namespace

kernel::Workbook read_tables(const std::filesystem::path& cases) {
    if (!std::filesystem::is_directory(cases)) return kernel::read_workbook(content_of(cases), std::size_t{4} << 30);
    kernel::Workbook tables;
    for (auto const* name : {"小区", "测评", "扣分"}) {
        auto const file = cases / (std::string{name} + ".csv");
        if (std::filesystem::exists(file)) tables.sheets.push_back(kernel::read_csv(content_of(file), name));
    }
    return tables;
}

CasesRead read_cases(const kernel::Workbook& tables, const Pack& pack) {
    return CasesReader{tables, pack}.read();
}

std::string problem_line(const CaseProblem& problem, base::Language language) {
    bool const zh = language == base::Language::zh;
    auto line = problem.sheet;
    if (problem.row != 0) line += (zh ? " 第 " : ", row ") + std::to_string(problem.row) + (zh ? " 行" : "");
    if (!problem.column.empty()) line += (zh ? " “" : ", ") + problem.column + (zh ? "”列" : "");
    if (!problem.value.empty()) line += " [" + problem.value + "]";
    return line + (zh ? "：" : ": ") + problem.message.in(language);
}

const Item* satisfaction_item(const Pack& pack) {
    auto const* key = pack.item(pack.stars.key);
    if (key != nullptr && key->rule->takes_measure()) return key;
    auto const items = measure_items(pack);
    return items.empty() ? nullptr : items.front();
}

const Item* civility_item(const Pack& pack) {
    for (auto const* one : measure_items(pack)) {
        if (one != satisfaction_item(pack)) return one;
    }
    return nullptr;
}

}  // namespace anju::rate
