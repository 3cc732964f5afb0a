#pragma once
// The routes by what they are about, and what several of them share. Used inside this folder only.
#include <map>

#include "survey/survey.hpp"

namespace anju::survey {

void plan_routes(kernel::Router& router, const standard::Standard& standard);        // questionnaire, list, plan, start
void letter_routes(kernel::Router& router, const standard::Standard& standard);      // the printed letters
void fieldwork_routes(kernel::Router& router, const standard::Standard& standard);   // board, outcomes, interviewers' answers
void public_routes(kernel::Router& router, const standard::Standard& standard);      // residents, without sign-in
void check_routes(kernel::Router& router, const standard::Standard& standard);       // back-checks, signals, voiding, closing
void result_routes(kernel::Router& router, const standard::Standard& standard);      // results, figure of record, comparisons

/// The place a route with {survey} is about: the estate's path; 404 when there is no such survey.
kernel::PlaceOf path_of_survey();
/// The survey the request names, at the version the body states (412 otherwise) when it states one.
Survey named(kernel::Context& context, const standard::Standard& standard);
void require_state(const Survey& survey, std::initializer_list<std::string_view> states);  ///< 409 wrong_state, says which it is in
[[noreturn]] void refuse_changed_meanwhile();  ///< 412
[[noreturn]] void refuse_started();            ///< 409 plan_started
void require_questionnaire(const evaluation::Evaluation& evaluation);  ///< 409 no_survey
kernel::json::object to_json(kernel::Context& context, const Survey& survey);
/// {zh, en} of a stratum: a building's name as it is, the kinds of households in words.
kernel::json::object stratum_title(const std::string& stratum, const std::string& title);
kernel::json::object to_json(const StratumPlan& stratum);  ///< {stratum, title, population, sample, reserve}
/// survey_stratum in the order of the draw.
std::vector<StratumPlan> strata_of(kernel::Transaction& transaction, const std::string& survey_id);
/// Letters and digits of the codes' alphabet, each as likely as the others: receipts.
std::string random_symbols(std::size_t count);

/// A row of survey_draw.
struct Drawn {
    std::int64_t position = 0;
    std::string dwelling_id, stratum, state;
    std::optional<std::int64_t> replaced_by;
    std::int64_t also_answered = 0, version = 0;
};
Drawn drawn(kernel::Transaction& transaction, const Survey& survey, std::int64_t position);  ///< refuses 404

/// {id, building, unit, floor, room, address} of drawn dwellings, by id.
std::map<std::string, kernel::json::object> dwellings_json(kernel::Transaction& transaction, const std::string& survey_id);
/// All answers to the questionnaire, nothing missing, nothing else; 422 with the question as the field.
Answers read_answers(const policy::SatisfactionSurvey& questionnaire, const kernel::json::object& given);

}  // namespace anju::survey
