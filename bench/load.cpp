// Load on loopback: one thread, epoll, keep-alive connections, one request under way on each. Bounded by time and by count.
//   bench_load --port P --work FOLDER --task create|list|card|ranking [--seconds S] [--warmup W] [--connections C] [--first N] [--etag] [--plain]
// FOLDER holds targets.json of bench_seed; sessions.json (0600) is made at the first run by signing in once for each account,
// because a new sign-in ends the account's earlier session. Prints one line of JSON: rate, latencies in microseconds, errors.
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "sheets.hpp"

namespace anju::bench {
namespace {

namespace json = boost::json;
using Clock = std::chrono::steady_clock;

struct Wanted {
    unsigned short port = 0;
    std::string work, task = "list", deduct;
    double seconds = 5, warmup = 1;
    int connections = 64;
    std::uint64_t first = 0, most = 10'000'000;
    bool etag = false, idempotent = false, plain = false;
};

/// Latencies in buckets of at most 1/64 of their size, up to a minute.
class Histogram {
  public:
    void add(std::uint64_t microseconds) {
        ++counts_[bucket(microseconds)];
        ++all_;
        most_ = std::max(most_, microseconds);
    }
    [[nodiscard]] std::uint64_t at(double share) const {
        auto left = static_cast<std::uint64_t>(static_cast<double>(all_) * share);
        for (std::size_t i = 0; i < counts_.size(); ++i) {
            if (left < counts_[i]) return value(i);
            left -= counts_[i];
        }
        return most_;
    }
    [[nodiscard]] std::uint64_t most() const { return most_; }
    [[nodiscard]] std::uint64_t count() const { return all_; }

