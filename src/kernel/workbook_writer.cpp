// Workbooks out, row by row (libxlsxwriter in constant memory). The file appears under its name only when it is whole.
#include <fmt/format.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>
#include <stdexcept>

#include "base/id.hpp"
#include "kernel/workbook.hpp"

namespace anju::kernel {
namespace {

constexpr std::size_t most_rows = 1'048'576;
constexpr std::size_t most_text = 32'767;  // UTF-16 units in a cell; counted in bytes, so always short enough

bool starts_character(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
}

/// The longest beginning of at most `most` bytes that ends between characters.
std::string_view beginning(std::string_view text, std::size_t most) {
    if (text.size() <= most) return text;
    while (most > 0 && !starts_character(text[most])) --most;
    return text.substr(0, most);
}

/// What a cell can hold: control characters dropped, "_x0041_" protected from being taken for an escape, cut with a
/// mark.
std::string cell_text(std::string_view text) {
    std::string clean;
    clean.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        char const c = text[i];
        if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') continue;
        if (c == '_' && i + 6 < text.size() && text[i + 1] == 'x' && text[i + 6] == '_') clean += "_x005F";
        clean += c;
    }
    if (clean.size() > most_text) clean = std::string{beginning(clean, most_text - 8)} + "…";
    return clean;
}

bool is_number(std::string_view text) {
    if (!text.empty() && text.front() == '-') text.remove_prefix(1);
    auto const dot = text.find('.');
    auto const whole = text.substr(0, dot);
    auto const fraction = dot == std::string_view::npos ? std::string_view{} : text.substr(dot + 1);
    auto const digits = [](std::string_view part) {
        return part.find_first_not_of("0123456789") == std::string_view::npos;
    };
    bool const plain =
        !whole.empty() && digits(whole) && digits(fraction) && (dot == std::string_view::npos || !fraction.empty());
    return plain && (whole == "0" || whole.front() != '0') && whole.size() + fraction.size() <= 15;
}

std::string sheet_name(const std::string& wanted, std::set<std::string>& used) {
    std::string name;
    for (char const c : wanted) name += std::string_view{"[]:*?/\\'"}.find(c) == std::string_view::npos ? c : ' ';
    if (name.empty()) name = "Sheet";
    for (int number = 1;; ++number) {
        auto const suffix = number == 1 ? std::string{} : fmt::format(" ({})", number);
        std::string_view kept = name;
        while (base::characters(kept) + suffix.size() > 31) kept = beginning(kept, kept.size() - 1);
        auto candidate = std::string{kept} + suffix;
        if (used.insert(candidate).second) return candidate;
    }
}

}  // namespace

struct WorkbookWriter::State {
    std::filesystem::path file, unfinished;
    lxw_workbook* workbook = nullptr;
    lxw_worksheet* worksheet = nullptr;
    lxw_format *title = nullptr, *header = nullptr;
    lxw_format* cells[2][2] = {};  // [strong][wrap]
    std::set<std::string> names;
    std::string name, heading;
    std::vector<Column> columns;
    bool landscape = true;
    std::size_t next_row = 0;
    lxw_error error = LXW_NO_ERROR;

    void keep(lxw_error result) {
        if (error == LXW_NO_ERROR) error = result;
    }

    void make_formats() {
        title = workbook_add_format(workbook);
        format_set_bold(title);
        format_set_font_size(title, 14);
        header = workbook_add_format(workbook);
        format_set_bold(header);
        format_set_text_wrap(header);
        format_set_align(header, LXW_ALIGN_VERTICAL_CENTER);
        format_set_bg_color(header, 0xE7ECF3);
        format_set_border(header, LXW_BORDER_THIN);
        for (int strong = 0; strong < 2; ++strong) {
            for (int wrap = 0; wrap < 2; ++wrap) {
                auto*& format = cells[strong][wrap];
                format = workbook_add_format(workbook);
                format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
                if (strong != 0) format_set_bold(format);
                if (wrap != 0) format_set_text_wrap(format);
            }
        }
    }

