// What the panel still owes before it may end: a decision on every handed-in finding of the third party and the departments,
// and the percentages that surveys were planned for.
#include <fmt/format.h>

#include "finding/finding.hpp"
#include "finding/rows.hpp"

namespace anju::finding {

namespace {

base::Text undecided_text(std::int64_t undecided, std::int64_t departments, std::int64_t in_dispute) {
    return {fmt::format("还有 {} 条扣分记录没有决定（部门记的 {} 条，有异议的 {} 条）。", undecided, departments, in_dispute),
            fmt::format("{} findings are not decided yet ({} by departments, {} disputed).", undecided, departments, in_dispute)};
}

evaluation::Progress undecided(kernel::Transaction& transaction, const evaluation::Evaluation& evaluation, base::Instant) {
    evaluation::Progress progress;
    transaction.each(
        fmt::format("SELECT f.estate_id, COUNT(*), SUM(CASE WHEN f.state = 'submitted' THEN 1 ELSE 0 END), "
                    "SUM(CASE WHEN f.state = 'submitted' AND f.source = 'department' THEN 1 ELSE 0 END), SUM(CASE WHEN f.state = 'submitted' AND {} THEN 1 ELSE 0 END) "
                    "FROM finding f WHERE f.evaluation_id = $1 AND f.source <> 'self_check' AND f.state NOT IN ('draft', 'withdrawn') GROUP BY f.estate_id ORDER BY f.estate_id",
                    disputed),
        {evaluation.id}, [&](const kernel::Row& row) {
            progress.total += row.number(1);
            progress.done += row.number(1) - row.number(2);
            if (row.number(2) > 0) progress.missing.push_back({undecided_text(row.number(2), row.number(3), row.number(4)), row.text(0)});
        });
    return progress;
}

}  // namespace

void watch_steps(evaluation::Steps& steps) {
    steps.check("panel", undecided);
    steps.check("panel", unrecorded_measures);
}

}  // namespace anju::finding
