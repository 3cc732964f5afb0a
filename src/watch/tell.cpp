#include "attachment/attachment.hpp"
#include "base/id.hpp"
#include "standard/standard.hpp"
#include "watch/parts.hpp"

namespace anju::watch {

const std::vector<std::string>& kinds_told() {
    static const std::vector<std::string> kinds{"finding", "cured", "expiring", "missed", "reminder", "escalated", "star.changed"};
    return kinds;
}

void tell(const record::Author& author, const std::vector<std::string>& roles, const std::string& path, const std::string& estate_id, const std::string& record_id,
          std::string_view kind, const base::Text& text) {
    for (auto const& role : roles) {
        author.transaction.run("INSERT INTO notice (id, role, path, estate_id, record_id, kind, text, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                               {base::new_id(), role, path, estate_id.empty() ? kernel::Value{nullptr} : kernel::Value{estate_id},
                                record_id.empty() ? kernel::Value{nullptr} : kernel::Value{record_id}, std::string{kind}, json::serialize(standard::text_json(text)),
                                author.now.microseconds});
    }
}

void send(const record::Author& author, const place::Place& place, std::string_view kind, const base::Text& text, const std::string& link, const json::object& more) {
    for (auto const& row : author.transaction.query("SELECT id, path, kinds FROM webhook WHERE active = 1 ORDER BY id")) {
        if (!place.path.starts_with(row.text(1))) continue;
        auto const kinds = json::parse(row.text(2)).as_array();
        if (std::find(kinds.begin(), kinds.end(), json::value(kind)) == kinds.end()) continue;
        auto const id = base::new_id();
        json::object body{{"id", id},
                                {"kind", kind},
                                {"at", author.now.text()},
                                {"estate", named_json(place.id, place.name)},
                                {"text", standard::text_json(text)},
                                {"link", link}};
        for (auto const& member : more) body[member.key()] = member.value();
        author.transaction.run("INSERT INTO webhook_delivery (id, webhook_id, kind, body, at, tries, next_at, state, last_problem) VALUES ($1, $2, $3, $4, $5, 0, $5, 'waiting', '')",
                               {id, row.text(0), std::string{kind}, json::serialize(body), author.now.microseconds});
    }
}

json::object named_json(const std::string& id, const std::string& name) {
    return {{"id", id}, {"name", name}};
}

}  // namespace anju::watch
