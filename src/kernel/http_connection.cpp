#include "kernel/http_connection.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/file_body.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/span_body.hpp>
#include <boost/beast/http/write.hpp>

#include "base/id.hpp"
#include "kernel/events.hpp"
#include "kernel/log.hpp"
#include "kernel/reply.hpp"

namespace anju::kernel {

namespace net = boost::asio;
namespace beast = boost::beast;
using std::chrono::seconds;

namespace {

constexpr std::uint32_t header_bytes = 16 * 1024;
constexpr unsigned messages_at_most = 1000;   ///< on one connection, so that clients spread over restarted processes
constexpr std::uint64_t least_bytes_a_second = 8 * 1024;
constexpr std::size_t small_body = 64 * 1024;  ///< always taken: forms go on while photos wait
constexpr auto events_quiet = seconds{25};    ///< then a comment line keeps proxies from closing
constexpr auto token = net::as_tuple(net::use_awaitable);

std::chrono::steady_clock::time_point end_of(int patience, std::uint64_t bytes) {
    return std::chrono::steady_clock::now() + seconds{patience} +
           seconds{static_cast<std::int64_t>(bytes / least_bytes_a_second)};
}

base::Refusal too_much_at_once() {
    return {503, "too_much_at_once", {"同时上传的内容太多，请稍后再传。", "Too much is being uploaded at once; try again soon."}};
}

/// The bytes of one body, counted while it is being read.
class Held {
  public:
    explicit Held(std::atomic<std::size_t>& all) : all_{all} {}
    ~Held() { all_ -= mine_; }
    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;
    /// What all connections hold, with this one's body grown to `bytes`.
    std::size_t grow(std::size_t bytes) {
        const auto more = bytes - mine_;
        mine_ = bytes;
        return all_ += more;
    }

