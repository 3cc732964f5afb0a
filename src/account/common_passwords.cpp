// Passwords that are tried first everywhere, here and abroad. Words of four letters or more also stand for themselves with a
// tail of digits and signs (see password_rules.cpp), so variants by year need no line of their own.
#include "account/common_passwords.hpp"

#include <array>

namespace anju::account {

namespace {

constexpr auto words = std::to_array<std::string_view>({
    "password", "passw0rd", "password1", "password12", "password123", "password1234", "password12345",
    "password123456", "passwd", "pass", "word", "letmein", "welcome", "welcome1", "welcome123", "admin", "admin1",
    "admin12", "admin123", "admin1234", "admin12345", "admin123456", "adminadmin", "administrator", "root",
    "rootroot", "toor", "root123", "guest", "guest123", "test", "test123", "test1234", "testtest", "user", "user123",
    "user1234", "demo", "demo123", "default", "changeme", "changeit", "secret", "qwerty", "qwerty1", "qwerty12",
    "qwerty123", "qwerty1234", "qwertyuiop", "qwertyui", "qwert", "qwerasdf", "qwerasdfzxcv", "asdfgh", "asdfghjk",
    "asdfghjkl", "asdf", "asdf1234", "zxcvbn", "zxcvbnm", "zxcv1234", "1qaz2wsx", "1qaz2wsx3edc", "1qaz@wsx",
    "1qazxsw2", "1q2w3e", "1q2w3e4r", "1q2w3e4r5t", "qazwsx", "qazwsxedc", "qaz123", "q1w2e3r4", "abc123", "abc1234",
    "abc12345", "abc123456", "abcabc", "abcd1234", "abcdef", "abcdefg", "abcdefgh", "a123456", "a1234567",
    "a12345678", "a123456789", "aa123456", "aa123123", "aaa111", "aaaaaa", "aaaaaaaa", "aaaaaaaaaa", "123abc",
    "123qwe", "123qweasd", "123qweasdzxc", "1234qwer", "12345qwert", "qwe123", "qwer1234", "zaq12wsx", "iloveyou",
    "iloveu", "loveyou", "woaini", "woaini123", "woaini520", "woaini1314", "5201314", "52013145", "1314520", "520520",
    "123456", "1234567", "12345678", "123456789", "1234567890", "12345678910", "0123456789", "9876543210",
    "987654321", "87654321", "654321", "111111", "1111111", "11111111", "1111111111", "000000", "00000000",
    "0000000000", "222222", "333333", "555555", "666666", "6666666", "66666666", "7777777", "888888", "8888888",
    "88888888", "8888888888", "999999", "99999999", "112233", "11223344", "1122334455", "121212", "123123",
    "123123123", "123321", "123456a", "123456aa", "123456abc", "12341234", "123454321", "147258", "147258369",
    "159357", "159753", "31415926", "741852963", "789456", "789456123", "88888", "monkey", "dragon", "master",
    "superman", "batman", "football", "baseball", "basketball", "sunshine", "princess", "shadow", "michael", "jordan",
    "jordan23", "charlie", "freedom", "whatever", "trustno1", "hello", "hello123", "helloworld", "starwars",
    "computer", "internet", "samsung", "iphone", "huawei", "xiaomi", "taobao", "alibaba", "wechat", "weixin",
    "hangzhou", "hangzhou123", "gongshu", "gongshu123", "zhejiang", "anju", "anju123", "anjuanju", "beijing",
    "shanghai", "zhongguo", "china", "china123", "mima", "mimamima", "wodemima", "jiushimima", "caonima", "nihao",
    "nihao123", "nihaoma", "woaiwojia", "xiaoming", "zhangsan", "lisi", "wangwu", "shequ", "jiedao", "wuye", "wangyi",
    "yonghu", "guanliyuan", "guanli", "system", "sysadmin", "sys123", "oracle", "mysql", "server", "security",
    "audit", "super", "superuser", "supervisor", "operator", "login", "access", "summer", "spring", "autumn",
    "winter", "january", "monday",
});

}  // namespace

std::span<const std::string_view> common_passwords() { return words; }

}  // namespace anju::account
