#include "policy/field/numbers.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "base/day.hpp"

namespace anju::policy::field {
namespace {

using base::Text;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool are_digits(std::string_view text) {
    return std::all_of(text.begin(), text.end(), is_digit);
}

/// One character of UTF-8 (or one byte, if it is none).
std::string_view first_character(std::string_view text) {
    std::size_t length = 1;
    while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80) ++length;
    return text.substr(0, length);
}

/// What a full-width character or a dot or space becomes; the character itself otherwise.
std::string half_width(std::string_view character) {
    constexpr std::array<std::string_view, 11> left_out{" ",  "\t", ".",  "·",  "•",     "‧",
                                                        "・", "．", "。", "　", "\u00A0"};
    if (std::find(left_out.begin(), left_out.end(), character) != left_out.end()) return {};
    if (character.size() == 1) {
        char const c = character[0];
        return {c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c};
    }
    if (character.size() == 3) {
        auto const byte = [&](std::size_t i) {
            return static_cast<unsigned>(static_cast<unsigned char>(character[i]));
        };
        auto const point = (byte(0) & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F);
        if (point > 0xFF00 && point < 0xFF5F)
            return half_width(std::string(1, static_cast<char>(point - 0xFF00 + 0x20)));
    }
    return std::string{character};
}

bool is_plate_letter(char c) {
    return c >= 'A' && c <= 'Z' && c != 'I' && c != 'O';
}
bool are_plate_characters(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || is_plate_letter(c); });
}

constexpr std::string_view new_energy = "DFABCEGHJK";  // D A B C E: electric; F G H J K: not only electric
bool is_new_energy(std::string_view rest) {
    if (rest.size() != 6) return false;
    bool const small = new_energy.find(rest[0]) != std::string_view::npos && are_plate_characters(rest.substr(1, 1)) &&
                       are_digits(rest.substr(2));
    bool const large = are_digits(rest.substr(0, 5)) && new_energy.find(rest[5]) != std::string_view::npos;
    return small || large;
}

bool is_ordinary(std::string_view rest) {
    constexpr std::array<std::string_view, 6> endings{"警", "学", "挂", "港", "澳", "领"};
    for (auto const ending : endings) {
        if (rest.ends_with(ending)) return rest.size() == 4 + ending.size() && are_plate_characters(rest.substr(0, 4));
    }
    return rest.size() == 5 && are_plate_characters(rest);
}

bool is_landline(std::string_view digits) {
    if (digits.size() < 10 || digits.size() > 12 || digits[0] != '0' || digits[1] == '0') return false;
    auto const area = digits[1] == '1' || digits[1] == '2' ? std::size_t{3} : std::size_t{4};
    auto const local = digits.substr(area);
    return (local.size() == 7 || local.size() == 8) && local[0] >= '2';
}

}  // namespace

std::string normalise(std::string_view value) {
    std::string result;
    while (!value.empty()) {
        auto const character = first_character(value);
        result += half_width(character);
        value.remove_prefix(character.size());
    }
    return result;
}

std::string normalise_phone(std::string_view value) {
    auto digits = normalise(value);
    for (std::string_view const sign : {"-", "(", ")", "−", "–", "—"}) {
        for (auto at = digits.find(sign); at != std::string::npos; at = digits.find(sign))
            digits.erase(at, sign.size());
    }
    if (digits.starts_with("+86")) {
        digits.erase(0, 3);
        if (!digits.empty() && digits[0] != '1' && digits[0] != '0')
            digits.insert(0, "0");  // +86 571 … leaves the 0 out
    }
    return digits;
}