  private:
    static std::size_t bucket(std::uint64_t v) {
        if (v < 128) return v;
        auto const shift = static_cast<unsigned>(63 - __builtin_clzll(v)) - 6;
        return std::min<std::size_t>(128 + (shift - 1) * 64 + ((v >> shift) - 64), 1500);
    }
    static std::uint64_t value(std::size_t i) { return i < 128 ? i : (64 + (i - 128) % 64) << ((i - 128) / 64 + 1); }
    std::array<std::uint64_t, 1501> counts_{};
    std::uint64_t all_ = 0, most_ = 0;
};

std::string whole_file(const std::string& path) {
    std::ifstream file{path};
    if (!file) throw std::runtime_error("cannot read " + path);
    return {std::istreambuf_iterator<char>{file}, {}};
}

int dial(unsigned short port) {
    auto const handle = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in there{};
    there.sin_family = AF_INET;
    there.sin_port = htons(port);
    there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (handle < 0 || ::connect(handle, reinterpret_cast<sockaddr*>(&there), sizeof there) != 0) throw std::runtime_error("cannot connect to 127.0.0.1");
    int const one = 1;
    ::setsockopt(handle, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    return handle;
}

/// What has come of one answer. `size` is where it ends, once known.
struct Answer {
    std::string text;
    std::size_t body = 0, size = 0;
    int status = 0;
    bool close = false;

    [[nodiscard]] std::string header(std::string_view lower_name) const {
        for (std::size_t at = text.find("\r\n"); at + 2 < body; at = text.find("\r\n", at + 2)) {
            std::string_view line{text.data() + at + 2, text.find("\r\n", at + 2) - at - 2};
            if (line.size() <= lower_name.size() || line[lower_name.size()] != ':' || ::strncasecmp(line.data(), lower_name.data(), lower_name.size()) != 0) continue;
            line.remove_prefix(lower_name.size() + 1);
            while (line.starts_with(' ')) line.remove_prefix(1);
            return std::string{line};
        }
        return {};
    }
    /// True when the answer is whole.
    bool take(const char* bytes, std::size_t count) {
        text.append(bytes, count);
        if (body == 0) {
            auto const end = text.find("\r\n\r\n");
            if (end == std::string::npos) return false;
            body = end + 4;
            status = text.size() > 12 ? std::atoi(text.c_str() + 9) : 0;
            close = header("connection") == "close";
            auto const length = header("content-length");
            if (length.empty() && status != 304 && status != 204) throw std::runtime_error("an answer without Content-Length");
            size = body + (length.empty() || status == 304 ? 0 : std::stoull(length));
        }
        return text.size() >= size;
    }
    void clear() {
        text.clear();
        body = size = 0;
        status = 0;
        close = false;
    }
};

struct Session { std::string cookie, csrf; };

Session sign_in(unsigned short port, const json::value& account) {
    auto const handle = dial(port);
    auto const body = json::serialize(account);
    auto const request = "POST /api/sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    if (::send(handle, request.data(), request.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(request.size())) throw std::runtime_error("cannot sign in");
    Answer answer;
    std::array<char, 16'384> bytes{};
    for (;;) {
        auto const count = ::recv(handle, bytes.data(), bytes.size(), 0);
        if (count <= 0) throw std::runtime_error("sign-in was cut off");
        if (answer.take(bytes.data(), static_cast<std::size_t>(count))) break;
    }
    ::close(handle);
    if (answer.status != 200) throw std::runtime_error("sign-in: " + answer.text);
    auto const cookie = answer.header("set-cookie");
    auto const told = json::parse(std::string_view{answer.text}.substr(answer.body));
    return {cookie.substr(0, cookie.find(';')), std::string{told.at("csrf_token").as_string()}};
}

struct Targets {
    std::string evaluation;
    std::vector<std::string> estates;
    struct Sheet { std::string id; std::size_t account; };
    std::vector<Sheet> sheets;
    struct Slot { std::string item, deduct; };
    std::vector<Slot> slots;
    std::vector<Session> sessions;
    Session reader;
};

json::value sessions_of(const Wanted& wanted, const json::value& told) {
    auto const path = wanted.work + "/sessions.json";
    if (std::ifstream{path}) return json::parse(whole_file(path));
    auto const session_json = [&](const json::value& account) {
        auto const session = sign_in(wanted.port, account);
        return json::array{json::string{session.cookie}, json::string{session.csrf}};
    };
    json::array accounts;
    for (auto const& account : told.at("accounts").as_array()) accounts.push_back(session_json(account));
    json::value const made{{"accounts", accounts}, {"reader", session_json(told.at("reader"))}};
    auto const text = json::serialize(made);
    auto const handle = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (handle < 0 || ::write(handle, text.data(), text.size()) < 0) throw std::runtime_error("cannot write " + path);
    ::close(handle);
    return made;
}

Targets read_targets(const Wanted& wanted) {
    auto const told = json::parse(whole_file(wanted.work + "/targets.json"));
    auto const text = [](const json::value& value) { return std::string{value.as_string()}; };
    Targets targets;
    targets.evaluation = text(told.at("evaluation"));
    for (auto const& estate : told.at("estates").as_array()) targets.estates.push_back(text(estate));
    for (auto const& sheet : told.at("sheets").as_array()) targets.sheets.push_back({text(sheet.at(0)), static_cast<std::size_t>(sheet.at(1).as_int64())});
    for (auto const& slot : told.at("slots").as_array()) targets.slots.push_back({text(slot.at(0)), text(slot.at(1))});
    auto const session = [&](const json::value& pair) { return Session{text(pair.at(0)), text(pair.at(1))}; };
    auto const sessions = sessions_of(wanted, told);
    for (auto const& pair : sessions.at("accounts").as_array()) targets.sessions.push_back(session(pair));
    targets.reader = session(sessions.at("reader"));
    return targets;
}

struct Asked {
    std::string text, key;  ///< key: what an entity tag is remembered for
};

class Requests {
  public:
    Requests(const Wanted& wanted, const Targets& targets) : wanted_{wanted}, targets_{targets}, next_{wanted.first} {}
    Asked next() {
        auto const number = next_++;
        if (wanted_.task == "create") return create(number);
        // 7 and the number of estates have no common divisor, so every estate comes up before one comes again.
        auto const& estate = targets_.estates[number * 7 % targets_.estates.size()];
        if (wanted_.task == "list") return get("/api/findings?evaluation=" + targets_.evaluation + "&estate=" + estate + "&limit=20");
        if (wanted_.task == "card") return get("/api/evaluations/" + targets_.evaluation + "/scorecards/" + estate);
        if (wanted_.task == "ranking") return get("/api/evaluations/" + targets_.evaluation + "/ranking");
        if (wanted_.task == "health") return get("/healthz");
        throw std::runtime_error("no such task: " + wanted_.task);
    }
    [[nodiscard]] std::uint64_t used() const { return next_; }
    [[nodiscard]] std::uint64_t room() const { return targets_.sheets.size() * targets_.slots.size(); }
    void remember(const std::string& key, std::string tag) {
        if (wanted_.etag && !tag.empty()) tags_[key] = std::move(tag);
    }

  private:
    Asked create(std::uint64_t number) {
        auto const [of, at] = turn(number, targets_.sheets.size());
        auto const& sheet = targets_.sheets[of];
        auto const& slot = targets_.slots.at(at);
        auto const& session = targets_.sessions.at(sheet.account);
        auto const body = R"({"item":")" + slot.item + R"(","deduct":")" + slot.deduct + R"(","reason":"楼道堆放杂物，第)" + std::to_string(number) +
                          R"(处，需清理","spot":")" + std::to_string(number % 30 + 1) + R"(幢2单元3层","photo_ids":[]})";
        return {"POST /api/inspections/" + sheet.id + "/findings HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: " + session.cookie + "\r\nX-Anju-Csrf: " + session.csrf +
                    (wanted_.idempotent ? "\r\nIdempotency-Key: bench-" + std::to_string(number) : std::string{}) +
                    "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body, {}};
    }
    Asked get(std::string target) const {
        auto const tag = tags_.find(target);
        return {"GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: " + targets_.reader.cookie + (wanted_.plain ? "" : "\r\nAccept-Encoding: gzip, deflate, br") + (tag == tags_.end() ? std::string{} : "\r\nIf-None-Match: " + tag->second) + "\r\n\r\n", target};
    }
    const Wanted& wanted_;
    const Targets& targets_;
    std::uint64_t next_;
    std::map<std::string, std::string> tags_;
};

struct Figures {
    Histogram latencies;
    std::uint64_t errors = 0, bytes = 0, connects = 0, unchanged = 0;
    std::string first_error;
    double seconds = 0;
};

class Load {
  public:
    Load(const Wanted& wanted, const Targets& targets) : wanted_{wanted}, requests_{wanted, targets}, lines_(static_cast<std::size_t>(wanted.connections)), poll_{::epoll_create1(EPOLL_CLOEXEC)} {}
    ~Load() {
        for (auto& line : lines_)
            if (line.handle >= 0) ::close(line.handle);
        ::close(poll_);
    }
    Load(const Load&) = delete;
    Load& operator=(const Load&) = delete;

