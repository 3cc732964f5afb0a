#pragma once
// A client that got no answer may send an act again with the same `Idempotency-Key`: it is done once, and the second
// time the kept reply comes back (48 hours). Used by router.cpp only.
#include <optional>
#include <string>

#include "kernel/router.hpp"

namespace anju::kernel {

class Idempotency {
  public:
    /// Does nothing when the actor is unknown or no key was sent; 400 for a key that is not 1–100 visible characters.
    Idempotency(const Request& request, const Actor& actor);
    /// The kept reply; 422 when the key was used for another request, 409 when the reply was not kept.
    std::optional<Reply> kept(Transaction& transaction) const;
    /// ConstraintError when another process kept a reply for the key meanwhile: the act is then run again.
    void keep(Transaction& transaction, const Reply& reply, base::Instant now) const;
    [[nodiscard]] bool active() const { return !key_.empty(); }

  private:
    std::string account_id_, key_, request_hash_;
};

}  // namespace anju::kernel
