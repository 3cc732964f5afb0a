#include "rate/json_text.hpp"

namespace anju::rate {

void JsonText::separate() {
    if (comma_) out_ += ',';
    comma_ = true;
}

JsonText& JsonText::open(char bracket) {
    separate();
    out_ += bracket;
    comma_ = false;
    return *this;
}

JsonText& JsonText::close(char bracket) {
    out_ += bracket;
    comma_ = true;
    return *this;
}

JsonText& JsonText::key(std::string_view name) {
    text(name);
    out_ += ':';
    comma_ = false;
    return *this;
}

JsonText& JsonText::text(std::string_view value) {
    static constexpr std::string_view hexadecimal = "0123456789abcdef";
    separate();
    out_ += '"';
    for (char const c : value) {
        if (c == '"' || c == '\\')
            out_ += '\\', out_ += c;
        else if (c == '\n')
            out_ += "\\n";
        else if (static_cast<unsigned char>(c) >= 0x20)
            out_ += c;
        else {
            out_ += "\\u00";
            out_ += hexadecimal[static_cast<unsigned char>(c) >> 4U];
            out_ += hexadecimal[static_cast<unsigned char>(c) & 15U];
        }
    }
    out_ += '"';
    return *this;
}

JsonText& JsonText::number(std::int64_t value) {
    separate();
    out_ += std::to_string(value);
    return *this;
}

JsonText& JsonText::yes_no(bool value) {
    separate();
    out_ += value ? "true" : "false";
    return *this;
}

JsonText& JsonText::null() {
    separate();
    out_ += "null";
    return *this;
}

JsonText& JsonText::line() {
    if (comma_) {
        out_ += ",\n";
        comma_ = false;
    } else {
        out_ += '\n';
    }
    return *this;
}

}  // namespace anju::rate
