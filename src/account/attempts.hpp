#pragma once
// Counting wrong passwords. For accounts the count stands in their row; for names nobody has it is kept in memory, so that a
// wrong name is locked in the same way as a wrong password and cannot be told from it.
#include <mutex>
#include <string>
#include <unordered_map>

#include "account/person.hpp"
#include "account/security.hpp"

namespace anju::account {

class UnknownNames {
  public:
    /// The instant until which the name is locked; 0 when it is not.
    std::int64_t locked_until(const std::string& name, base::Instant now);
    void note_failure(const std::string& name, base::Instant now, const SecuritySettings& settings);

  private:
    static constexpr std::size_t most = 10'000;
    struct Count { std::int64_t failed = 0, locked_until = 0, at = 0; };
    void make_room();
    std::mutex lock_;
    std::unordered_map<std::string, Count> counts_;  ///< by the SM3 of the name: typed names are often passwords
};

/// One more wrong password of a known account; the last one allowed locks it. Writes the journal.
void note_failure(kernel::Transaction& transaction, const Person& person, base::Instant now, const SecuritySettings& settings);

[[noreturn]] void refuse_locked(std::int64_t until);  ///< 429 `locked`, says until when
[[noreturn]] void refuse_wrong();                     ///< 401 `wrong_name_or_password`

}  // namespace anju::account
