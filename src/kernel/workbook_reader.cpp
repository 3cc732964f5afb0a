// An .xlsx file is a zip of XML parts: relationships name the parts, styles say which numbers are dates, sheets hold
// cells. The small parts are read with pugixml; the large ones by a scanner without a tree (sheet_reader.cpp).
// Everything unpacked is counted as it comes out, whatever the zip directory claims.
#include <zip.h>

#include <map>
#include <optional>
#include <pugixml.hpp>
#include <set>

#include "kernel/refuse_workbook.hpp"
#include "kernel/sheet_reader.hpp"
#include "kernel/workbook.hpp"
#include "kernel/xml_scanner.hpp"

namespace anju::kernel {
namespace {

constexpr std::size_t most_small_part = std::size_t{16} << 20;

class Archive {
  public:
    Archive(const std::string& bytes, std::size_t most_bytes) : unpacked_{most_bytes} {
        zip_error_t error;
        zip_error_init(&error);
        auto* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
        if (source != nullptr) zip_ = zip_open_from_source(source, ZIP_RDONLY, &error);
        if (zip_ == nullptr && source != nullptr) zip_source_free(source);
        zip_error_fini(&error);
        if (zip_ == nullptr) refuse_bytes(bytes);
    }
    ~Archive() { zip_discard(zip_); }
    Archive(const Archive&) = delete;
    Archive& operator=(const Archive&) = delete;

    /// The part unpacked, or nothing when there is none of that name.
    std::optional<std::string> part(const std::string& name) {
        zip_stat_t about;
        if (zip_stat(zip_, name.c_str(), 0, &about) != 0) return std::nullopt;
        auto* file = zip_fopen_index(zip_, about.index, 0);
        if (file == nullptr) refuse_workbook(broken(name));
        std::string text;
        auto const claimed = (about.valid & ZIP_STAT_SIZE) != 0 ? about.size : 0;
        text.reserve(std::min<std::size_t>(claimed, std::size_t{1} << 28));
        std::string chunk(std::size_t{1} << 18, '\0');
        zip_int64_t got = 0;
        try {
            while ((got = zip_fread(file, chunk.data(), chunk.size())) > 0) {
                unpacked_.take(static_cast<std::size_t>(got));
                text.append(chunk.data(), static_cast<std::size_t>(got));
            }
        } catch (...) {
            zip_fclose(file);
            throw;
        }
        zip_fclose(file);
        if (got < 0) refuse_workbook(broken(name));
        if (!is_utf8(text)) refuse_workbook(broken(name));
        return text;
    }

  private:
    static base::Text broken(const std::string& part) {
        return {"工作簿损坏或有密码（" + part + "）。请在 Excel 中打开后另存为不带密码的 .xlsx。",
                "The workbook is damaged or protected (" + part +
                    "). Open it in Excel and save it as .xlsx without a password."};
    }
    [[noreturn]] static void refuse_bytes(std::string_view bytes) {
        if (bytes.starts_with("\xD0\xCF\x11\xE0")) {
            refuse_workbook({"这是旧的 .xls 格式或带密码的文件。请另存为不带密码的 .xlsx。",
                             "This is the old .xls format or a protected file. Save it as .xlsx without a password."});
        }
        refuse_workbook({"这不是 .xlsx 工作簿。请用 Excel 或 WPS 另存为 .xlsx。",
                         "This is no .xlsx workbook. Save it as .xlsx with Excel or WPS."});
    }

    zip_t* zip_ = nullptr;
    MemoryBudget unpacked_;
};

std::string_view local(const char* name) {
    std::string_view const whole = name;
    auto const colon = whole.find(':');
    return colon == std::string_view::npos ? whole : whole.substr(colon + 1);
}

/// `xmlns:id` style declarations aside, the value of the attribute with that local name; `prefixed`: only one with a
/// prefix.
std::string attribute(const pugi::xml_node& node, std::string_view name, bool prefixed = false) {
    for (auto const& one : node.attributes()) {
        std::string_view const whole = one.name();
        if (local(one.name()) == name && (!prefixed || whole.size() > name.size())) return one.value();
    }
    return {};
}

pugi::xml_node child(const pugi::xml_node& node, std::string_view name) {
    for (auto const& one : node.children()) {
        if (local(one.name()) == name) return one;
    }
    return {};
}

struct SheetEntry {
    std::string name, part;
};

class WorkbookReader {
  public:
    WorkbookReader(const std::string& bytes, std::size_t most_bytes)
        : archive_{bytes, most_bytes}, memory_{most_bytes} {}