  private:
    std::atomic<std::size_t>& all_;
    std::size_t mine_ = 0;
};

std::string address_of(const net::ip::tcp::socket& socket) {
    beast::error_code error;
    const auto end = socket.remote_endpoint(error);
    return error ? std::string{} : end.address().to_string();
}

}  // namespace

Connection::Connection(net::ip::tcp::socket socket, Lane& lane, Shared& shared)
    : stream_{std::move(socket)}, lane_{lane}, shared_{shared}, peer_{address_of(stream_.socket())} {
    beast::error_code ignored;
    stream_.socket().set_option(net::ip::tcp::no_delay{true}, ignored);
    lane_.connections.insert(this);
}

Connection::~Connection() {
    lane_.connections.erase(this);
    --shared_.connections;
    if (shared_.stopping && lane_.connections.empty()) lane_.patience.cancel();
}

void Connection::close_if_idle() {
    if (idle_) stream_.cancel();
    if (pause_) pause_->cancel();
}

void Connection::close() {
    if (pause_) pause_->cancel();
    stream_.close();
}

net::awaitable<void> Connection::serve() {
    for (bool more = true; more;) {
        more = co_await wait_for_message();
        if (more) more = co_await serve_message();
    }
    beast::error_code ignored;
    stream_.socket().shutdown(net::ip::tcp::socket::shutdown_send, ignored);
}

net::awaitable<bool> Connection::wait_for_message() {
    if (buffer_.size() > 0) co_return true;  // the next message was sent along with the last
    if (shared_.stopping) co_return false;
    stream_.expires_after(seconds{served_ == 0 ? shared_.options.header_seconds : shared_.options.idle_seconds});
    idle_ = true;
    const auto space = buffer_.prepare(4096);
    auto [error, count] = co_await stream_.async_read_some(space, token);
    idle_ = false;
    buffer_.commit(count);
    co_return !error;
}

net::awaitable<bool> Connection::serve_message() {
    auto refusal = co_await read_header();
    if (!refusal && !gone_) refusal = co_await read_body();
    if (gone_) co_return false;
    if (refusal) co_return co_await refuse(std::move(*refusal));
    co_return co_await answer();
}

net::awaitable<std::optional<base::Refusal>> Connection::read_header() {
    parser_.emplace();
    parser_->header_limit(header_bytes);
    parser_->body_limit(boost::none);
    stream_.expires_after(seconds{shared_.options.header_seconds});
    auto [error, count] = co_await http::async_read_header(stream_, buffer_, *parser_, token);
    if (error) {
        auto refusal = parser_fault(error);
        gone_ = !refusal;
        co_return refusal;
    }
    co_return header_fault(parser_->get());
}

net::awaitable<std::optional<base::Refusal>> Connection::read_body() {
    const auto& message = parser_->get();
    const std::string method{message.method_string()};
    const std::string target{message.target()};
    const auto limit = shared_.service.body_limit ? shared_.service.body_limit(method, target) : std::size_t{1} << 20;
    const auto length = parser_->content_length();
    if (length && *length > limit) co_return parser_fault(http::error::body_limit);
    if (parser_->is_done()) co_return std::nullopt;
    parser_->body_limit(limit);
    if (!message[http::field::expect].empty()) {
        const std::string go_on = "HTTP/1.1 100 Continue\r\n\r\n";
        const auto bytes = net::buffer(go_on);
        stream_.expires_after(seconds{shared_.options.write_seconds});
        auto [error, count] = co_await net::async_write(stream_, bytes, token);
        gone_ = static_cast<bool>(error);
        if (gone_) co_return std::nullopt;
    }
    co_return co_await take_body(length.value_or(limit));
}

/// Piece by piece, so that a body that stands still, one that only drips, and too many at once are noticed.
net::awaitable<std::optional<base::Refusal>> Connection::take_body(std::uint64_t most) {
    const auto end = end_of(shared_.options.body_seconds, most);
    Held held{shared_.body_bytes};
    while (!parser_->is_done()) {
        expect_progress(seconds{shared_.options.body_seconds}, end);
        auto [error, count] = co_await http::async_read_some(stream_, buffer_, *parser_, token);
        if (error) {
            auto refusal = parser_fault(error);
            gone_ = !refusal;
            co_return refusal;
        }
        const auto size = parser_->get().body().size();
        if (held.grow(size) > shared_.options.body_memory && size > small_body) co_return too_much_at_once();
    }
    co_return std::nullopt;
}

void Connection::expect_progress(seconds patience, std::chrono::steady_clock::time_point end) {
    stream_.expires_at(std::min(std::chrono::steady_clock::now() + patience, end));
}

net::awaitable<bool> Connection::answer() {
    auto message = parser_->release();
    auto request = request_of(message, peer_, shared_.options.trust_proxy);
    request.body = std::move(message.body());
    const bool head = message.method() == http::verb::head;
    const bool keep_alive = message.keep_alive();
    stream_.expires_never();
    if (auto ready = shared_.service.at_once ? shared_.service.at_once(request) : std::nullopt) {
        const bool another = keep_alive && ++served_ < messages_at_most && !shared_.stopping;
        const bool done = co_await send(std::move(*ready), another, head);
        co_return done && another;
    }
    Reply reply;
    auto on_worker = net::bind_executor(shared_.workers.get_executor(), net::use_awaitable);
    co_await net::post(std::move(on_worker));
    try {
        reply = shared_.service.answer(request);
    } catch (...) {
        reply = reply_for_exception(base::Language::zh, base::new_id(), "");
    }
    auto home = net::bind_executor(lane_.context.get_executor(), net::use_awaitable);
    co_await net::post(std::move(home));
    const bool more = keep_alive && ++served_ < messages_at_most && !shared_.stopping;
    const bool sent = co_await send(std::move(reply), more, head);
    co_return sent&& more;
}

net::awaitable<bool> Connection::refuse(base::Refusal refusal) {
    count_refused(refusal.status());
    const auto id = base::new_id();
    auto reply = problem(refusal, base::Language::zh, id);
    const Request nobody;
    finish_reply(reply, nobody, id);
    log(Level::info, "refused", {{"request_id", id}, {"status", refusal.status()}, {"code", refusal.code()}});
    const bool sent = co_await send(std::move(reply), false, false);
    if (sent) co_await linger();
    co_return false;
}

net::awaitable<bool> Connection::send(Reply reply, bool keep_alive, bool head) {
    if (reply.stream && !head) {
        auto header = header_of(reply, 0);
        auto events = std::move(reply.stream);
        co_await send_events(std::move(header), std::move(events));
        co_return false;
    }
    beast::file file;
    std::uint64_t bytes = reply.text().size();
    if (!reply.file.empty()) {
        beast::error_code error;
        file.open(reply.file.c_str(), beast::file_mode::scan, error);
        if (!error) bytes = file.size(error);
        if (error) {
            const base::Refusal missing{404, "not_found", {"文件不存在。", "There is no such file."}};
            auto instead = problem(missing, base::Language::zh, base::new_id());
            co_return co_await send(std::move(instead), keep_alive, head);
        }
    }
    auto header = header_of(reply, bytes);
    if (!keep_alive) header.set(http::field::connection, "close");
    if (head || header.find(http::field::content_length) == header.end()) {
        http::response<http::empty_body> message{std::move(header)};
        co_return co_await write(message, 0);
    }
    if (file.is_open()) co_return co_await send_file(std::move(header), std::move(file));
    co_return co_await send_text(std::move(header), reply.text());
}

/// `body` lives as long as the reply it belongs to, which waits for this.
net::awaitable<bool> Connection::send_text(http::response_header<> header, std::string_view body) {
    const http::span_body<const char>::value_type bytes{body.data(), body.size()};
    http::response<http::span_body<const char>> message{std::move(header), bytes};
    co_return co_await write(message, body.size());
}

net::awaitable<bool> Connection::send_file(http::response_header<> header, beast::file file) {
    http::file_body::value_type body;
    beast::error_code error;
    body.reset(std::move(file), error);
    if (error) co_return false;
    const auto bytes = body.size();
    http::response<http::file_body> message{std::move(header), std::move(body)};
    co_return co_await write(message, bytes);
}

/// Lasts as long as the client listens. A listener has nothing more to say: whatever comes from it is taken for its end, so
/// that one who went away is let go at once and not at the second write after.
net::awaitable<void> Connection::send_events(http::response_header<> header, std::shared_ptr<EventStream> events) {
    const Standing listener{Standing::What::listener};
    header.erase(http::field::content_length);
    header.set(http::field::connection, "close");
    header.set(http::field::cache_control, "no-store");
    header.set("X-Accel-Buffering", "no");
    http::response<http::empty_body> begin{std::move(header)};
    bool open = co_await write(begin, 0);
    pause_ = std::make_shared<net::steady_timer>(lane_.context);
    events->on_offer([&lane = lane_, pause = std::weak_ptr{pause_}] {
        net::post(lane.context, [pause] {
            if (const auto waiting = pause.lock()) waiting->cancel();
        });
    });
    const auto left = std::make_shared<bool>(false);
    auto& socket = stream_.socket();
    socket.async_wait(net::ip::tcp::socket::wait_read, [left, pause = std::weak_ptr{pause_}](const beast::error_code&) {
        *left = true;
        if (const auto waiting = pause.lock()) waiting->cancel();
    });
    while (open && !*left && !shared_.stopping) {
        auto text = events->take();
        if (text.empty()) {
            pause_->expires_after(events_quiet);
            co_await pause_->async_wait(token);
            text = events->take();
            if (text.empty()) text = ": \n\n";
        }
        if (*left || shared_.stopping) break;
        stream_.expires_after(seconds{shared_.options.write_seconds});
        const auto bytes = net::buffer(text);
        auto [error, count] = co_await net::async_write(stream_, bytes, token);
        open = !error;
    }
    events->on_offer(nullptr);
    pause_.reset();
}

template <typename Message>
net::awaitable<bool> Connection::write(Message& message, std::uint64_t bytes) {
    const auto end = end_of(shared_.options.write_seconds, bytes);
    http::serializer<false, typename Message::body_type> serializer{message};
    while (!serializer.is_done()) {
        expect_progress(seconds{shared_.options.write_seconds}, end);
        auto [error, count] = co_await http::async_write_some(stream_, serializer, token);
        if (error) co_return false;
    }
    co_return true;
}

/// A client still sending would lose our answer to a reset if we closed at once: take a little more of it first.
net::awaitable<void> Connection::linger() {
    beast::error_code ignored;
    stream_.socket().shutdown(net::ip::tcp::socket::shutdown_send, ignored);
    stream_.expires_after(seconds{2});
    for (std::size_t taken = 0; taken < 4'000'000;) {
        buffer_.clear();
        const auto space = buffer_.prepare(65'536);
        auto [error, count] = co_await stream_.async_read_some(space, token);
        if (error) co_return;
        taken += count;
    }
}

}  // namespace anju::kernel
