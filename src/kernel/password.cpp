#include "kernel/password.hpp"

#include <botan/argon2.h>
#include <botan/system_rng.h>

#include <condition_variable>
#include <mutex>

#include "base/refusal.hpp"

namespace anju::kernel {

namespace {

constexpr std::size_t lanes = 1, kibibytes = 19 * 1024, passes = 2;  // OWASP's least for Argon2id; about 40 ms
constexpr unsigned at_once = 2, waiting_at_most = 8;

/// At most two hashes at once and a short queue: sign-ins must not take every worker.
class Turn {
  public:
    Turn() {
        std::unique_lock lock{mutex()};
        if (waiting() >= waiting_at_most)
            throw base::Refusal(503, "sign_in_busy",
                                {"登录人数较多，请稍后再试。", "Many people are signing in; try again in a moment."});
        ++waiting();
        freed().wait(lock, [] { return running() < at_once; });
        --waiting();
        ++running();
    }
    ~Turn() {
        {
            const std::lock_guard lock{mutex()};
            --running();
        }
        freed().notify_one();
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

  private:
    static std::mutex& mutex() {
        static std::mutex one;
        return one;
    }
    static std::condition_variable& freed() {
        static std::condition_variable one;
        return one;
    }
    static unsigned& waiting() {
        static unsigned count = 0;
        return count;
    }
    static unsigned& running() {
        static unsigned count = 0;
        return count;
    }
};

std::string hash_now(const std::string& password) {
    return Botan::argon2_generate_pwhash(password.data(), password.size(), Botan::system_rng(), lanes, kibibytes,
                                         passes);
}

}  // namespace

std::string hash_password(const std::string& password) {
    const Turn turn;
    return hash_now(password);
}

bool check_password(const std::string& password, const std::string& hash) {
    const Turn turn;
    // An unknown account costs the same time as a wrong password, so that names cannot be told by the clock.
    static const std::string nobody = hash_now("nobody's password");
    const bool fits = Botan::argon2_check_pwhash(password.data(), password.size(), hash.empty() ? nobody : hash);
    return fits && !hash.empty();
}

}  // namespace anju::kernel
