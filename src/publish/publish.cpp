#include "publish/publish.hpp"

#include <fmt/format.h>

#include "publish/frozen.hpp"
#include "publish/sql.hpp"

namespace anju::publish {
namespace {

/// The day counts to its end: a notice that runs to the 8th may be ended on the 9th.
bool notice_over(const evaluation::Evaluation& evaluation, base::Day today) {
    return !evaluation.notice_to.empty() && today.text() > evaluation.notice_to;
}

evaluation::Progress notice_progress(kernel::Transaction& transaction, const evaluation::Evaluation& evaluation,
                                     base::Instant now) {
    evaluation::Progress progress{0, 1, {}};
    if (notice_over(evaluation, now.day()))
        ++progress.done;
    else
        progress.missing.push_back(
            {{fmt::format("公示到 {} 为止，第二天起才能审定。", evaluation.notice_to),
              fmt::format("The notice runs to the end of {}; decide from the next day on.", evaluation.notice_to)},
             {}});
    for (auto const& row : transaction.query(
             "SELECT receipt, estate_id, state FROM objection WHERE evaluation_id = $1 ORDER BY id", {evaluation.id})) {
        ++progress.total;
        if (row.text(2) != "received")
            ++progress.done;
        else
            progress.missing.push_back({{fmt::format("异议 {} 还没有答复。", row.text(0)),
                                         fmt::format("Objection {} is not answered yet.", row.text(0))},
                                        row.text(1)});
    }
    return progress;
}

void begin_notice(kernel::Context& context, const evaluation::Evaluation& evaluation,
                  const standard::Standard& standard) {
    freeze(context, evaluation, "notice");
    auto const to = standard.due(context.transaction, context.today(), evaluation.pack->evaluation.notice);
    context.transaction.run("UPDATE evaluation SET notice_from = $2, notice_to = $3 WHERE id = $1",
                            {evaluation.id, context.today().text(), to.text()});
    context.journal({"notice.begin",
                     "evaluation",
                     evaluation.id,
                     {},
                     nullptr,
                     kernel::json::object{{"notice_from", context.today().text()}, {"notice_to", to.text()}},
                     {}});
}

}  // namespace

void watch_steps(evaluation::Steps& steps, const standard::Standard& standard) {
    steps.leave_right("panel", "publish.results");
    steps.leave_right("final", "publish.results");
    steps.check("notice", notice_progress);
    steps.on_leave("panel", [&standard](kernel::Context& context, const evaluation::Evaluation& evaluation) {
        begin_notice(context, evaluation, standard);
    });
    steps.on_leave("final", [](kernel::Context& context, const evaluation::Evaluation& evaluation) {
        freeze(context, evaluation, "final");
        issue_plaques(context, evaluation);
    });
}

std::vector<kernel::Migration> migrations() {
    return {{"publish/1", sql::publish}};
}

}  // namespace anju::publish
