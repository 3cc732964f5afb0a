#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/verbs.hpp"
#include "policy/field/numbers.hpp"

namespace anju::app {
namespace {

using Refuse = std::optional<base::Text> (*)(std::string_view);

const std::map<std::string, Refuse>& checks() {
    static const std::map<std::string, Refuse> all{{"idcard", policy::field::refuse_id_card},
                                                   {"uscc", policy::field::refuse_credit_code},
                                                   {"plate", policy::field::refuse_plate},
                                                   {"phone", policy::field::refuse_phone}};
    return all;
}

struct Asked {
    std::string kind;
    std::vector<std::string> values;
    bool english = false;
};

/// Prints no value back: what stands on a screen or in a log may be seen by others.
void print_answers(const Asked& asked) {
    auto const refuse = checks().at(asked.kind);
    bool all_good = true;
    for (auto const& value : asked.values) {
        auto const why = refuse(value);
        all_good = all_good && !why;
        fmt::print("{}\n", why ? why->in(asked.english ? base::Language::en : base::Language::zh) : "ok");
    }
    if (!all_good) throw Exit{1};
}

}  // namespace

void add_check_verb(CLI::App& program) {
    auto* verb = program.add_subcommand("check", "核对证件号、信用代码、车牌、电话 | check numbers on papers");
    auto asked = std::make_shared<Asked>();
    verb->add_option("kind", asked->kind, "idcard | uscc | plate | phone")->required()->check(CLI::IsMember{checks()});
    verb->add_option("values", asked->values, "要核对的号码 | the numbers")->required();
    verb->add_flag("--english", asked->english, "用英文回答 | answer in English");
    verb->callback([asked] { print_answers(*asked); });
}

}  // namespace anju::app
