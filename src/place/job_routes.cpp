// Long work is looked at and stopped only by whoever asked for it.
#include "place/import_routes.hpp"

namespace anju::place {

namespace json = kernel::json;
using kernel::Context;
using kernel::Guard;
using kernel::json_reply;
using kernel::Reply;

namespace {

kernel::Row own_job(Context& context) {
    auto row = context.transaction.one("SELECT id, kind, state, done, total, result FROM job WHERE id = $1 AND account_id = $2",
                                       {context.parameter("id"), context.actor.account_id});
    if (!row) base::refuse_missing("任务", "job");
    return *std::move(row);
}

Reply show_job(Context& context) {
    const auto row = own_job(context);
    json::value result = nullptr;
    if (!row.null(5)) result = json::parse(row.text(5));
    json::value problem = nullptr;
    if (row.text(2) == "failed") std::swap(result, problem);
    return json_reply(json::object{{"id", row.text(0)}, {"kind", row.text(1)}, {"state", row.text(2)}, {"done", row.number(3)},
                                   {"total", row.number(4)}, {"result", std::move(result)}, {"problem", std::move(problem)}});
}

Reply cancel_job(Context& context) {
    const auto row = own_job(context);
    if (row.text(2) != "waiting" && row.text(2) != "running")
        base::refuse_state("job_ended", {"任务已经结束，不用取消。", "The job has ended; there is nothing to cancel."});
    context.transaction.run("UPDATE job SET cancel = 1 WHERE id = $1", {row.text(0)});
    context.transaction.run("UPDATE job SET state = 'cancelled', ended_at = $2 WHERE id = $1 AND state = 'waiting'", {row.text(0), context.now.microseconds});
    context.journal({.act = "job.cancel", .thing_kind = "job", .thing_id = row.text(0), .place_id = {}, .why = {}});
    return json_reply(json::object{{"id", row.text(0)}});
}

}  // namespace

void job_routes(kernel::Router& router) {
    router.see("/api/jobs/{id}", Guard::any_account(), {"自己的任务", "A job of one's own"}, show_job);
    router.act("POST", "/api/jobs/{id}/cancel", Guard::any_account(), {"取消任务", "Cancel a job"}, cancel_job);
}

}  // namespace anju::place
