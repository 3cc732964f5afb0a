#pragma once
// What several files of this folder share. Used inside this folder only.
#include <map>

#include "civility/civility.hpp"

namespace anju::civility {

kernel::PlaceOf path_of_civility();  ///< for {civility}: the estate's path; 404 when there is no such check
std::string path_of_estate(kernel::Transaction& transaction, const std::string& estate_id);
/// The check the request names, at the version its body (or If-Match) states; 412 when it has moved on, 428 without a version.
Civility named(kernel::Context& context, const standard::Standard& standard);
const policy::CivilityCheck& check_of(const evaluation::Evaluation& evaluation);  ///< 409 no_civility_check
void require_state(const Civility& civility, std::initializer_list<std::string_view> states);  ///< 409 wrong_state
void require_field_step(const Civility& civility);  ///< inspection, opinions or panel
[[noreturn]] void refuse_changed_meanwhile();      ///< 412

/// An account acting for the plan's party with survey.fieldwork at the estate.
bool may_observe(const kernel::Actor& actor, const Civility& civility, const std::string& path);
void require_observer(kernel::Context& context, const Civility& civility);  ///< 403 not_your_party
/// Whoever plans, observes, checks or decides. Until the field work is over nobody else may learn what is drawn: an estate that knows
/// where and when it is looked at can tidy up just there.
bool knows_the_draw(const kernel::Actor& actor, const Civility& civility, const std::string& path);

struct Observation { std::int64_t position = 0; Pair pair; bool second_wanted = false; std::int64_t version = 0; };
std::vector<Observation> observations_of(kernel::Transaction& transaction, const std::string& civility_id);
void add_observation(kernel::Transaction& transaction, const std::string& civility_id, const Observation& observation);
std::int64_t seconds_of(std::int64_t observations, std::int64_t second_percent);  ///< ceil of the share

struct SheetOut {
    std::int64_t position = 0, observer = 0;
    std::string account_id, account_name, observed_on;
    std::vector<Mark> marks;
};
std::vector<SheetOut> sheets_of(kernel::Transaction& transaction, const std::string& civility_id);  ///< by position and observer
/// False when that observer's place has been taken meanwhile.
bool add_sheet(kernel::Context& context, const std::string& civility_id, std::int64_t observer, const SheetIn& sheet);
void write_marks(kernel::Transaction& transaction, const std::string& civility_id, std::int64_t observer, const SheetIn& sheet);

const policy::ObservationPoint& point_of(const policy::CivilityCheck& check, std::string_view point);
base::Text title_of(const policy::CivilityCheck& check, const Pair& pair);  ///< 小区大门（周末）

/// Cohen's kappa of a table (first mark, second mark) -> how many; nothing when both gave one and the same mark throughout.
using MarkTable = std::map<std::pair<std::string, std::string>, std::int64_t>;
std::optional<double> cohen_kappa(const MarkTable& table);

kernel::json::object to_json(kernel::Context& context, const Civility& civility);
kernel::json::array observations_json(kernel::Context& context, const Civility& civility);
std::string template_bytes(kernel::Transaction& transaction, const Civility& civility);  ///< .xlsx

void plan_routes(kernel::Router& router, const standard::Standard& standard);
void field_routes(kernel::Router& router, const standard::Standard& standard);

}  // namespace anju::civility
