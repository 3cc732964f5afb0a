#include <algorithm>

#include "process/parts.hpp"
#include "record/fields.hpp"

namespace anju::process {
namespace {

/// When a state was entered that no act led to (a record can be made in the middle of its process).
base::Instant entered_at(kernel::Transaction& transaction, const record::Record& record, const std::string& state,
                         std::int64_t before) {
    auto const row =
        transaction.one("SELECT MAX(at) FROM record_before WHERE record_id = $1 AND state <> $2 AND at <= $3",
                        {record.id, state, before});
    return {row ? row->number_or_null(0).value_or(record.created_at) : record.created_at};
}

}  // namespace

const policy::Process* process_of(const record::Registers& registers, const record::Record& record) {
    return record.of->process.empty() ? nullptr : registers.pack().process_named(record.of->process);
}

policy::History history(kernel::Transaction& transaction, const record::Registers& registers,
                        const record::Record& record) {
    policy::History history;
    auto const* process = process_of(registers, record);
    if (process == nullptr) return history;
    history.entries.push_back(
        {process->start, base::Instant{record.created_at}, std::string{created}, record.created_by});
    auto const reach = [&](const std::string& state, std::int64_t before) {
        if (history.state() != state)
            history.entries.push_back({state, entered_at(transaction, record, state, before), {}, {}});
    };
    auto const rows = transaction.query(
        "SELECT act, from_state, to_state, account_id, happened_at, at FROM process_act WHERE record_id = $1 ORDER BY "
        "at, id",
        {record.id});
    for (auto const& row : rows) {
        reach(row.text(1), row.number(5));
        history.entries.push_back({row.text(2), base::Instant{row.number(4)}, row.text(0), row.text(3)});
    }
    reach(record.state, record.changed_at);
    return history;
}

std::vector<policy::ClockState> clocks_now(kernel::Transaction& transaction, const record::Registers& registers,
                                           const record::Record& record, base::Instant now) {
    auto const* process = process_of(registers, record);
    if (process == nullptr || process->clocks.empty()) return {};
    auto states = policy::clock_states(*process, history(transaction, registers, record), record.of->fields,
                                       record::plain_values(record.of->fields, record.doc),
                                       registers.standard().calendar(transaction), now);
    std::erase_if(states, [](const auto& state) { return state.status == policy::ClockStatus::waiting; });
    return states;
}

}  // namespace anju::process
