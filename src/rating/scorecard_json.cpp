#include <unordered_map>

#include "rating/card_view.hpp"

namespace anju::rating {
namespace {

namespace json = kernel::json;
using standard::text_json;

/// What the tables know of a finding beyond what the score needs.
struct Facts {
    std::string spot;
    json::array photos;
    json::value rectification = nullptr;
};
using FactsById = std::unordered_map<std::string, Facts>;

FactsById facts_of(kernel::Transaction& transaction, const std::string& evaluation_id, const std::string& estate_id) {
    FactsById facts;
    for (auto const& row : transaction.query("SELECT id, spot FROM finding WHERE evaluation_id = $1 AND estate_id = $2",
                                             {evaluation_id, estate_id})) {
        facts[row.text(0)].spot = row.text(1);
    }
    for (auto const& row :
         transaction.query("SELECT p.finding_id, p.file_id FROM finding_photo p JOIN finding f ON f.id = p.finding_id "
                           "WHERE f.evaluation_id = $1 AND f.estate_id = $2 ORDER BY p.finding_id, p.position",
                           {evaluation_id, estate_id})) {
        facts[row.text(0)].photos.push_back(json::object{{"id", row.text(1)}});
    }
    for (auto const& row :
         transaction.query("SELECT r.finding_id, r.id, r.state, r.due, q.id, q.name FROM rectification r JOIN finding "
                           "f ON f.id = r.finding_id "
                           "JOIN party q ON q.id = r.party_id WHERE f.evaluation_id = $1 AND f.estate_id = $2",
                           {evaluation_id, estate_id})) {
        facts[row.text(0)].rectification = json::object{{"id", row.text(1)},
                                                        {"state", row.text(2)},
                                                        {"due", row.text(3)},
                                                        {"party", named_json(row.text(4), row.text(5))}};
    }
    return facts;
}

/// `facts` null: only the amount of each finding, nothing anybody wrote.
json::array findings_json(const policy::Line& line, const FactsById* facts, bool with_findings) {
    json::array findings;
    for (auto const* deduction : line.findings) {
        json::object one;
        if (with_findings) {
            one = {{"id", deduction->id}, {"reason", deduction->reason}};
            auto const known = facts ? facts->find(deduction->id) : FactsById::const_iterator{};
            bool const found = facts && known != facts->end();
            one["spot"] = found ? known->second.spot : std::string{};
            one["photos"] = found ? known->second.photos : json::array{};
        }
        one["deduct"] = deduction->deduct.text();
        findings.push_back(std::move(one));
    }
    return findings;
}

json::object line_json(const policy::Line& line, const FactsById* facts, bool with_findings) {
    auto const& item = *line.item;
    return {
        {"item", item.code},
        {"title", text_json(item.title)},
        {"points", item.points.text()},
        {"held", line.held.text()},
        {"lost", line.lost.text()},
        {"not_applicable", line.not_applicable},
        {"missing", line.missing},
        {"measure", percent_json(line.measure)},
        {"arithmetic", text_json(line.arithmetic)},
        {"place", item.place},
        {"rule", json::object{{"kind", item.rule->kind()}, {"explain", text_json(item.rule->explain(item.points))}}},
        {"findings", findings_json(line, facts, with_findings)}};
}

template <class Map>
std::string held_of(const Map& held, const std::string& code) {
    auto const found = held.find(code);
    return found == held.end() ? "0" : found->second.text();
}

json::array chapters_json(const policy::Pack& pack, const Rated& rated, const FactsById* facts, bool with_findings) {
    json::array chapters;
    for (auto const& chapter : pack.chapters) {
        json::array groups;
        for (auto const& group : chapter.groups) {
            json::array items;
            for (auto const& line : rated.card.lines) {
                if (line.item->group == group.code) items.push_back(line_json(line, facts, with_findings));
            }
            groups.push_back(json::object{{"group", group.code},
                                          {"title", text_json(group.title)},
                                          {"points", group.points.text()},
                                          {"held", held_of(rated.card.groups, group.code)},
                                          {"items", std::move(items)}});
        }
        chapters.push_back(json::object{{"chapter", chapter.code},
                                        {"title", text_json(chapter.title)},
                                        {"points", chapter.points.text()},
                                        {"held", held_of(rated.card.chapters, chapter.code)},
                                        {"groups", std::move(groups)}});
    }
    return chapters;
}

json::array cure_json(const policy::Shortfall& shortfall, const Rated& rated, const FactsById* facts,
                      bool with_findings) {
    json::array items;
    for (auto const& code : shortfall.items) {
        for (auto const& line : rated.card.lines) {
            if (line.item->code != code) continue;
            json::object one{{"item", code}, {"title", text_json(line.item->title)}, {"points", line.lost.text()}};
            json::array findings;
            for (auto const* deduction : line.findings) {
                if (!with_findings) break;
                auto const known = facts ? facts->find(deduction->id) : FactsById::const_iterator{};
                findings.push_back(
                    json::object{{"id", deduction->id},
                                 {"reason", deduction->reason},
                                 {"rectification", facts && known != facts->end() ? known->second.rectification
                                                                                  : json::value(nullptr)}});
            }
            one["findings"] = std::move(findings);
            items.push_back(std::move(one));
        }
    }
    return items;
}

json::object card_json(const evaluation::Evaluation& evaluation, const Rated& rated, const FactsById* facts,
                       bool with_findings) {
    auto const& pack = *evaluation.pack;
    auto const& verdict = rated.verdict;
    json::object card{{"year", evaluation.year},
                      {"pack_hash", evaluation.pack_hash},
                      {"total", rated.card.total.text()},
                      {"full_points", pack.full_points.text()},
                      {"satisfaction", percent_json(satisfaction_of(pack, rated))},
                      {"civility", percent_json(civility_of(pack, rated))},
                      {"star", verdict.star},
                      {"grade", text_json(verdict.grade)},
                      {"outcome", name_of(verdict.outcome)},
                      {"sentence", text_json(verdict.sentence)},
                      {"shortfall", nullptr}};
    if (auto const& shortfall = verdict.shortfall) {
        card["shortfall"] = json::object{{"star", shortfall->star},
                                         {"grade", text_json(shortfall->grade)},
                                         {"points", shortfall->points.text()},
                                         {"satisfaction", shortfall->satisfaction.text()},
                                         {"points_from_satisfaction", shortfall->points_from_satisfaction.text()},
                                         {"reachable", shortfall->reachable},
                                         {"items", cure_json(*shortfall, rated, facts, with_findings)}};
    }
    json::array missing;
    for (auto const& item : rated.card.missing) missing.emplace_back(item);
    card["missing"] = std::move(missing);
    card["chapters"] = chapters_json(pack, rated, facts, with_findings);
    return card;
}

}  // namespace

json::object scorecard_json(const evaluation::Evaluation& evaluation, const Rated& rated, bool with_findings) {
    return card_json(evaluation, rated, nullptr, with_findings);
}

json::object full_scorecard(const kernel::Context& context, const evaluation::Evaluation& evaluation,
                            const Participant& estate, finding::Card card) {
    auto const rated = rate(context.transaction, evaluation, estate.estate_id, card);
    auto const facts = facts_of(context.transaction, evaluation.id, estate.estate_id);
    json::object whole{{"estate", named_json(estate.estate_id, estate.name)},
                       {"street", named_json(estate.street_id, estate.street_name)},
                       {"community", named_json(estate.community_id, estate.community_name)},
                       {"stage", estate.stage},
                       {"card", finding::name_of(card)}};
    for (auto& member : card_json(evaluation, rated, &facts, true)) whole[member.key()] = std::move(member.value());
    return whole;
}

}  // namespace anju::rating
