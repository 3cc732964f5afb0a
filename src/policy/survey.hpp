#pragma once
// What is asked of residents and looked at on the spot: packs/X/surveys/satisfaction.yaml and civility.yaml. Both may be absent; then
// the assessor's own percentages are all there is.
#include <string>
#include <vector>

#include "base/exact.hpp"
#include "base/text.hpp"

namespace anju::policy {

using base::Percent;
using base::Text;

struct SurveyLevel { int level = 0; Text title; bool counts = false; };  ///< counts: among the satisfied for `top_two`
struct SurveyTheme { std::string theme; Text title; };
struct SurveyQuestion { std::string question, theme; Text text; bool figure = false; };
struct SurveyNamed { std::string code; Text title; };
struct SurveyOutcome { std::string outcome; Text title; bool replace = false; };  ///< replace: the next reserve takes the dwelling's place

enum class SurveyIndex { top_two, mean_times_20, mean_minus_1_times_25 };

struct SatisfactionSurvey {
    Text title;
    std::string item;                      ///< the item its figure becomes (stars.key)
    std::vector<SurveyLevel> levels;       ///< 5 … 1, highest first, exactly five
    Text no_answer;                        ///< 不了解: asked for, counted apart, in no percentage
    std::vector<SurveyTheme> themes;
    std::vector<SurveyQuestion> questions; ///< in the order asked; exactly one has `figure`
    SurveyIndex index = SurveyIndex::top_two;
    Percent half_width;                    ///< wanted precision, percentage points
    int level = 95;                        ///< of the intervals, percent: 90, 95 or 99
    int smallest_cell = 5;                 ///< no figure about fewer answers is shown
    int reserve_percent = 0;               ///< reserves drawn per stratum, percent of its sample
    int back_check_percent = 0;            ///< share of the interviewers' answers a second person checks
    std::vector<SurveyOutcome> outcomes;   ///< besides `answered`: refused, not_at_home, vacant …
    Text letter;                           ///< mustache: estate, code, address, until, assessor
};

struct CivilityCheckPoint { std::string check; Text title; };
struct ObservationPoint { std::string point; Text title; std::vector<CivilityCheckPoint> checks; };
struct CivilityCheck {
    Text title;
    std::string item;                      ///< the item its percentage becomes
    std::vector<ObservationPoint> points;
    std::vector<SurveyNamed> moments;      ///< weekday morning, weekend evening …
    int observations = 0;                  ///< point × moment pairs drawn for an estate
    int second_observer_percent = 0;       ///< share of them seen by two people
};

}  // namespace anju::policy
