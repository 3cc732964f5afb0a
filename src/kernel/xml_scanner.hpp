#pragma once
// A pull scanner for the large parts of a workbook (sheets, shared strings): no tree, no copies, one pass. Names are
// local names (a prefix is dropped). It refuses what a workbook never needs: DOCTYPE, unknown entities, deep nesting.
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace anju::kernel {

class XmlFault : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

class XmlScanner {
  public:
    enum class Kind { open, close, text, end };

    explicit XmlScanner(std::string_view xml) : rest_{xml} {}  ///< `xml` must outlive the scanner

    Kind next();  ///< throws XmlFault. An empty element gives open, then close.
    [[nodiscard]] std::string_view name() const { return name_; }  ///< of the element just opened or closed
    [[nodiscard]] std::string_view attribute(std::string_view local_name) const;  ///< as written; empty when absent
    void append_text(std::string& out) const;  ///< the text just read, entities and CDATA resolved

  private:
    Kind read_tag();
    Kind read_close();
    void skip_past(std::string_view end, const char* what);

    std::string_view rest_, name_, attributes_, text_;
    std::vector<std::string_view> open_;
    bool close_next_ = false;
    bool literal_ = false;
};

/// Text of an attribute or element with its five named and its numeric entities resolved.
void append_unescaped(std::string& out, std::string_view escaped);

}  // namespace anju::kernel
