#include "kernel/reply.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>

#include "kernel/log.hpp"

namespace anju::kernel {

namespace {

bool has(const Reply& reply, std::string_view name) {
    return std::any_of(reply.headers.begin(), reply.headers.end(), [&](const auto& header) {
        return std::equal(header.first.begin(), header.first.end(), name.begin(), name.end(), [](char a, char b) {
            const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
            return lower(a) == lower(b);
        });
    });
}

void add(Reply& reply, std::string_view name, std::string_view value) {
    if (!has(reply, name)) reply.headers.emplace_back(name, value);
}

base::Refusal unavailable(int status) {
    if (status == 507)
        return {507,
                "disk_full",
                {"服务器磁盘已满，未能保存。请联系管理员。",
                 "The server's disk is full; nothing was saved. Tell the administrator."}};
    return {
        503, "unavailable", {"服务暂时不可用，请稍后再试。", "The service is not available just now; try again soon."}};
}

base::Refusal our_fault(std::string code) {
    return {500,
            std::move(code),
            {"系统出错，内容未保存。请把编号告诉管理员。",
             "Something went wrong on our side; nothing was saved. Tell the administrator the request id."}};
}

}  // namespace

Reply json_reply(const json::value& value, int status) {
    Reply reply;
    reply.status = status;
    reply.body = json::serialize(value);
    return reply;
}

Reply versioned(Reply reply, std::int64_t version) {
    reply.headers.emplace_back("ETag", "\"" + std::to_string(version) + "\"");
    return reply;
}

Reply problem(const base::Refusal& refusal, base::Language language, std::string_view request_id) {
    json::array problems;
    for (const auto& wrong : refusal.problems())
        problems.push_back(json::object{{"field", wrong.field}, {"message", wrong.message.in(language)}, {"zh", wrong.message.zh}, {"en", wrong.message.en}});
    auto reply = json_reply(json::object{{"type", "urn:anju:problem:" + refusal.code()},
                                         {"title", refusal.message().in(language)},
                                         {"detail_zh", refusal.message().zh},
                                         {"detail_en", refusal.message().en},
                                         {"status", refusal.status()},
                                         {"code", refusal.code()},
                                         {"problems", std::move(problems)},
                                         {"request_id", request_id}},
                            refusal.status());
    reply.type = "application/problem+json; charset=utf-8";
    reply.headers.emplace_back("Content-Language", language == base::Language::en ? "en" : "zh-CN");
    if (refusal.status() == 503 || refusal.status() == 429) reply.headers.emplace_back("Retry-After", "5");
    return reply;
}

Reply reply_for_exception(base::Language language, std::string_view request_id, std::string_view route) {
    const auto note = [&](Level level, std::string_view event, std::string_view why) {
        log(level, event, {{"request_id", request_id}, {"route", route}, {"why", why}});
    };
    try {
        throw;
    } catch (const base::Refusal& refusal) {
        return problem(refusal, language, request_id);
    } catch (const StoreUnavailable& error) {
        note(Level::error, "store_unavailable", error.what());
        return problem(unavailable(error.status), language, request_id);
    } catch (const ConstraintError& error) {
        note(Level::warning, "conflict", error.what());  // mostly two people doing the same thing in the same moment
        return problem({409,
                        "conflict",
                        {"刚有人做了同样的事，或内容已存在。请刷新后再试。",
                         "Somebody has just done the same, or it is there already. Reload and try again."}},
                       language, request_id);
    } catch (const std::exception& error) {
        note(Level::error, "failed", error.what());
        const bool unjournaled = std::string_view{error.what()} == "act_without_journal";
        return problem(our_fault(unjournaled ? "act_without_journal" : "internal"), language, request_id);
    } catch (...) {
        note(Level::error, "failed", "unknown exception");
        return problem(our_fault("internal"), language, request_id);
    }
}

void finish_reply(Reply& reply, const Request& request, std::string_view request_id) {
    add(reply, "X-Request-Id", request_id);
    add(reply, "X-Content-Type-Options", "nosniff");
    add(reply, "X-Frame-Options", "DENY");
    add(reply, "Referrer-Policy", "no-referrer");
    add(reply, "Content-Security-Policy",
        "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri "
        "'self'; "
        "form-action 'self'; frame-ancestors 'none'");
    add(reply, "Permissions-Policy", "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()");
    add(reply, "Cross-Origin-Opener-Policy", "same-origin");
    if (request.target.starts_with("/api")) add(reply, "Cache-Control", "no-store");
    if (request.secure) add(reply, "Strict-Transport-Security", "max-age=63072000; includeSubDomains");
}

}  // namespace anju::kernel
