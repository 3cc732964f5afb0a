#include "kernel/xml_scanner.hpp"

#include <charconv>
#include <cstdint>

namespace anju::kernel {
namespace {

constexpr std::size_t deepest = 64;

std::string_view local_name(std::string_view name) {
    auto const colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

void append_code_point(std::string& out, std::uint32_t code) {
    if (code == 0 || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) throw XmlFault{"bad character reference"};
    auto const put = [&out](std::uint32_t byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
    if (code < 0x80) return put(code);
    if (code < 0x800) {
        put(0xC0 | code >> 6);
    } else if (code < 0x10000) {
        put(0xE0 | code >> 12);
        put(0x80 | (code >> 6 & 0x3F));
    } else {
        put(0xF0 | code >> 18);
        put(0x80 | (code >> 12 & 0x3F));
        put(0x80 | (code >> 6 & 0x3F));
    }
    put(0x80 | (code & 0x3F));
}

void append_entity(std::string& out, std::string_view entity) {
    if (entity == "amp")
        out += '&';
    else if (entity == "lt")
        out += '<';
    else if (entity == "gt")
        out += '>';
    else if (entity == "quot")
        out += '"';
    else if (entity == "apos")
        out += '\'';
    else if (entity.size() >= 2 && entity[0] == '#') {
        bool const hexadecimal = entity[1] == 'x';
        auto const digits = entity.substr(hexadecimal ? 2 : 1);
        std::uint32_t code = 0;
        auto const [end, error] =
            std::from_chars(digits.data(), digits.data() + digits.size(), code, hexadecimal ? 16 : 10);
        if (error != std::errc{} || end != digits.data() + digits.size()) throw XmlFault{"bad character reference"};
        append_code_point(out, code);
    } else {
        throw XmlFault{"unknown entity"};
    }
}

}  // namespace

void append_unescaped(std::string& out, std::string_view escaped) {
    for (;;) {
        auto const start = escaped.find('&');
        out += escaped.substr(0, start);
        if (start == std::string_view::npos) return;
        auto const end = escaped.find(';', start);
        if (end == std::string_view::npos || end - start > 12) throw XmlFault{"entity without end"};
        append_entity(out, escaped.substr(start + 1, end - start - 1));
        escaped.remove_prefix(end + 1);
    }
}

void XmlScanner::skip_past(std::string_view end, const char* what) {
    auto const at = rest_.find(end);
    if (at == std::string_view::npos) throw XmlFault{what};
    rest_.remove_prefix(at + end.size());
}

XmlScanner::Kind XmlScanner::next() {
    if (close_next_) {
        close_next_ = false;
        name_ = open_.back();
        open_.pop_back();
        return Kind::close;
    }
    for (;;) {
        if (rest_.empty()) {
            if (!open_.empty()) throw XmlFault{"the file ends inside an element"};
            return Kind::end;
        }
        if (rest_.front() != '<') {
            text_ = rest_.substr(0, rest_.find('<'));
            literal_ = false;
            rest_.remove_prefix(text_.size());
            if (!open_.empty()) return Kind::text;
        } else if (rest_.starts_with("<?")) {
            skip_past("?>", "instruction without end");
        } else if (rest_.starts_with("<!--")) {
            skip_past("-->", "comment without end");
        } else if (rest_.starts_with("<![CDATA[")) {
            rest_.remove_prefix(9);
            text_ = rest_.substr(0, rest_.find("]]>"));
            literal_ = true;
            skip_past("]]>", "CDATA without end");
            return Kind::text;
        } else if (rest_.starts_with("<!")) {
            throw XmlFault{"DOCTYPE is not allowed"};
        } else {
            return rest_.starts_with("</") ? read_close() : read_tag();
        }
    }
}

XmlScanner::Kind XmlScanner::read_close() {
    auto const end = rest_.find('>');
    if (end == std::string_view::npos) throw XmlFault{"tag without end"};
    name_ = local_name(trimmed(rest_.substr(2, end - 2)));
    rest_.remove_prefix(end + 1);
    if (open_.empty() || open_.back() != name_) throw XmlFault{"element closed that is not open"};
    open_.pop_back();
    return Kind::close;
}

XmlScanner::Kind XmlScanner::read_tag() {
    std::size_t end = 1;
    char quote = 0;  // '>' may stand inside an attribute value
    for (; end < rest_.size() && (quote != 0 || rest_[end] != '>'); ++end) {
        char const c = rest_[end];
        if (quote != 0)
            quote = c == quote ? '\0' : quote;
        else if (c == '"' || c == '\'')
            quote = c;
    }
    if (end >= rest_.size()) throw XmlFault{"tag without end"};
    auto tag = rest_.substr(1, end - 1);
    rest_.remove_prefix(end + 1);
    close_next_ = tag.ends_with('/');
    if (close_next_) tag.remove_suffix(1);
    std::size_t length = 0;
    while (length < tag.size() && !is_space(tag[length])) ++length;
    name_ = local_name(tag.substr(0, length));
    attributes_ = tag.substr(length);
    if (name_.empty()) throw XmlFault{"tag without name"};
    if (open_.size() >= deepest) throw XmlFault{"nested too deeply"};
    open_.push_back(name_);
    return Kind::open;
}

std::string_view XmlScanner::attribute(std::string_view wanted) const {
    auto rest = attributes_;
    for (;;) {
        auto const equals = rest.find('=');
        if (equals == std::string_view::npos) return {};
        auto const name = local_name(trimmed(rest.substr(0, equals)));
        auto const start = rest.find_first_of("\"'", equals);
        if (start == std::string_view::npos) throw XmlFault{"attribute without value"};
        auto const end = rest.find(rest[start], start + 1);
        if (end == std::string_view::npos) throw XmlFault{"attribute without end"};
        if (name == wanted) return rest.substr(start + 1, end - start - 1);
        rest.remove_prefix(end + 1);
    }
}

void XmlScanner::append_text(std::string& out) const {
    if (literal_)
        out += text_;
    else
        append_unescaped(out, text_);
}

}  // namespace anju::kernel
