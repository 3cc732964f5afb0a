#include "account/attempts.hpp"

#include <algorithm>

#include "base/digest.hpp"

namespace anju::account {

namespace {
constexpr std::int64_t minute = 60'000'000;  // microseconds
}

std::int64_t UnknownNames::locked_until(const std::string& name, base::Instant now) {
    const std::scoped_lock hold{lock_};
    const auto found = counts_.find(base::sm3(name));
    return found != counts_.end() && found->second.locked_until > now.microseconds ? found->second.locked_until : 0;
}

void UnknownNames::note_failure(const std::string& name, base::Instant now, const SecuritySettings& settings) {
    const std::scoped_lock hold{lock_};
    if (counts_.size() >= most) make_room();
    auto& count = counts_[base::sm3(name)];
    count.at = now.microseconds;
    if (++count.failed < settings.failures) return;
    count.failed = 0;
    count.locked_until = now.microseconds + settings.lock_minutes * minute;
}

void UnknownNames::make_room() {
    // The oldest half goes: whoever fills the table with names must not free one that is locked just now.
    std::vector<std::int64_t> times;
    for (const auto& [name, count] : counts_) times.push_back(std::max(count.at, count.locked_until));
    std::ranges::nth_element(times, times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2));
    const auto middle = times[times.size() / 2];
    std::erase_if(counts_, [&](const auto& entry) { return std::max(entry.second.at, entry.second.locked_until) <= middle; });
}

void note_failure(kernel::Transaction& transaction, const Person& person, base::Instant now, const SecuritySettings& settings) {
    const bool lock = person.failed + 1 >= settings.failures;
    const kernel::Value until = lock ? kernel::Value{now.microseconds + settings.lock_minutes * minute} : kernel::Value{nullptr};
    transaction.run("UPDATE account SET failed = $2, locked_until = $3 WHERE id = $1", {person.id, lock ? 0 : person.failed + 1, until});
    kernel::write_journal(transaction, {}, now, {}, {.act = "account.sign_in_failed", .thing_kind = "account", .thing_id = person.id, .place_id = {}, .why = {}});
    if (lock)
        kernel::write_journal(transaction, {}, now, {}, {.act = "account.lock", .thing_kind = "account", .thing_id = person.id, .place_id = {}, .why = {}});
}

void refuse_locked(std::int64_t until) {
    const auto time = base::Instant{until}.text().substr(11, 5);
    throw base::Refusal(429, "locked", {"密码错得太多，" + time + " 之前不能登录，请稍后再试。",
                                        "Too many wrong passwords: signing in is locked until " + time + ". Try again then."});
}

void refuse_wrong() {
    throw base::Refusal(401, "wrong_name_or_password", {"账号或密码不对，请重新输入。忘记密码请找系统管理员重置。",
                                                        "The name or the password is wrong. Try again, or ask the system administrator for a new password."});
}

}  // namespace anju::account
