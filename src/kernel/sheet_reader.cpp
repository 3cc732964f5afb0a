#include "kernel/sheet_reader.hpp"

#include <algorithm>
#include <charconv>

#include "kernel/refuse_workbook.hpp"
#include "kernel/xml_scanner.hpp"

namespace anju::kernel {
namespace {

constexpr std::size_t most_rows = 1'048'576;
constexpr std::size_t most_columns = 16'384;

std::size_t whole_number(std::string_view text) {
    std::size_t value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) throw XmlFault{"not a whole number"};
    return value;
}

/// Column index (from 0) of a reference such as "AB12".
std::size_t column_of(std::string_view reference) {
    std::size_t column = 0;
    for (char const c : reference) {
        if (c < 'A' || c > 'Z') break;
        column = column * 26 + static_cast<std::size_t>(c - 'A') + 1;
        if (column > most_columns) throw XmlFault{"column beyond XFD"};
    }
    if (column == 0) throw XmlFault{"cell reference without a column"};
    return column - 1;
}

class SheetReader {
  public:
    SheetReader(std::string_view xml, const SheetContext& context, MemoryBudget& budget, Sheet& sheet)
        : scanner_{xml}, context_{context}, budget_{budget}, sheet_{sheet} {}

    void read() {
        for (;;) {
            switch (scanner_.next()) {
                case XmlScanner::Kind::open:
                    open();
                    break;
                case XmlScanner::Kind::text:
                    if (in_value_ && !in_phonetic_) scanner_.append_text(value_);
                    break;
                case XmlScanner::Kind::close:
                    if (scanner_.name() == "sheetData") return;
                    close();
                    break;
                case XmlScanner::Kind::end:
                    return;
            }
        }
    }

  private:
    void open() {
        auto const name = scanner_.name();
        if (name == "row") {
            auto const number = scanner_.attribute("r");
            row_ = number.empty() ? row_ + 1 : whole_number(number);
            if (row_ == 0 || row_ > most_rows) throw XmlFault{"row out of bounds"};
            column_ = 0;
        } else if (name == "c") {
            auto const reference = scanner_.attribute("r");
            if (!reference.empty()) column_ = column_of(reference);
            type_ = scanner_.attribute("t");
            style_ = scanner_.attribute("s");
            value_.clear();
            in_cell_ = true;
        } else if (in_cell_ && (name == "v" || name == "t")) {
            in_value_ = true;
        } else if (name == "rPh") {
            in_phonetic_ = true;
        }
    }

    void close() {
        auto const name = scanner_.name();
        if (name == "v" || name == "t")
            in_value_ = false;
        else if (name == "rPh")
            in_phonetic_ = false;
        else if (name == "c") {
            in_cell_ = false;
            if (!value_.empty()) put(cell_text());
            ++column_;
        }
    }

    std::string cell_text() {
        if (type_.empty() || type_ == "n") return cell_number(value_, format(), context_.from_1904);
        if (type_ == "s") {
            auto const at = whole_number(value_);
            if (at >= context_.shared_strings.size()) throw XmlFault{"shared string that is not there"};
            return context_.shared_strings[at];
        }
        if (type_ == "b") return value_ == "1" ? "TRUE" : "FALSE";
        if (type_ == "d") return value_.substr(0, value_.find("T00:00:00"));
        if (type_ == "e") return value_;
        return decoded_string(std::move(value_));
    }

    CellFormat format() const {
        if (style_.empty()) return CellFormat::plain;
        auto const at = whole_number(style_);
        return at < context_.formats.size() ? context_.formats[at] : CellFormat::plain;
    }

    void put(std::string text) {
        if (text.empty()) return;
        if (column_ >= most_columns || row_ == 0) throw XmlFault{"cell out of bounds"};
        auto& rows = sheet_.rows;
        if (rows.size() < row_) {
            budget_.take((row_ - rows.size()) * sizeof(rows[0]));
            rows.resize(row_);
        }
        auto& row = rows[row_ - 1];
        if (row.size() <= column_) {
            budget_.take((column_ + 1 - row.size()) * sizeof(std::string));
            if (row.empty() && rows.size() > 1) row.reserve(std::max(rows.front().size(), column_ + 1));
            row.resize(column_ + 1);
        }
        budget_.take(text.size());
        row[column_] = std::move(text);
    }

    XmlScanner scanner_;
    const SheetContext& context_;
    MemoryBudget& budget_;
    Sheet& sheet_;
    std::size_t row_ = 0, column_ = 0;
    std::string_view type_, style_;
    std::string value_;
    bool in_cell_ = false, in_value_ = false, in_phonetic_ = false;
};

}  // namespace

void MemoryBudget::take(std::size_t bytes) {
    if (bytes > left_) refuse_too_large();
    left_ -= bytes;
}

std::string decoded_string(std::string text) {
    auto at = text.find("_x");
    while (at != std::string::npos) {
        unsigned code = 0;
        auto const* const digits = text.data() + at + 2;
        bool const whole = at + 7 <= text.size() && text[at + 6] == '_';
        if (whole && std::from_chars(digits, digits + 4, code, 16).ptr == digits + 4 && code != 0 && code < 0x80) {
            text.replace(at, 7, 1, static_cast<char>(code));
        }
        at = text.find("_x", at + 1);
    }
    return text;
}

std::vector<std::string> read_shared_strings(std::string_view xml, MemoryBudget& budget) {
    std::vector<std::string> strings;
    XmlScanner scanner{xml};
    bool in_text = false, in_phonetic = false;
    for (;;) {
        auto const kind = scanner.next();
        if (kind == XmlScanner::Kind::end) return strings;
        if (kind == XmlScanner::Kind::text) {
            if (in_text && !in_phonetic && !strings.empty()) scanner.append_text(strings.back());
            continue;
        }
        bool const opened = kind == XmlScanner::Kind::open;
        auto const name = scanner.name();
        if (name == "t")
            in_text = opened;
        else if (name == "rPh")
            in_phonetic = opened;
        else if (name == "si" && opened)
            strings.emplace_back();
        else if (name == "si" && !strings.empty()) {
            budget.take(sizeof(std::string) + strings.back().size());
            strings.back() = decoded_string(std::move(strings.back()));
        }
    }
}

void read_sheet_rows(std::string_view xml, const SheetContext& context, MemoryBudget& budget, Sheet& sheet) {
    SheetReader{xml, context, budget, sheet}.read();
}

}  // namespace anju::kernel