    Figures run() {
        if (wanted_.task == "create" && wanted_.first >= requests_.room()) throw std::runtime_error("the open sheets are full: seed again");
        auto const start = Clock::now();
        warm_ = start + microseconds(wanted_.warmup);
        end_ = warm_ + microseconds(wanted_.seconds);
        for (auto& line : lines_) {
            connect(line);
            send(line);
        }
        std::array<epoll_event, 64> events{};
        while (busy_ > 0) {
            auto const count = ::epoll_wait(poll_, events.data(), static_cast<int>(events.size()), 1000);
            if (Clock::now() > end_ + std::chrono::seconds{30}) {
                fault("not answered within 30 s after the end");
                break;
            }
            for (int i = 0; i < count; ++i) receive(lines_[events[static_cast<std::size_t>(i)].data.u64]);
        }
        auto const over = sent_ >= wanted_.most ? last_ : end_;
        figures_.seconds = std::chrono::duration<double>(std::min(over, end_) - warm_).count();
        return figures_;
    }
    [[nodiscard]] std::uint64_t used() const { return requests_.used(); }

  private:
    struct Line {
        int handle = -1;
        Answer answer;
        Asked asked;
        Clock::time_point sent;
    };
    static Clock::duration microseconds(double seconds) { return std::chrono::microseconds{static_cast<std::int64_t>(seconds * 1e6)}; }