    Workbook read() {
        auto const entries = read_workbook_part();
        Workbook workbook;
        std::set<std::string> read_parts;
        for (auto const& entry : entries) {
            if (!read_parts.insert(entry.part).second) throw XmlFault{"two sheets in one part"};
            auto const xml = archive_.part(entry.part);
            if (!xml) throw XmlFault{"a sheet is missing"};
            auto& sheet = workbook.sheets.emplace_back();
            sheet.name = entry.name;
            read_sheet_rows(*xml, SheetContext{strings_, formats_, from_1904_}, memory_, sheet);
        }
        return workbook;
    }

  private:
    bool load(const std::string& name, pugi::xml_document& document) {
        auto const text = archive_.part(name);
        if (!text) return false;
        if (text->size() > most_small_part) refuse_too_large();
        if (text->find("<!DOCTYPE") != std::string::npos) throw XmlFault{"DOCTYPE is not allowed"};
        if (!document.load_buffer(text->data(), text->size(), pugi::parse_default, pugi::encoding_utf8)) {
            throw XmlFault{name + " is not well formed"};
        }
        return true;
    }

    /// Relationship id -> {kind, part}; targets are relative to the folder of the part they belong to.
    struct Target {
        std::string kind, part;
    };
    std::map<std::string, Target> relations(const std::string& folder, const std::string& file) {
        pugi::xml_document document;
        std::map<std::string, Target> found;
        if (!load(folder + "_rels/" + file + ".rels", document)) return found;
        for (auto const& one : document.document_element().children()) {
            auto const type = attribute(one, "Type");
            auto target = attribute(one, "Target");
            target = target.starts_with('/') ? target.substr(1) : folder + target;
            found[attribute(one, "Id")] = {type.substr(type.rfind('/') + 1), target};
        }
        return found;
    }

    std::vector<SheetEntry> read_workbook_part() {
        std::string main = "xl/workbook.xml";
        for (auto const& [id, target] : relations("", "")) {
            if (target.kind == "officeDocument") main = target.part;
        }
        pugi::xml_document document;
        if (!load(main, document)) {
            refuse_workbook({"这个压缩文件里没有工作簿。请用 Excel 或 WPS 另存为 .xlsx。",
                             "There is no workbook in this archive. Save it as .xlsx with Excel or WPS."});
        }
        auto const slash = main.rfind('/') + 1;  // 0 when there is none
        auto const targets = relations(main.substr(0, slash), main.substr(slash));
        for (auto const& [id, target] : targets) {
            if (target.kind == "styles") read_styles(target.part);
            if (target.kind == "sharedStrings") {
                auto const xml = archive_.part(target.part);
                if (xml) strings_ = read_shared_strings(*xml, memory_);
            }
        }
        auto const root = document.document_element();
        auto const epoch = attribute(child(root, "workbookPr"), "date1904");
        from_1904_ = epoch == "1" || epoch == "true";
        std::vector<SheetEntry> entries;
        for (auto const& one : child(root, "sheets").children()) {
            auto const target = targets.find(attribute(one, "id", true));
            if (target == targets.end()) throw XmlFault{"a sheet without a part"};
            if (target->second.kind == "worksheet") entries.push_back({attribute(one, "name"), target->second.part});
        }
        return entries;
    }

    void read_styles(const std::string& part) {
        pugi::xml_document document;
        if (!load(part, document)) return;
        auto const root = document.document_element();
        std::map<int, std::string> codes;
        for (auto const& one : child(root, "numFmts").children()) {
            codes[std::atoi(attribute(one, "numFmtId").c_str())] = attribute(one, "formatCode");
        }
        for (auto const& one : child(root, "cellXfs").children()) {
            int const id = std::atoi(attribute(one, "numFmtId").c_str());
            auto const code = codes.find(id);
            formats_.push_back(
                cell_format(id, code == codes.end() ? std::string_view{} : std::string_view{code->second}));
        }
    }

    Archive archive_;
    MemoryBudget memory_;
    std::vector<std::string> strings_;
    std::vector<CellFormat> formats_;
    bool from_1904_ = false;
};

}  // namespace

const Sheet* Workbook::sheet(const std::string& name) const {
    for (auto const& one : sheets) {
        if (one.name == name) return &one;
    }
    return nullptr;
}

Workbook read_workbook(const std::string& bytes, std::size_t most_bytes) {
    try {
        return WorkbookReader{bytes, most_bytes}.read();
    } catch (const XmlFault& fault) {
        refuse_workbook(
            {std::string{"工作簿的内容读不懂（"} + fault.what() + "）。请在 Excel 或 WPS 中打开后另存为 .xlsx。",
             std::string{"The workbook cannot be understood ("} + fault.what() +
                 "). Open it in Excel or WPS and save it as .xlsx."});
    }
}

}  // namespace anju::kernel
