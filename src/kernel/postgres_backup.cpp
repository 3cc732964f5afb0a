// pg_dump and pg_restore, given the database by environment variables: a command line can be read by everybody on the machine.
#include <fmt/format.h>
#include <libpq-fe.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <set>
#include <stdexcept>
#include <vector>

#include "kernel/backup.hpp"

namespace anju::kernel {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& zh, const std::string& en) {
    throw std::runtime_error(zh + " / " + en);
}

struct Connection {
    std::vector<std::string> environment;  ///< "PGHOST=…" besides what is there
    std::string database;
};

/// libpq itself says which of its settings go by which variable.
Connection connection_of(const std::string& url) {
    char* why = nullptr;
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options{PQconninfoParse(url.c_str(), &why), &PQconninfoFree};
    const std::unique_ptr<char, decltype(&PQfreemem)> reason{why, &PQfreemem};
    if (!options) fail("数据库地址格式不正确，请检查 --store", "the address of the database is malformed; check --store");
    Connection connection;
    std::set<std::string> ours;
    for (const auto* option = options.get(); option->keyword != nullptr; ++option) {
        if (option->val == nullptr || *option->val == '\0') continue;
        if (std::string_view{option->keyword} == "dbname") connection.database = option->val;
        if (option->envvar == nullptr) continue;
        ours.insert(option->envvar);
        connection.environment.push_back(fmt::format("{}={}", option->envvar, option->val));
    }
    for (auto** each = environ; *each != nullptr; ++each) {
        const std::string_view one{*each};
        if (!ours.contains(std::string{one.substr(0, one.find('='))})) connection.environment.emplace_back(one);
    }
    return connection;
}

/// On the PATH, or where Debian keeps those of each version: the newest.
std::string program(const std::string& name) {
    const char* path = ::getenv("PATH");
    for (std::string rest = path == nullptr ? "" : path; !rest.empty();) {
        const auto end = std::min(rest.find(':'), rest.size());
        const auto candidate = fs::path{rest.substr(0, end)} / name;
        if (end > 0 && ::access(candidate.c_str(), X_OK) == 0) return candidate.string();
        rest.erase(0, end + 1);
    }
    std::error_code none;
    std::pair<int, std::string> newest{-1, {}};
    for (const auto& version : fs::directory_iterator{"/usr/lib/postgresql", none}) {
        const auto candidate = version.path() / "bin" / name;
        if (::access(candidate.c_str(), X_OK) == 0) newest = std::max(newest, {std::atoi(version.path().filename().c_str()), candidate.string()});
    }
    if (newest.first < 0) fail(fmt::format("没有找到 {0}：请安装 PostgreSQL 客户端，如 apt install postgresql-client", name), fmt::format("{0} is not installed: apt install postgresql-client", name));
    return newest.second;
}

void run(std::vector<std::string> arguments, std::vector<std::string> environment) {
    const auto name = fs::path{arguments.front()}.filename().string();
    std::vector<char*> given, around;
    for (auto& each : arguments) given.push_back(each.data());
    for (auto& each : environment) around.push_back(each.data());
    given.push_back(nullptr);
    around.push_back(nullptr);
    pid_t child = 0;
    if (const int code = ::posix_spawn(&child, given.front(), nullptr, nullptr, given.data(), around.data()); code != 0)
        fail(fmt::format("无法启动 {}", name), fmt::format("cannot start {}", name));
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) fail(fmt::format("{} 失败，原因见上", name), fmt::format("{} failed; it says above why", name));
}

}  // namespace

void dump_postgres(const std::string& url, const fs::path& to, const std::string& snapshot) {
    auto connection = connection_of(url);
    run({program("pg_dump"), "--format=custom", "--no-owner", "--no-privileges", "--no-password", "--snapshot=" + snapshot, "--file=" + to.string()}, std::move(connection.environment));
}

void load_postgres(const fs::path& from, const std::string& url) {
    auto connection = connection_of(url);
    run({program("pg_restore"), "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", "--no-password", "--dbname=" + connection.database, from.string()}, std::move(connection.environment));
}

}  // namespace anju::kernel
