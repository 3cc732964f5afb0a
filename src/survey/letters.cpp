// A letter for every drawn dwelling that has not answered: it says who asks and why, and carries a code that opens the questionnaire
// once. The code is worth nothing later and names nobody; only its SM3 is kept, so the letter cannot be printed a second time: new
// letters bring new codes. The PDF is drawn after the act, from what the act has read.
#include <fmt/format.h>

#include "base/digest.hpp"
#include "kernel/body.hpp"
#include "kernel/pdf.hpp"
#include "party/party.hpp"
#include "place/place.hpp"
#include "survey/parts.hpp"

namespace anju::survey {
namespace {

namespace json = kernel::json;
using kernel::Context;
using kernel::Reply;

struct Letter { std::string dwelling, code; };

struct Post {
    base::Text title, text;
    std::string estate, assessor, address, until;
    std::vector<Letter> letters;
};

std::string shown(const std::string& code) { return code.substr(0, 5) + "-" + code.substr(5); }

/// {{name}} replaced, spaces inside the braces allowed. The pack's reader has seen to it that no other names stand there.
std::string filled(std::string_view text, const std::vector<std::pair<std::string_view, std::string>>& names) {
    std::string result;
    for (;;) {
        const auto from = text.find("{{");
        const auto to = from == std::string_view::npos ? from : text.find("}}", from);
        result += text.substr(0, to == std::string_view::npos ? to : from);
        if (to == std::string_view::npos) return result;
        auto name = text.substr(from + 2, to - from - 2);
        while (!name.empty() && (name.front() == ' ' || name.front() == '{')) name.remove_prefix(1);
        while (!name.empty() && name.back() == ' ') name.remove_suffix(1);
        for (const auto& [known, value] : names)
            if (known == name) result += value;
        text.remove_prefix(to + 2);
        while (text.starts_with('}')) text.remove_prefix(1);
    }
}

void write(kernel::PdfWriter& pdf, const Post& post, const Letter& letter) {
    const auto code = shown(letter.code);
    const auto text = [&](const std::string& text_in_pack) {
        return filled(text_in_pack, {{"estate", post.estate}, {"code", code}, {"address", post.address + "/answer"}, {"until", post.until}, {"assessor", post.assessor}});
    };
    pdf.page();
    pdf.text(fmt::format("{} {}", post.estate, letter.dwelling), 14);
    pdf.line();
    pdf.space(2);
    pdf.heading(post.title.zh);
    pdf.space(3);
    pdf.text(text(post.text.zh), 14);  // old people read it
    pdf.space(2);
    pdf.qr(post.address + "/answer#" + code, 42);
    pdf.large(code, 28);
    pdf.line();
    pdf.text(post.title.en, 11);
    pdf.text(text(post.text.en), 9.5);
}

std::string drawn_letters(const Post& post) {
    kernel::PdfWriter pdf{post.title.zh + " " + post.estate};
    if (post.letters.empty()) {
        pdf.page();
        pdf.text("没有要寄的信：抽中的住户都已经答完。\nThere are no letters to send: every drawn dwelling has answered.");
    }
    for (const auto& letter : post.letters) write(pdf, post, letter);
    return pdf.bytes();
}

/// "https://anju.example" or "http://10.0.0.4:8080": a scheme and a host, perhaps a port, nothing behind it.
std::string origin(kernel::Body& body) {
    auto address = body.text("address", 1, 200);
    const std::string_view text{address};
    const auto scheme = text.starts_with("https://") ? 8U : text.starts_with("http://") ? 7U : 0U;
    auto host = text.substr(scheme);
    const auto colon = host.find(':');
    const auto port = colon == std::string_view::npos ? std::string_view{"80"} : host.substr(colon + 1);
    host = host.substr(0, colon);
    const bool good = scheme != 0 && !host.empty() && host.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-") == std::string_view::npos &&
                      !port.empty() && port.size() <= 5 && port.find_first_not_of("0123456789") == std::string_view::npos;
    if (!good && !address.empty())
        body.wrong("address", {"请填居民打开的网址开头，例如 https://anju.example，后面不带斜杠和别的内容。",
                               "Give the beginning of the address residents open, such as https://anju.example, with nothing behind the host."});
    return address;
}

std::vector<Letter> fresh_codes(kernel::Transaction& transaction, const Survey& survey) {
    const auto dwellings = dwellings_json(transaction, survey.id);
    std::vector<Letter> letters;
    for (const auto& row : transaction.query("SELECT position, dwelling_id FROM survey_draw WHERE survey_id = $1 AND state = 'open' ORDER BY position", {survey.id})) {
        Letter letter{std::string{dwellings.at(row.text(1)).at("address").as_string()}, new_code()};
        transaction.run("UPDATE survey_draw SET code_hash = $3 WHERE survey_id = $1 AND position = $2", {survey.id, row.number(0), base::sm3(letter.code)});
        letters.push_back(std::move(letter));
    }
    return letters;
}

Reply print(Context& context, const standard::Standard& standard) {
    kernel::Body body{context.body()};
    const auto address = origin(body);
    body.whole("version", 1, std::int64_t{1} << 40);
    body.done();
    const auto survey = named(context, standard);
    require_state(survey, {"fieldwork"});
    auto& transaction = context.transaction;
    const auto& asked = survey.questionnaire();
    Post post{asked.title, asked.letter, place::get(transaction, survey.estate_id, "estate").name, party::get(transaction, survey.party_id).name, address, survey.ends, fresh_codes(transaction, survey)};
    const auto printed = std::ssize(post.letters);
    transaction.run("UPDATE survey SET letters_printed = letters_printed + $2, version = version + 1 WHERE id = $1", {survey.id, std::int64_t{printed}});
    context.journal({"survey.letters", "survey", survey.id, survey.estate_id, nullptr, {{"letters", printed}}, {}});
    Reply reply;
    reply.type = "application/pdf";
    reply.secret = true;
    reply.headers.emplace_back("Content-Disposition", "inline; filename=\"letters.pdf\"");
    reply.late = [post = std::move(post)] { return drawn_letters(post); };
    return reply;
}

}  // namespace

void letter_routes(kernel::Router& router, const standard::Standard& standard) {
    router.act("POST", "/api/surveys/{survey}/letters", {"survey.plan", path_of_survey()}, {"打印信件，旧的编号作废", "Print the letters; older codes stop working"},
               [&standard](Context& context) { return print(context, standard); });
}

}  // namespace anju::survey
