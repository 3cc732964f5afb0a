#include "base/refusal.hpp"
#include "publish/frozen.hpp"

namespace anju::publish {
namespace {

using kernel::Context;
using kernel::Reply;

Reply answer_results(Context& context, const standard::Standard& standard) {
    return kernel::json_reply(
        results_json(context, evaluation::get(context.transaction, standard, context.parameter("id"))));
}

Reply answer_announcement(Context& context, const standard::Standard& standard) {
    auto const kind = context.query("kind").value_or("publication");
    if (kind != "notice" && kind != "publication") {
        base::refuse_field(
            "kind", "unknown_kind",
            {"只有公示稿（notice）和公布稿（publication）。", "There are two texts: notice and publication."});
    }
    Reply reply;
    reply.type = "text/plain; charset=utf-8";
    reply.body = announcement(context.transaction,
                              evaluation::get(context.transaction, standard, context.parameter("id")), kind);
    return reply;
}

}  // namespace

void routes(kernel::Router& router, const standard::Standard& standard) {
    router.see("/api/evaluations/{id}/results", {"rating.read", {}},
               {"公示和审定结果", "Results of the notice and of the decision"},
               [&standard](Context& context) { return answer_results(context, standard); });
    router.see("/api/evaluations/{id}/publication.txt", {"publish.results", {}},
               {"公示稿和公布稿", "Texts for the paper"},
               [&standard](Context& context) { return answer_announcement(context, standard); });
    objection_routes(router, standard);
    plaque_routes(router);
    public_routes(router, standard);
}

}  // namespace anju::publish
