// What a resident does with the code of a letter. The code comes in the body, never in an address that a log or a history would keep.
// A code that never existed and one that is mistyped get the same reply after the same work: nothing can be learnt from either.
#include <fmt/format.h>

#include <memory>

#include "base/digest.hpp"
#include "kernel/body.hpp"
#include "place/place.hpp"
#include "survey/guesses.hpp"
#include "survey/parts.hpp"

namespace anju::survey {
namespace {

namespace json = kernel::json;
using kernel::Body;
using kernel::Context;
using kernel::Reply;

struct Opened { Survey survey; std::int64_t position = 0; bool answered = false; };

[[noreturn]] void refuse_over(base::Text why) { throw base::Refusal{410, "survey_over", std::move(why)}; }

/// As people say it in Chinese, the ISO day in English.
base::Text said(const std::string& day) {
    const auto read = base::Day::parse(day);
    if (!read) return {day, day};
    return {fmt::format("{}年{}月{}日", read->year(), read->month(), read->day_of_month()), day};
}

void require_open(const Survey& survey, base::Day today) {
    const auto starts = said(survey.starts), ends = said(survey.ends);
    if (survey.state == "replaced") refuse_over({"这次调查已经取消，换成了新的调查，这封信里的编号不再有效。", "This survey was called off and replaced by a new one; the code of this letter is no longer valid."});
    if (survey.state != "fieldwork") refuse_over({"这次调查已经结束，不再收回答。谢谢您！", "This survey is over; no more answers are taken. Thank you!"});
    if (today.text() < survey.starts)
        refuse_over({fmt::format("调查还没有开始：{}到{}可以回答，请到时候再来。", starts.zh, ends.zh), fmt::format("The survey has not begun: it is open from {} to {}. Please come back then.", starts.en, ends.en)});
    if (today.text() > survey.ends)
        refuse_over({fmt::format("调查已经结束：回答的日子是{}到{}。谢谢您！", starts.zh, ends.zh), fmt::format("The survey is over: it was open from {} to {}. Thank you!", starts.en, ends.en)});
}

[[noreturn]] void refuse_unknown_code() {
    throw base::Refusal{404, "unknown_code",
                        {"没有这个编号，可能抄错了。请照信上的编号再核对一次；如果收到过新的信，请用新信上的编号。",
                         "There is no such code; a character may be mistyped. Compare it with the letter; if a newer letter came, use its code."},
                        "code"};
}

/// The survey a code opens. Refuses 429, 404 and 410 in this order.
Opened open(Context& context, const standard::Standard& standard, Guesses& guesses, const std::string& typed) {
    const auto& client = context.request.client;
    if (!guesses.may_try(client, context.now))
        throw base::Refusal{429, "too_many_tries",
                            {"这里输错的编号太多了，请过一小时再试。手机扫信上的二维码不用输编号；也可以等访问员上门。",
                             "Too many wrong codes came from here. Try again in an hour; or wait for the interviewer to call."}};
    const auto code = read_code(typed);
    const auto row = context.transaction.one("SELECT survey_id, position, state, replaced_by FROM survey_draw WHERE code_hash = $1", {base::sm3(code.value_or("no code"))});
    if (!code || !row) {
        guesses.wrong(client, context.now, std::hash<std::string>{}(context.request.body));
        refuse_unknown_code();
    }
    Opened opened{get(context.transaction, standard, row->text(0)), row->number(1), row->text(2) == "answered"};
    require_open(opened.survey, context.today());
    if (row->number_or_null(3))
        refuse_over({"您家一直没有联系上，已经由另一户代替，这个编号不再有效。谢谢您！", "Your household could not be reached and another has taken its place; the code is no longer valid. Thank you!"});
    return opened;
}

const base::Text letter_note{"回答不写姓名，也不和门牌放在一起：我们只知道这一户答过没有，查不出是哪一户答了什么。请一位住在这里、年满18岁的人来答。",
                             "Your answer bears no name and is kept apart from your door number: we know whether a dwelling has answered, and nobody can trace what it answered. "
                             "One person of 18 or more who lives here answers."};

Reply open_route(Context& context, const standard::Standard& standard, Guesses& guesses) {
    Body body{context.body()};
    const auto typed = body.text("code", 1, 60);
    body.done();
    const auto opened = open(context, standard, guesses, typed);
    const auto& asked = opened.survey.questionnaire();
    json::array levels, questions;
    for (const auto& one : asked.levels) levels.push_back(json::object{{"level", one.level}, {"title", standard::text_json(one.title)}});
    for (const auto& one : asked.questions) questions.push_back(json::object{{"question", one.question}, {"theme", one.theme}, {"text", standard::text_json(one.text)}});
    const auto estate = place::get(context.transaction, opened.survey.estate_id, "estate");
    return kernel::json_reply(json::object{{"estate", json::object{{"name", estate.name}}},
                                           {"title", standard::text_json(asked.title)},
                                           {"until", opened.survey.ends},
                                           {"letter_note", standard::text_json(letter_note)},
                                           {"levels", std::move(levels)},
                                           {"no_answer", standard::text_json(asked.no_answer)},
                                           {"questions", std::move(questions)},
                                           {"answered", opened.answered}});
}

Reply answer_route(Context& context, const standard::Standard& standard, Guesses& guesses) {
    auto rest = context.body();  // all but the answers, which the questionnaire reads
    const auto* given = context.body().if_contains("answers");
    rest.erase("answers");
    Body body{rest};
    const auto typed = body.text("code", 1, 60);
    if (given == nullptr || !given->is_object()) body.wrong("answers", {"请逐题回答。", "Give an answer to every question."});
    body.done();
    const auto opened = open(context, standard, guesses, typed);
    const auto answers = read_answers(opened.survey.questionnaire(), given->get_object());
    const auto receipt = take_answer(context, opened.survey, opened.position, answers, {"web", {}, {}, {}});
    return kernel::json_reply(json::object{{"receipt", receipt}, {"counted", !opened.answered}}, 201);
}

}  // namespace

void public_routes(kernel::Router& router, const standard::Standard& standard) {
    const auto guesses = std::make_shared<Guesses>();
    constexpr std::size_t body_limit = 1 << 14;
    router.see_posted("/api/public/survey/open", kernel::Guard::open(), {"住户用编号打开问卷", "Open the questionnaire with a code"},
                      [&standard, guesses](Context& context) { return open_route(context, standard, *guesses); });
    router.act("POST", "/api/public/survey/answer", kernel::Guard::open(), {"住户用编号回答问卷", "Answer the questionnaire with a code"},
               [&standard, guesses](Context& context) { return answer_route(context, standard, *guesses); }, body_limit);
}

}  // namespace anju::survey
