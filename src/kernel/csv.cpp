#include "kernel/cell_text.hpp"
#include "kernel/refuse_workbook.hpp"
#include "kernel/workbook.hpp"

namespace anju::kernel {
namespace {

/// RFC 4180, any line ending. A field is copied once, in runs.
class CsvReader {
  public:
    CsvReader(std::string_view rest, Sheet& sheet) : rest_{rest}, sheet_{sheet} {}

    void read() {
        while (!rest_.empty()) {
            auto& row = sheet_.rows.emplace_back();
            row.reserve(columns_);
            while (read_field(row.emplace_back())) {
            }
            if (row.size() == 1 && row.front().empty()) row.clear();  // an empty line keeps its number
            columns_ = row.size();
        }
    }

  private:
    bool read_field(std::string& field) {  ///< true when another field follows in the row
        if (rest_.starts_with('"'))
            read_quoted(field);
        else {
            auto const end = rest_.find_first_of(",\r\n");
            field = rest_.substr(0, end);
            rest_.remove_prefix(field.size());
        }
        if (rest_.starts_with(',')) {
            rest_.remove_prefix(1);
            return true;
        }
        if (rest_.starts_with("\r\n"))
            rest_.remove_prefix(2);
        else if (!rest_.empty())
            rest_.remove_prefix(1);
        return false;
    }

    void read_quoted(std::string& field) {
        rest_.remove_prefix(1);
        for (;;) {
            auto const quote = rest_.find('"');
            if (quote == std::string_view::npos) refuse("少了结束的引号", "a closing quotation mark is missing");
            field += rest_.substr(0, quote);
            rest_.remove_prefix(quote + 1);
            if (!rest_.starts_with('"')) break;
            field += '"';
            rest_.remove_prefix(1);
        }
        if (!rest_.empty() && rest_.find_first_of(",\r\n") != 0) {
            refuse("结束引号后面还有文字", "there is text behind a closing quotation mark");
        }
    }

    [[noreturn]] void refuse(const std::string& zh, const std::string& en) const {
        auto const row = std::to_string(sheet_.rows.size());
        refuse_workbook(
            {sheet_.name + " 第 " + row + " 行：" + zh + "。引号要成对，引号本身写两遍。",
             sheet_.name + ", row " + row + ": " + en + ". Quotation marks come in pairs; write a mark itself twice."});
    }

    std::string_view rest_;
    Sheet& sheet_;
    std::size_t columns_ = 0;
};

}  // namespace

Sheet read_csv(const std::string& bytes, std::string name) {
    Sheet sheet{std::move(name), {}};
    std::string_view text = bytes;
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    if (!is_utf8(text)) {
        refuse_workbook({sheet.name + "：不是 UTF-8 编码的文字。请在 Excel 中另存为“CSV UTF-8（逗号分隔）”。",
                         sheet.name + ": the text is not UTF-8. In Excel save it as \"CSV UTF-8 (comma delimited)\"."});
    }
    CsvReader{text, sheet}.read();
    return sheet;
}

}  // namespace anju::kernel
