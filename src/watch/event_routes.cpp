#include <algorithm>

#include "watch/parts.hpp"

namespace anju::watch {

void event_routes(kernel::Router& router, kernel::Events& events) {
    router.see("/api/events", kernel::Guard::any_account(), {"变化的通知（服务器推送）", "Server-sent events of changes"}, [&events](kernel::Context& context) {
        std::vector<std::string> paths;
        for (auto const& grant : context.actor.grants) paths.insert(paths.end(), grant.paths.begin(), grant.paths.end());
        kernel::Reply reply;
        reply.type = "text/event-stream";
        reply.stream = events.listen([paths = std::move(paths), account = context.actor.account_id](const kernel::Event& event) {
            if (event.place_path.empty()) return event.account_id == account;
            return std::any_of(paths.begin(), paths.end(), [&](const std::string& path) { return !path.empty() && event.place_path.starts_with(path); });
        });
        return reply;
    });
}

}  // namespace anju::watch
