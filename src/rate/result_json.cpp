#include "rate/json_text.hpp"
#include "rate/result.hpp"

namespace anju::rate {
namespace {

void add_shortfall(JsonText& json, const policy::Pack& pack, const Rated& rated) {
    json.key("shortfall").open('[');
    auto const& next = rated.verdict.shortfall;
    if (next) {
        for (auto const& code : next->items) {
            auto const place = static_cast<std::size_t>(pack.item(code) - pack.items.data());
            json.open('{').key("item").text(code).key("points").exact(rated.lost[place]).close('}');
        }
    }
    json.close(']').key("shortfall_key");
    if (!next) {
        json.null();
        return;
    }
    json.open('{').key("star").number(next->star).key("points").exact(next->points);
    json.key("satisfaction").exact(next->satisfaction).key("reachable").yes_no(next->reachable).close('}');
}

void add_differences(JsonText& json, const std::vector<Difference>& differences, base::Language language) {
    json.open('[');
    for (auto const& one : differences) {
        json.open('{').key("kind").text(one.kind).key("name").text(one.name).key("before").text(one.before);
        json.key("after").text(one.after).key("text").text(one.text.in(language)).close('}');
    }
    json.close(']');
}

void add_outcome(JsonText& json, const Rated& rated, base::Language language) {
    json.open('{').key("star").number(rated.verdict.star).key("grade").text(rated.verdict.grade.in(language));
    json.key("total").exact(rated.total).close('}');
}

void add_pack(JsonText& json, const policy::Pack& pack) {
    json.open('{').key("pack").text(pack.id).key("version").text(pack.version).key("hash").text(pack.hash).close('}');
}

}  // namespace

std::string results_json(const Report& report) {
    auto const& pack = report.pack;
    auto const* const satisfaction = satisfaction_item(pack);
    auto const* const civility = civility_item(pack);
    JsonText json;
    json.open('[');
    for (auto const& one : report.rated) {
        json.line().open('{').key("estate").text(one.estate->code).key("name").text(one.estate->name);
        json.key("street").text(one.estate->street).key("satisfaction").maybe(one.measure(satisfaction));
        json.key("civility").maybe(one.measure(civility)).key("total").exact(one.total);
        json.key("star").number(one.verdict.star).key("grade").text(one.verdict.grade.in(report.language));
        json.key("items").open('{');
        for (std::size_t i = 0; i < pack.items.size(); ++i) json.key(pack.items[i].code).exact(one.held[i]);
        json.close('}');
        add_shortfall(json, pack, one);
        json.key("sentence").text(sentence_of(pack, one).in(report.language)).close('}');
    }
    return json.close(']').result() + "\n";
}

std::string comparison_json(const policy::Pack& pack, const policy::Pack& draft, const Comparison& comparison,
                            std::size_t estates, base::Language language) {
    JsonText json;
    json.open('{').key("pack");
    add_pack(json, pack);
    json.key("draft");
    add_pack(json, draft);
    json.key("differences");
    add_differences(json, comparison.differences, language);
    json.key("estates").number(static_cast<std::int64_t>(estates)).key("changed").open('[');
    for (auto const& change : comparison.changes) {
        auto const& estate = *change.before->estate;
        json.line()
            .open('{')
            .key("estate")
            .text(estate.code)
            .key("name")
            .text(estate.name)
            .key("street")
            .text(estate.street);
        json.key("before");
        add_outcome(json, *change.before, language);
        json.key("after");
        add_outcome(json, *change.after, language);
        json.key("why");
        add_differences(json, change.reasons, language);
        json.close('}');
    }
    return json.close(']').close('}').result() + "\n";
}

}  // namespace anju::rate