    void begin_sheet() {
        worksheet = workbook_add_worksheet(workbook, sheet_name(name, names).c_str());
        if (worksheet == nullptr) throw std::runtime_error{"the workbook takes no further sheet"};
        worksheet_set_paper(worksheet, 9);  // A4
        if (landscape) worksheet_set_landscape(worksheet);
        worksheet_fit_to_pages(worksheet, 1, 0);
        worksheet_set_margins(worksheet, 0.5, 0.5, 0.6, 0.6);
        worksheet_set_footer(worksheet, "&L&A&R&P / &N");
        for (std::size_t i = 0; i < columns.size(); ++i) {
            auto const column = static_cast<lxw_col_t>(i);
            keep(worksheet_set_column(worksheet, column, column, columns[i].width, nullptr));
        }
        next_row = 0;
        if (!heading.empty()) {
            keep(worksheet_write_string(worksheet, 0, 0, cell_text(heading).c_str(), title));
            ++next_row;
        }
        auto const row = static_cast<lxw_row_t>(next_row);
        for (std::size_t i = 0; i < columns.size(); ++i) {
            keep(worksheet_write_string(worksheet, row, static_cast<lxw_col_t>(i), cell_text(columns[i].title).c_str(),
                                        header));
        }
        ++next_row;
        worksheet_repeat_rows(worksheet, row, row);
        worksheet_freeze_panes(worksheet, static_cast<lxw_row_t>(next_row), 0);
    }
};

WorkbookWriter::WorkbookWriter(const std::filesystem::path& file) : state_{std::make_unique<State>()} {
    state_->file = file;
    state_->unfinished = file;
    state_->unfinished += fmt::format(".{}.unfinished", getpid());
    lxw_workbook_options options{};
    options.constant_memory = LXW_TRUE;
    options.use_zip64 = LXW_TRUE;
    state_->workbook = workbook_new_opt(state_->unfinished.c_str(), &options);
    if (state_->workbook == nullptr) throw std::runtime_error{"no memory for a workbook"};
    state_->make_formats();
}

WorkbookWriter::~WorkbookWriter() {
    if (state_->workbook == nullptr) return;
    workbook_close(state_->workbook);  // frees all, temporary files included, which workbook_free does not
    std::error_code ignored;
    std::filesystem::remove(state_->unfinished, ignored);
}

void WorkbookWriter::sheet(const std::string& name, const std::string& heading, const std::vector<Column>& columns,
                           bool landscape) {
    state_->name = name;
    state_->heading = heading;
    state_->columns = columns;
    state_->landscape = landscape;
    state_->begin_sheet();
}

void WorkbookWriter::row(const std::vector<Cell>& cells) {
    if (state_->worksheet == nullptr) throw std::logic_error{"a row needs a sheet first"};
    if (state_->next_row >= most_rows) state_->begin_sheet();  // continues on a sheet "name (2)"
    auto const row = static_cast<lxw_row_t>(state_->next_row++);
    for (std::size_t i = 0; i < cells.size(); ++i) {
        auto const& cell = cells[i];
        if (cell.text.empty()) continue;
        auto const column = static_cast<lxw_col_t>(i);
        auto* const format = state_->cells[cell.strong ? 1 : 0][cell.wrap ? 1 : 0];
        if (cell.number && is_number(cell.text)) {
            state_->keep(worksheet_write_number(state_->worksheet, row, column, std::strtod(cell.text.c_str(), nullptr),
                                                format));
        } else {
            state_->keep(worksheet_write_string(state_->worksheet, row, column, cell_text(cell.text).c_str(), format));
        }
    }
}

void WorkbookWriter::close() {
    if (state_->workbook == nullptr) throw std::logic_error{"the workbook is closed"};
    state_->keep(workbook_close(state_->workbook));
    state_->workbook = nullptr;
    std::error_code failed;
    if (state_->error == LXW_NO_ERROR) std::filesystem::rename(state_->unfinished, state_->file, failed);
    if (state_->error == LXW_NO_ERROR && !failed) return;
    std::string const why = failed ? failed.message() : lxw_strerror(state_->error);
    std::error_code ignored;
    std::filesystem::remove(state_->unfinished, ignored);
    throw std::runtime_error{state_->file.string() + ": " + why};
}

namespace {

/// Gone again whatever happens while it is written.
struct TemporaryFile {
    std::filesystem::path path = std::filesystem::temp_directory_path() / ("anju-" + base::new_id() + ".xlsx");
    TemporaryFile() = default;
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    ~TemporaryFile() {
        std::error_code ignored;
        std::filesystem::remove(path, ignored);
    }
};

}  // namespace

std::string workbook_bytes(const std::function<void(WorkbookWriter&)>& write) {
    TemporaryFile const file;
    WorkbookWriter writer{file.path};
    write(writer);
    writer.close();
    std::ifstream in{file.path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

}  // namespace anju::kernel
