#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/exact.hpp"
#include "base/id.hpp"
#include "policy/field/catalogue.hpp"

namespace anju::policy::field {

Read IdKind::read(const Field&, const Value& written) const { return read_id(written); }

std::string IdKind::text(const Field&, const Value& stored, base::Language) const { return *stored.text(); }

Read refused(Text message) {
    return {{}, {{"", std::move(message)}}};
}

Read accepted(Value value) {
    return {std::move(value), {}};
}

std::string trimmed(std::string_view text) {
    constexpr std::string_view blank = " \t\r\n";
    auto const first = text.find_first_not_of(blank);
    if (first == std::string_view::npos) return {};
    return std::string{text.substr(first, text.find_last_not_of(blank) - first + 1)};
}

std::optional<std::string> day_text(std::string_view text) {
    if (text.ends_with("日")) text.remove_suffix(std::string_view{"日"}.size());
    std::string plain{text};
    for (std::string_view const sign : {"年", "月", "/", "."}) {
        for (auto at = plain.find(sign); at != std::string::npos; at = plain.find(sign))
            plain.replace(at, sign.size(), "-");
    }
    int year = 0, month = 0, day = 0;
    auto const* const end = plain.data() + plain.size();
    auto const read_part = [&](const char* from, int& part, int digits) -> const char* {
        auto const [after, error] = std::from_chars(from, end, part);
        return error == std::errc{} && after - from <= digits ? after : nullptr;
    };
    auto const* at = read_part(plain.data(), year, 4);
    if (at == nullptr || at == end || *at != '-' || (at = read_part(at + 1, month, 2)) == nullptr) return std::nullopt;
    if (at == end || *at != '-' || (at = read_part(at + 1, day, 2)) != end || month < 0 || day < 0) return std::nullopt;
    auto const found = base::Day::parse(fmt::format("{:04}-{:02}-{:02}", year, month, day));
    return found ? std::optional{found->text()} : std::nullopt;
}

std::optional<std::string> choice_of(const Field& field, std::string_view written) {
    auto const found = std::find_if(field.choices.begin(), field.choices.end(), [&](const Choice& one) {
        return one.choice == written || one.title.zh == written || one.title.en == written;
    });
    return found == field.choices.end() ? std::nullopt : std::optional{found->choice};
}

std::optional<Text> outside(const Field& field, std::int64_t number, int decimals) {
    auto const shown = [&](std::int64_t one) { return base::decimal_text(one, decimals); };
    if (field.least && number < *field.least) {
        return Text{fmt::format("不能小于 {}，请改。", shown(*field.least)),
                    fmt::format("Must be {} or more. Change it.", shown(*field.least))};
    }
    if (field.most && number > *field.most) {
        return Text{fmt::format("不能大于 {}，请改。", shown(*field.most)),
                    fmt::format("Must be {} or less. Change it.", shown(*field.most))};
    }
    return std::nullopt;
}

Read read_id(const Value& written) {
    auto const* id = written.text();
    if (id != nullptr && base::is_id(*id)) return accepted(*id);
    return refused({"请从列表里选一个。", "Choose one from the list."});
}

Read read_ids(const Value& written, std::int64_t most) {
    Text const wanted{"请用上传按钮添加。", "Add it with the upload button."};
    auto const* ids = written.texts();
    if (ids == nullptr) return refused(wanted);
    Value::Texts once;
    for (auto const& id : *ids) {
        if (!base::is_id(id)) return refused(wanted);
        if (std::find(once.begin(), once.end(), id) == once.end()) once.push_back(id);
    }
    if (static_cast<std::int64_t>(once.size()) > most) {
        return refused({fmt::format("最多 {} 个，请删去一些。", most), fmt::format("At most {}. Remove some.", most)});
    }
    return accepted(std::move(once));
}

}  // namespace anju::policy::field
