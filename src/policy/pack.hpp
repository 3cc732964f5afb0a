#pragma once
// A pack: one government's written standard as data. Read once, never changed afterwards; its content hash names it for
// ever, so a finished year can be scored again on any machine (design: exactness).
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/exact.hpp"
#include "base/text.hpp"
#include "policy/calendar.hpp"
#include "policy/item_places.hpp"
#include "policy/process.hpp"
#include "policy/register.hpp"
#include "policy/rule/rule.hpp"
#include "policy/survey.hpp"

namespace anju::policy {

using base::Percent;
using base::Points;
using base::Text;

struct Law {
    std::string title;        ///< official title without 《》
    std::string article;      ///< may be empty
    bool cited = false;       ///< the document itself names it
    std::string replaced_by;  ///< today's law where the cited one is no longer in force; may be empty
    Text note;                ///< may be empty
};

enum class ShownBy { inspection, record, survey, department };

struct Item {
    std::string code;  ///< "C1.1"
    std::string chapter, group;
    Points points;
    Text title;
    std::string place;  ///< exact place in the document
    std::vector<Text> checks;
    std::vector<Law> law;
    std::vector<ShownBy> shown_by;
    std::optional<Text> may_not_apply;  ///< when the item may be marked "not applicable"; absent: never
    std::shared_ptr<const rule::Rule> rule;
};

struct Group { std::string code; Text title; Points points; std::vector<std::string> items; };
struct Chapter { std::string code; Text title; Points points; std::vector<Group> groups; };

struct Choice { std::string choice; Text title; std::map<std::string, std::string> values; };
/// An interpretation the document leaves open, decided in the open: what, where, the choices, which one and why.
struct Reading {
    std::string reading;
    Text title, question, reason;
    std::string place;
    std::vector<Choice> choices;
    std::string chosen;
    bool documented_only = false;
};

struct Star { int star = 0; Text grade; Points points; Percent satisfaction; };
enum class FailsScope { estate, item };
enum class NotApplicable { full_points, no_points, rescale };
struct Stars {
    std::string key;          ///< item whose percentage is the second key
    std::vector<Star> stars;  ///< highest first
    Percent fails_below;
    Text fails_grade, unrated, incomplete, unrated_stage;
    FailsScope fails_scope = FailsScope::estate;
    NotApplicable not_applicable = NotApplicable::full_points;
    bool rates_pending = false;  ///< stage 待安置 may be given stars
};

enum class Count { working, calendar };
struct Term { int days = 0; Count count = Count::working; };
struct Step { std::string step; Text title, text; std::vector<std::string> by; Term deadline; };
struct StreetAssessment { std::map<std::string, Points> points; Points weight; Text title; };
struct EvaluationRules {
    std::vector<Step> steps;  ///< self_check inspection opinions panel notice final publication
    Term notice, rectification;
    int plaque_years = 1;
    std::string plaque_prefix, satisfaction_index;
    StreetAssessment street_assessment;
};

struct Named { std::string code; Text title; };
struct Duty {
    std::string duty, party, department, stage, place;
    Text title, text;
    std::vector<std::string> items;
    std::vector<int> capability;
};
struct Post { std::string post; Text title; std::optional<Text> unit; };
struct GroupOfLeaders { Text title; std::string place; std::vector<Post> posts; std::vector<Named> units; };
struct Parties {
    std::vector<Named> kinds, departments;
    std::vector<Duty> duties;
    GroupOfLeaders district, office, street;
};

enum class Scope { district, street, community, estate, party, assigned, none };
struct Role { std::string role; Text title; Scope scope = Scope::none; std::set<std::string> rights, excludes; };

struct Street { std::string code; Text title; bool pilot = false; std::string valid_from, valid_to; };
struct Places { Named district; std::vector<Street> streets; };

struct Pack {
    std::string id, version, hash;  ///< hash: SM3 over all files
    Text title, source;
    Points full_points;
    std::vector<Chapter> chapters;
    std::vector<Item> items;  ///< in the order of the document
    std::vector<Reading> readings;
    Stars stars;
    EvaluationRules evaluation;
    Parties parties;
    std::vector<Role> roles;
    Places places;
    Calendar calendar;
    std::optional<SatisfactionSurvey> satisfaction;  ///< surveys/satisfaction.yaml, when there is one
    std::optional<CivilityCheck> civility;           ///< surveys/civility.yaml, when there is one
    std::vector<RegisterGroup> groups;               ///< groups.yaml, when there is one
    std::vector<Register> registers;                 ///< registers/*.yaml, in file-name order
    std::vector<Dropped> dropped_registers;          ///< pack.yaml; never one of `registers`
    std::vector<Process> processes;                  ///< processes/*.yaml
    std::map<std::string, std::string> documents;  ///< file name -> mustache template

    ItemPlaces item_places;  ///< made by index_items(); without it items are searched one by one

    void index_items();
    [[nodiscard]] const Item* item(std::string_view code) const;  ///< nullptr when there is none
    [[nodiscard]] const Role* role(std::string_view code) const;
    [[nodiscard]] const Reading* reading(std::string_view name) const;
    [[nodiscard]] const Register* register_named(std::string_view name) const;
    [[nodiscard]] const Process* process_named(std::string_view name) const;
};

}  // namespace anju::policy
