#pragma once
// Who acts and what they may do where. Made by the account slice for each request; the kernel knows no role.
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace anju::kernel {

/// Rights held over the places whose path starts with one of `paths` (a place's path is "/id/id/…/"; "/" is everything).
struct Grant {
    std::set<std::string, std::less<>> rights;
    std::vector<std::string> paths;
    std::string role;
    std::string party_id;  ///< the company, assessor or department acted for; may be empty
};

struct Actor {
    std::string account_id;  ///< empty: nobody signed in
    std::string name;        ///< shown in the journal
    std::vector<Grant> grants;
    std::string session_hash, csrf_token;
    bool must_change_password = false;

    [[nodiscard]] bool known() const { return !account_id.empty(); }
    [[nodiscard]] bool has(std::string_view right) const;  ///< anywhere
    [[nodiscard]] bool may(std::string_view right, std::string_view place_path) const;
    [[nodiscard]] bool has_role(std::string_view role) const;
    /// Paths over which the right is held, shortest cover.
    [[nodiscard]] std::vector<std::string> paths(std::string_view right) const;
    [[nodiscard]] std::vector<std::string> parties(std::string_view right) const;  ///< party ids of grants with the right
};

}  // namespace anju::kernel
