#pragma once
// The files of a pack, one function each. What needs other files is put off with `Sheet::later`.
#include "policy/reader/form.hpp"

namespace anju::policy::reader {

/// What must be unique across files.
struct Seen {
    std::set<std::string> chapters, groups, items;
};

void read_title(const Sheet& sheet, const Node& node, Pack& pack);                ///< pack.yaml
void read_readings(const Sheet& sheet, const Node& node, Pack& pack);             ///< readings.yaml
void read_chapter(const Sheet& sheet, const Node& node, Pack& pack, Seen& seen);  ///< standard/*.yaml
void read_stars(const Sheet& sheet, const Node& node, Pack& pack);                ///< stars.yaml
void read_evaluation(const Sheet& sheet, const Node& node, Pack& pack);           ///< evaluation.yaml
void read_parties(const Sheet& sheet, const Node& node, Pack& pack);              ///< parties.yaml
void read_roles(const Sheet& sheet, const Node& node, Pack& pack);                ///< roles.yaml
void read_places(const Sheet& sheet, const Node& node, Pack& pack);               ///< places.yaml
void read_satisfaction(const Sheet& sheet, const Node& node, Pack& pack);         ///< surveys/satisfaction.yaml
void read_civility(const Sheet& sheet, const Node& node, Pack& pack);             ///< surveys/civility.yaml
void read_groups(const Sheet& sheet, const Node& node, Pack& pack);               ///< groups.yaml
void read_process(const Sheet& sheet, const Node& node, Pack& pack);              ///< processes/NAME.yaml
void read_register(const Sheet& sheet, const Node& node, Pack& pack);             ///< registers/NAME.yaml
CalendarYear read_year(const Sheet& sheet, const Node& node);                     ///< calendars/YYYY.yaml

std::shared_ptr<const rule::Rule> read_rule(const Sheet& sheet, const Node& node, Points points);

/// Runs `check` after all files are read, when the keys of `pack` are known.
template <class Check>
void later(const Sheet& sheet, Check check) {
    if (sheet.later != nullptr) sheet.later->push_back(std::move(check));
}

}  // namespace anju::policy::reader
