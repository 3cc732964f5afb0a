#include "record/history.hpp"

#include "record/retired.hpp"

namespace anju::record {
namespace {

/// One version of a record and how it came about.
struct Step {
    std::int64_t version;
    std::string act, by_name, why, state;
    base::Instant at;
    json::object doc;
    field::Values values;
};

/// All versions, oldest first: what record_before holds, then the record itself. A row says how its version *ended*.
std::vector<Step> steps_of(kernel::Context& context, const Registers& registers, const Record& record, const std::vector<field::Field>& fields) {
    auto const made = context.transaction.one("SELECT created_by_name FROM record WHERE id = $1", {record.id});
    std::vector<Step> steps;
    Step next{1, "add", made ? made->text(0) : std::string{}, {}, {}, base::Instant{record.created_at}, {}, {}};
    for (auto const& row : context.transaction.query(
             "SELECT version, doc, state, act, account_name, at, why FROM record_before WHERE record_id = $1 ORDER BY version", {record.id})) {
        next.doc = json::parse(row.text(1)).as_object();
        next.state = row.text(2);
        steps.push_back(std::move(next));
        next = {row.number(0) + 1, row.text(3), row.text(4), row.text(6), {}, base::Instant{row.number(5)}, {}, {}};
    }
    next.doc = record.doc;
    next.state = record.state;
    steps.push_back(std::move(next));
    for (auto& step : steps) step.values = values_of(registers, *record.of, fields, record.id, step.doc);
    return steps;
}

json::value value_json(const field::Field& one, const field::Value& value, const Names& names) {
    return one.sensitive ? json::value(nullptr) : shown(one, value, names);
}

json::array changes_json(const kernel::Context& context, const std::vector<field::Field>& fields, const Step& before, const Step& after,
                         const Names& names) {
    json::array changes;
    for (auto const& one : fields) {
        auto const& was = field::value_of(before.values, one.field);
        auto const& is = field::value_of(after.values, one.field);
        if (was == is) continue;
        json::object change{{"field", one.field},
                            {"title", standard::text_json(one.title)},
                            {"before", value_json(one, was, names)},
                            {"after", value_json(one, is, names)}};
        if (one.sensitive) change["after"] = context.language == base::Language::en ? "changed" : "已改动";
        changes.emplace_back(std::move(change));
    }
    return changes;
}

}  // namespace

json::array history(kernel::Context& context, const Registers& registers, const Record& record) {
    auto const fields = with_retired(context.transaction, *record.of);
    auto const steps = steps_of(context, registers, record, fields);
    Names names;
    for (auto const& step : steps) names.want(fields, step.values);
    names.look_up(context.transaction);
    json::array items;
    for (auto i = steps.size(); i > 0; --i) {
        auto const& step = steps[i - 1];
        json::object item{{"version", step.version},
                          {"act", step.act},
                          {"at", step.at.text()},
                          {"by_name", step.by_name},
                          {"why", step.why.empty() ? json::value(nullptr) : json::value(step.why)},
                          {"state", step.state.empty() ? json::value(nullptr) : json::value(step.state)},
                          {"changes", json::array{}}};
        if (i > 1) item["changes"] = changes_json(context, fields, steps[i - 2], step, names);
        items.emplace_back(std::move(item));
    }
    return items;
}

}  // namespace anju::record
