// Findings of the daily work: opened and withdrawn by what registers and processes show, decided by nobody, in no year.
#include "base/id.hpp"
#include "finding/finding.hpp"
#include "finding/rows.hpp"

namespace anju::finding {

namespace {

constexpr std::string_view columns_of_live = "SELECT id, item, deduct, reason FROM finding WHERE evaluation_id = 'live' AND state = 'accepted'";

}  // namespace

std::string open_live(kernel::Transaction& transaction, const kernel::JournalAuthor& author, base::Instant now, const NewLive& finding) {
    auto id = base::new_id();
    transaction.run(
        "INSERT INTO finding (id, evaluation_id, estate_id, source, item, deduct, recorded_deduct, reason, spot, state, decision, created_by, created_at, version) "
        "VALUES ($1, $2, $3, 'operation', $4, $5, $5, $6, '', 'accepted', '', $7, $8, 1)",
        {id, std::string{live_evaluation}, finding.estate_id, finding.item, finding.deduct.units(), finding.reason, author.account_id, now.microseconds});
    kernel::write_journal(transaction, {"finding.open_live", "finding", id, finding.estate_id, nullptr, {{"item", finding.item}, {"deduct", finding.deduct.text()}}, {}, kernel::Reach::place}, author, now);
    return id;
}

void withdraw_live(kernel::Transaction& transaction, const kernel::JournalAuthor& author, base::Instant now, const std::string& id, const std::string& why) {
    const auto row = transaction.one("SELECT estate_id FROM finding WHERE id = $1 AND evaluation_id = 'live' AND state = 'accepted'", {id});
    if (!row) return;
    transaction.run("UPDATE finding SET state = 'withdrawn', decided_at = $2, decision = $3, version = version + 1 WHERE id = $1", {id, now.microseconds, why});
    kernel::write_journal(transaction, {"finding.withdraw_live", "finding", id, row->text(0), {{"state", "accepted"}}, {{"state", "withdrawn"}}, why, kernel::Reach::place}, author, now);
}

std::vector<policy::Deduction> live_findings(kernel::Transaction& transaction, const std::string& estate_id) {
    std::vector<policy::Deduction> findings;
    transaction.each(std::string{columns_of_live} + " AND estate_id = $1 ORDER BY id", {estate_id}, [&](const kernel::Row& row) {
        findings.push_back({row.text(0), row.text(1), base::Points::of_units(row.number(2)), row.text(3)});
    });
    return findings;
}

}  // namespace anju::finding
