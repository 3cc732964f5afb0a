#include <boost/json.hpp>
#include <stdexcept>

#include "app/demo.hpp"
#include "kernel/session.hpp"

namespace anju::app::demo {

void Clicks::as(const std::string& account_id) {
    store_.act([&](kernel::Transaction& transaction) {
        // The story runs over more than a year; a person would have changed the password in between.
        transaction.run("UPDATE account SET password_at = $2 WHERE id = $1", {account_id, clock_.microseconds});
        auto const opened = kernel::open_session(transaction, account_id, false, clock_);
        cookie_ = opened.cookie.substr(0, opened.cookie.find(';'));
        csrf_ = opened.session.csrf_token;
    });
}

kernel::json::value Clicks::ask(kernel::Request request) {
    request.headers["cookie"] = cookie_;
    request.headers["x-anju-csrf"] = csrf_;
    auto const reply = service_.answer(request);
    if (reply.status >= 300) throw std::runtime_error{request.method + " " + request.target + " → " + std::to_string(reply.status) + " " + reply.body};
    return reply.body.empty() ? kernel::json::value{nullptr} : kernel::json::parse(reply.body);
}

kernel::json::value Clicks::get(const std::string& target) {
    kernel::Request request;
    request.method = "GET";
    request.target = target;
    return ask(std::move(request));
}

kernel::json::value Clicks::send(const std::string& method, const std::string& target, const kernel::json::value& body) {
    kernel::Request request;
    request.method = method;
    request.target = target;
    request.headers["content-type"] = "application/json";
    request.body = kernel::json::serialize(body);
    return ask(std::move(request));
}

kernel::json::value Clicks::upload(const std::string& target, const std::string& bytes, const std::string& type) {
    kernel::Request request;
    request.method = "POST";
    request.target = target;
    request.headers["content-type"] = type;
    request.body = bytes;
    return ask(std::move(request));
}

base::Instant morning(const char* day) { return {base::Instant::end_of(*base::Day::parse(day)).microseconds - std::int64_t{15} * 3'600'000'000}; }

std::string text(const kernel::json::value& from, const char* key) { return std::string{from.at(key).as_string()}; }

}  // namespace anju::app::demo
