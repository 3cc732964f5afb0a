#pragma once
// What the routes of this slice share: which card is asked for, which estates the actor may see on it, and the views
// made from rated estates. Inside this folder only.
#include <map>
#include <string>
#include <vector>

#include "rating/rating.hpp"

namespace anju::rating {

/// ?card=…, otherwise the standing card; refuses 422 an unknown name.
finding::Card asked_card(const kernel::Context& context, const evaluation::Evaluation& evaluation);

/// An estate's card needs rating.read there; the self-check also self_check.read. A third party that has handed in its
/// own inspection of the estate sees that inspection and the self-check, never before (N: no anchoring).
bool may_see(const kernel::Context& context, const evaluation::Evaluation& evaluation, const Participant& estate,
             finding::Card card);

struct Placed {
    Participant estate;
    std::shared_ptr<const Rated> rated;  ///< as `standings` gives it
    std::int64_t rank = 0;
};
/// The estates the actor may see with `right`, best first. The rank counts among these; equal total and satisfaction
/// share it.
std::vector<Placed> ranked(const kernel::Context& context, const evaluation::Evaluation& evaluation, finding::Card card,
                           std::string_view right = "rating.read");

kernel::json::value points_json(std::optional<base::Points> points);     ///< decimal string or null
kernel::json::value percent_json(std::optional<base::Percent> percent);  ///< decimal string or null
kernel::json::object named_json(const std::string& id, const std::string& name);

kernel::json::object full_scorecard(const kernel::Context& context, const evaluation::Evaluation& evaluation,
                                    const Participant& estate, finding::Card card);
kernel::json::object comparison_json(const kernel::Context& context, const evaluation::Evaluation& evaluation,
                                     const Participant& estate);
kernel::json::object ranking_json(const policy::Pack& pack, const std::vector<Placed>& placed, finding::Card card,
                                  const std::string& street);
kernel::json::object matrix_json(const policy::Pack& pack, const std::vector<Placed>& placed);
kernel::json::object cockpit_json(kernel::Context& context, const standard::Standard& standard,
                                  const evaluation::Steps& steps);
kernel::json::array history_json(const kernel::Context& context, const standard::Standard& standard,
                                 const std::string& estate_id);

/// One street for the streets' comprehensive assessment (三（五）): means over its rated estates, cut to 4 decimals.
struct StreetRow {
    std::string id, name;
    std::int64_t estates = 0, unrated = 0, failed = 0, incomplete = 0, not_rated = 0;
    std::map<int, std::int64_t, std::greater<>> stars;
    std::optional<base::Points> mean_total, assessment;
    std::optional<base::Percent> mean_satisfaction;
};
/// Only streets the actor may see as a whole: a mean over half a street would mislead.
std::vector<StreetRow> street_rows(const kernel::Context& context, const policy::Pack& pack,
                                   const std::vector<Placed>& placed, std::string_view right);
kernel::json::object streets_json(const policy::Pack& pack, const std::vector<StreetRow>& rows);

/// Results, scorecards, streets and readings as an A4 workbook; returns the file's bytes.
std::string workbook(const kernel::Context& context, const evaluation::Evaluation& evaluation);

}  // namespace anju::rating