std::optional<Text> refuse_id_card(std::string_view value) {
    auto const number = normalise(value);
    if (number.size() == 15 && are_digits(number)) {
        return Text{"15 位是旧号码，请填现在身份证上的 18 位号码。",
                    "15 digits is the old form. Enter the 18 places of today's card."};
    }
    if (number.size() != 18 || !are_digits(std::string_view{number}.substr(0, 17)) ||
        (!is_digit(number[17]) && number[17] != 'X')) {
        return Text{"身份证号是 18 位：17 位数字加 1 位数字或 X，请核对。",
                    "An ID number has 18 places: 17 digits and a digit or X. Check it."};
    }
    if (number[0] == '0')
        return Text{"身份证号不会以 0 开头，请核对。", "An ID number does not begin with 0. Check it."};
    auto const born = number.substr(6, 4) + "-" + number.substr(10, 2) + "-" + number.substr(12, 2);
    if (!base::Day::parse(born))
        return Text{"第 7 到 14 位不是真实的出生日期，请核对。",
                    "Places 7 to 14 are no real date of birth. Check them."};
    constexpr std::array<int, 17> weights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) sum += weights[i] * (number[i] - '0');
    if (std::string_view{"10X98765432"}[static_cast<std::size_t>(sum % 11)] != number[17]) {
        return Text{"校验位不对，有一位填错了，请对照证件。",
                    "The check digit is wrong: some place is mistaken. Compare with the card."};
    }
    return std::nullopt;
}

std::optional<Text> refuse_credit_code(std::string_view value) {
    constexpr std::string_view alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    auto const code = normalise(value);
    if (code.size() != 18)
        return Text{"统一社会信用代码是 18 位，请核对。", "A unified social credit code has 18 places. Check it."};
    int sum = 0;
    int weight = 1;
    for (std::size_t i = 0; i < 18; ++i) {
        auto const place = alphabet.find(code[i]);
        if (place == std::string_view::npos) {
            return Text{"统一社会信用代码只有数字和大写字母，没有 I、O、Z、S、V，请核对。",
                        "A credit code has digits and letters other than I, O, Z, S, V. Check it."};
        }
        if (i == 17) break;
        sum += static_cast<int>(place) * weight;
        weight = weight * 3 % 31;
    }
    if (!are_digits(std::string_view{code}.substr(2, 6))) {
        return Text{"第 3 到 8 位应是数字（登记机关区划），请核对。",
                    "Places 3 to 8 must be digits (the registrar's area). Check them."};
    }
    if (alphabet[static_cast<std::size_t>((31 - sum % 31) % 31)] != code[17]) {
        return Text{"校验位不对，有一位填错了，请对照执照。",
                    "The check character is wrong: some place is mistaken. Compare with the licence."};
    }
    return std::nullopt;
}

std::optional<Text> refuse_plate(std::string_view value) {
    constexpr std::string_view provinces = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新";
    auto const plate = normalise(value);
    auto const province = first_character(plate);
    if (province.size() != 3 || provinces.find(province) == std::string_view::npos) {
        return Text{"车牌第一个字应是省份简称，如“浙”，请核对。",
                    "A plate begins with a province such as 浙. Check it."};
    }
    auto const rest = std::string_view{plate}.substr(3);
    if (rest.empty() || !is_plate_letter(rest[0])) {
        return Text{"车牌第二位应是字母（没有 I、O），请核对。",
                    "The second place of a plate is a letter (no I or O). Check it."};
    }
    if (!is_ordinary(rest.substr(1)) && !is_new_energy(rest.substr(1))) {
        return Text{"车牌后面应是 5 位（新能源 6 位）数字和字母，没有 I、O，请核对。",
                    "5 digits and letters follow (6 for new-energy cars), no I or O. Check it."};
    }
    return std::nullopt;
}

std::optional<Text> refuse_phone(std::string_view value) {
    auto const digits = normalise_phone(value);
    if (digits.empty() || !are_digits(digits)) {
        return Text{"电话号码里有不是数字的字符，请改。",
                    "The telephone number has characters other than digits. Change it."};
    }
    constexpr std::array<std::string_view, 5> short_numbers{"110", "119", "120", "122", "12345"};
    if (std::find(short_numbers.begin(), short_numbers.end(), digits) != short_numbers.end()) return std::nullopt;
    bool const mobile = digits.size() == 11 && digits[0] == '1' && digits[1] >= '3';
    bool const service = digits.size() == 10 && (digits.starts_with("400") || digits.starts_with("800"));
    if (mobile || service || is_landline(digits)) return std::nullopt;
    return Text{"应是 11 位手机号，或带区号的固定电话，如 0571-87654321，请核对。",
                "Enter a mobile number of 11 digits or a landline with its area code such as 0571-87654321."};
}

}  // namespace anju::policy::field
