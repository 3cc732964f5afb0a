#pragma once
// Writes JSON by appending, with the commas set for the writer. Figures of the standard go out as exact decimal
// strings.
#include <cstdint>
#include <string>
#include <string_view>

namespace anju::rate {

class JsonText {
  public:
    JsonText& open(char bracket);   ///< '{' or '['
    JsonText& close(char bracket);  ///< '}' or ']'
    JsonText& key(std::string_view name);
    JsonText& text(std::string_view value);
    JsonText& number(std::int64_t value);
    JsonText& yes_no(bool value);
    JsonText& null();
    JsonText& line();  ///< a line break for the eye

    template <class Exact>  ///< anything with .text()
    JsonText& exact(const Exact& value) {
        return text(value.text());
    }
    template <class Optional>  ///< null when it holds nothing
    JsonText& maybe(const Optional& value) {
        return value ? exact(*value) : null();
    }

    [[nodiscard]] const std::string& result() const { return out_; }

  private:
    void separate();
    std::string out_;
    bool comma_ = false;
};

}  // namespace anju::rate