    void connect(Line& line) {
        if (line.handle >= 0) ::close(line.handle);
        line.handle = dial(wanted_.port);
        ::fcntl(line.handle, F_SETFL, O_NONBLOCK);
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.u64 = static_cast<std::uint64_t>(&line - lines_.data());
        ::epoll_ctl(poll_, EPOLL_CTL_ADD, line.handle, &event);
        ++figures_.connects;
    }
    /// Less than the socket's buffer, so it goes in one piece. What was begun before the end still counts as an error if it fails.
    void send(Line& line) {
        line.answer.clear();
        auto const now = Clock::now();
        if (now >= end_ || sent_ >= wanted_.most || (wanted_.task == "create" && requests_.used() >= requests_.room())) return;
        line.asked = requests_.next();
        line.sent = now;
        ++sent_;
        ++busy_;
        if (::send(line.handle, line.asked.text.data(), line.asked.text.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(line.asked.text.size())) throw std::runtime_error("cannot send");
    }
    void receive(Line& line) {
        std::array<char, 65'536> bytes;
        auto const count = ::recv(line.handle, bytes.data(), bytes.size(), 0);
        if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
        if (count <= 0) {
            ::close(line.handle);
            line.handle = -1;
            if (line.sent != Clock::time_point{}) fault("cut off"), --busy_;
            line.sent = {};
            if (Clock::now() < end_) {
                connect(line);
                send(line);
            }
            return;
        }
        if (!line.answer.take(bytes.data(), static_cast<std::size_t>(count))) return;
        finish(line);
    }
    void finish(Line& line) {
        auto const now = Clock::now();
        --busy_;
        auto const right = check(line);
        figures_.bytes += line.answer.size;
        if (right && now >= warm_ && now <= end_) figures_.latencies.add(static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(now - line.sent).count()));
        last_ = now;
        line.sent = {};
        if (line.answer.close && now < end_) connect(line);
        send(line);
    }
    /// Only a right answer counts.
    bool check(const Line& line) {
        auto const& answer = line.answer;
        if (wanted_.task == "create") {
            if (answer.status == 201 && answer.text.find(R"("id":")", answer.body) != std::string::npos) return true;
        } else if (answer.status == 304 && wanted_.etag) {
            ++figures_.unchanged;
            return true;
        } else if (answer.status == 200 && answer.size > answer.body) {
            requests_.remember(line.asked.key, answer.header("etag"));
            return true;
        }
        fault(answer.text);
        return false;
    }
    void fault(const std::string& why) {
        if (figures_.errors++ == 0) figures_.first_error = why.substr(0, 600);
    }

    const Wanted& wanted_;
    Requests requests_;
    std::vector<Line> lines_;
    int poll_;
    int busy_ = 0;
    std::uint64_t sent_ = 0;
    Clock::time_point warm_, end_, last_;
    Figures figures_;
};

void print(const Wanted& wanted, const Figures& figures, std::uint64_t used) {
    auto const& latencies = figures.latencies;
    std::printf("%s\n", json::serialize(json::object{{"task", wanted.task},
                                                     {"etag", wanted.etag},
                                                     {"rate", figures.seconds > 0 ? static_cast<double>(latencies.count()) / figures.seconds : 0.0},
                                                     {"count", latencies.count()},
                                                     {"p50", latencies.at(0.5)},
                                                     {"p90", latencies.at(0.9)},
                                                     {"p99", latencies.at(0.99)},
                                                     {"max", latencies.most()},
                                                     {"errors", figures.errors},
                                                     {"first_error", figures.first_error},
                                                     {"unchanged", figures.unchanged},
                                                     {"bytes", figures.bytes},
                                                     {"connects", figures.connects},
                                                     {"next", used}})
                            .c_str());
}

}  // namespace
}  // namespace anju::bench

int main(int count, char** words) {
    using namespace anju::bench;
    Wanted wanted;
    CLI::App program{"load on loopback for ./run bench"};
    program.add_option("--port", wanted.port)->required();
    program.add_option("--work", wanted.work, "folder with targets.json")->required();
    program.add_option("--task", wanted.task)->check(CLI::IsMember({"create", "list", "card", "ranking", "health"}));
    program.add_option("--seconds", wanted.seconds)->check(CLI::Range(0.1, 120.0));
    program.add_option("--warmup", wanted.warmup)->check(CLI::Range(0.0, 60.0));
    program.add_option("--connections", wanted.connections)->check(CLI::Range(1, 1000));
    program.add_option("--first", wanted.first, "number of the first request: creates must not use a place twice");
    program.add_option("--most", wanted.most, "requests at most");
    program.add_flag("--plain", wanted.plain, "do not say, as every browser does, that zipped answers are taken");
    program.add_flag("--etag", wanted.etag, "send If-None-Match with the tag seen before");
    program.add_flag("--idempotency", wanted.idempotent, "send an Idempotency-Key with each create");
    CLI11_PARSE(program, count, words);
    try {
        auto const targets = read_targets(wanted);
        Load load{wanted, targets};
        auto const figures = load.run();
        print(wanted, figures, load.used());
        return figures.errors == 0 ? 0 : 1;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "bench_load: %s\n", error.what());
        return 2;
    }
}
