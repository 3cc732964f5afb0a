#include <algorithm>

#include "base/digest.hpp"
#include "base/id.hpp"
#include "civility/parts.hpp"

namespace anju::civility {
namespace {

std::vector<Pair> all_pairs(const policy::CivilityCheck& check) {
    std::vector<Pair> pairs;
    for (const auto& point : check.points)
        for (const auto& moment : check.moments) pairs.push_back({point.point, moment.code});
    return pairs;
}

std::vector<Observation> draw(const Civility& civility, const std::string& seed) {
    auto pairs = draw_order(seed, all_pairs(civility.check()));
    pairs.resize(std::min(pairs.size(), static_cast<std::size_t>(civility.observations)));
    const auto for_second = draw_order(seed + "second", pairs);
    const auto seconds = seconds_of(static_cast<std::int64_t>(pairs.size()), civility.second_percent);
    const auto last = for_second.begin() + seconds;
    std::vector<Observation> drawn;
    for (const auto& pair : pairs)
        drawn.push_back({std::ssize(drawn) + 1, pair, std::find(for_second.begin(), last, pair) != last, 1});
    return drawn;
}

}  // namespace

std::int64_t seconds_of(std::int64_t observations, std::int64_t second_percent) {
    return (observations * second_percent + 99) / 100;
}

std::vector<Pair> draw_order(const std::string& seed, std::vector<Pair> pairs) {
    // The pair itself behind the key: "a" ‖ "bc" and "ab" ‖ "c" give the same digest and still need one order.
    const auto key = [&](const Pair& pair) { return std::tuple{base::sm3(seed + pair.point + pair.moment), pair.point, pair.moment}; };
    std::vector<std::tuple<std::string, std::string, std::string>> keyed;
    keyed.reserve(pairs.size());
    for (const auto& pair : pairs) keyed.push_back(key(pair));
    std::sort(keyed.begin(), keyed.end());
    std::vector<Pair> order;
    order.reserve(keyed.size());
    for (const auto& [digest, point, moment] : keyed) order.push_back({point, moment});
    return order;
}

void add_observation(kernel::Transaction& transaction, const std::string& civility_id, const Observation& observation) {
    transaction.run("INSERT INTO civility_observation (civility_id, position, point, moment, second_wanted, version) "
                    "VALUES ($1, $2, $3, $4, $5, 1)",
                    {civility_id, observation.position, observation.pair.point, observation.pair.moment,
                     std::int64_t{observation.second_wanted}});
}

void start(kernel::Context& context, const Civility& civility, const std::string& wanted_seed) {
    require_state(civility, {"draft"});
    require_field_step(civility);
    const auto seed = base::draw_seed(wanted_seed);
    auto& transaction = context.transaction;
    const auto changed = transaction.run("UPDATE civility SET state = 'fieldwork', seed = $3, version = version + 1 "
                                         "WHERE id = $1 AND version = $2 AND state = 'draft'",
                                         {civility.id, civility.version, seed});
    if (changed == 0) refuse_changed_meanwhile();
    const auto drawn = draw(civility, seed);
    for (const auto& observation : drawn) add_observation(transaction, civility.id, observation);
    context.journal({"civility.start", "civility", civility.id, civility.estate_id, {{"state", "draft"}},
                     {{"state", "fieldwork"}, {"seed", seed}, {"observations", drawn.size()}}, {}});
}

}  // namespace anju::civility
