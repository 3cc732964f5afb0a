#include <fmt/format.h>

#include "policy/field/catalogue.hpp"

namespace anju::policy::field {
namespace {

constexpr std::int64_t most_rows = 200;

class Rows final : public Kind {
  public:
    [[nodiscard]] std::string_view name() const override { return "rows"; }
    [[nodiscard]] const Traits& traits() const override {
        static const Traits traits{
            .shape = Shape::rows, .takes = {Key::fields, Key::least, Key::most}, .needs = {Key::fields}};
        return traits;
    }
    [[nodiscard]] Read read(const Field& field, const Value& written) const override {
        auto const* rows = written.rows();
        if (rows == nullptr) return refused({"这里填表格，一行一条。", "A table is wanted, one line each."});
        auto const count = static_cast<std::int64_t>(rows->size());
        auto const most = field.most.value_or(most_rows);
        if (count > most) {
            return refused(
                {fmt::format("最多 {} 行，请删去一些。", most), fmt::format("At most {} lines. Remove some.", most)});
        }
        if (field.least && count < *field.least) {
            return refused({fmt::format("至少 {} 行，请补上。", *field.least),
                            fmt::format("At least {} lines. Add some.", *field.least)});
        }
        Read result;
        Value::Rows stored;
        for (std::size_t line = 0; line < rows->size(); ++line)
            stored.push_back(read_line(field, (*rows)[line], line, result.problems));
        result.value = std::move(stored);
        return result;
    }
    [[nodiscard]] std::string text(const Field& field, const Value& stored, base::Language language) const override {
        std::string joined;
        for (auto const& row : *stored.rows()) {
            if (!joined.empty()) joined += language == base::Language::en ? "; " : "；";
            std::string line;
            for (auto const& column : field.fields) {
                auto const value = field::text(column, value_of(row, column.field), language);
                if (!value.empty()) line += (line.empty() ? "" : " ") + value;
            }
            joined += line;
        }
        return joined;
    }
    [[nodiscard]] std::optional<std::int64_t> quantity(const Value& stored) const override {
        return stored.rows() == nullptr ? std::nullopt
                                        : std::optional{static_cast<std::int64_t>(stored.rows()->size())};
    }

  private:
    static Values read_line(const Field& field, const Values& written, std::size_t line,
                            std::vector<base::FieldProblem>& problems) {
        auto filled = read_all(field.fields, written);
        auto settled = settle(field.fields, filled.values);
        for (auto const& problem : filled.problems)
            problems.push_back({fmt::format("{}/{}", line, problem.field), problem.message});
        for (auto const& problem : settled.problems) {
            bool told = false;
            for (auto const& other : filled.problems) told = told || other.field == problem.field;
            if (!told) problems.push_back({fmt::format("{}/{}", line, problem.field), problem.message});
        }
        return std::move(settled.values);
    }
};

}  // namespace

const Kind& rows_kind() {
    static const Rows kind;
    return kind;
}

}  // namespace anju::policy::field
