#include <boost/json/serialize.hpp>
#include <stdexcept>

#include "base/exact.hpp"
#include "base/id.hpp"
#include "kernel/json_body.hpp"
#include "kernel/router.hpp"

namespace anju::kernel {

Context::Context(const Request& asked, Transaction& open, const Actor& who, base::Instant when)
    : request{asked}, transaction{open}, actor{who}, now{when} {}

const std::string& Context::parameter(std::string_view name) const {
    for (const auto& [key, value] : parameters_)
        if (key == name) return value;
    throw std::logic_error("no parameter {" + std::string{name} + "} in the route's pattern");
}

std::optional<std::string> Context::query(std::string_view name) const {
    const auto found = query_.find(std::string{name});
    if (found == query_.end()) return std::nullopt;
    return found->second;
}

const json::object& Context::body() const {
    if (!body_) {
        const auto type = request.header("content-type");
        if (!type.empty() && !type.starts_with("application/json"))
            throw base::Refusal(415, "not_json", {"请以 application/json 发送。", "Send it as application/json."});
        body_ = parse_json_body(request.body);
    }
    return *body_;
}

namespace {

Value text_of(const json::value& value) {
    if (value.is_null()) return nullptr;
    return json::serialize(value);
}

}  // namespace

void write_journal(Transaction& transaction, const Actor& actor, base::Instant now, std::string_view request_id,
                   const JournalLine& line) {
    write_journal(transaction, line, {actor.account_id, actor.name, std::string{request_id}}, now);
}

void write_journal(Transaction& transaction, const JournalLine& line, const JournalAuthor& author, base::Instant now) {
    transaction.changed.told = true;
    if (line.reach == Reach::place && !line.place_id.empty())
        transaction.changed.places.push_back(line.place_id);
    else if (line.reach != Reach::nothing)
        transaction.changed.everything = true;
    transaction.run(
        "INSERT INTO journal (id, at, actor_id, actor_name, act, thing_kind, thing_id, place_id, before, after, why, "
        "request_id) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        {base::new_id(), now.microseconds, author.account_id, author.name, line.act, line.thing_kind, line.thing_id,
         line.place_id, text_of(line.before), text_of(line.after), line.why, author.request_id});
}

void Context::journal(JournalLine line) {
    if (!may_write_) throw std::logic_error("a see route wrote to the journal");
    write_journal(transaction, line, {actor.account_id, actor.name, request_id}, now);
    ++lines_;
}

std::int64_t expected_version(const Context& context) {
    auto text = context.request.header("if-match");
    if (text.empty())
        throw base::Refusal(428, "version_missing",
                            {"请先打开最新内容再保存（缺少 If-Match）。",
                             "Open the present version before saving (If-Match is missing)."});
    if (text.starts_with("W/")) text.remove_prefix(2);
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
    const auto version = base::parse_decimal(text, 0);
    if (!version || *version < 0)
        throw base::Refusal(400, "version_wrong",
                            {"If-Match 须为版本号，如 \"7\"。", "If-Match must be a version such as \"7\"."});
    return *version;
}

void require_version(const Context& context, std::int64_t present) {
    if (expected_version(context) != present)
        throw base::Refusal(
            412, "changed_meanwhile",
            {"内容已被他人修改，请刷新后重新填写。", "Somebody has changed this meanwhile; reload it and try again."});
}

}  // namespace anju::kernel
