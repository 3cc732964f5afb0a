#pragma once
// Photos as evidence: uploaded first, then named by id in a finding or rectification; read only by those who may read that.
// Papers (PDF) likewise, for the registers; they are only ever handed out to be kept, never shown inside a page.
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/files.hpp"
#include "kernel/router.hpp"

namespace anju::attachment {

/// Slices above this one that show photos say who may see them: true when the actor may see something of theirs that holds the file.
class Viewers {
  public:
    using MaySee = std::function<bool(kernel::Context&, const std::string& file_id)>;
    void add(MaySee may_see) { may_see_.push_back(std::move(may_see)); }
    [[nodiscard]] bool anywhere(kernel::Context& context, const std::string& file_id) const;

  private:
    std::vector<MaySee> may_see_;
};

/// `viewers` must outlive the router; slices may add to it until the first request.
void routes(kernel::Router& router, kernel::Store& store, const kernel::Files& files, const Viewers& viewers);
/// What the two uploads take and answer, in the OpenAPI document, which knows of JSON bodies and 200 only.
void describe(kernel::json::object& openapi);
bool is_own_photo(kernel::Context& context, const std::string& id);  ///< an uploaded picture of this account
base::Text not_own_photo();                                           ///< what to say when it is none
/// Refuses 422 on ids that are no uploaded photo of this account (so nobody can attach another's upload), at most `most`.
void require_photos(kernel::Context& context, const std::vector<std::string>& ids, std::string_view field, std::size_t most);

/// Who sees which finding, and so its photos: an SQL condition over `f` (finding) and `p` (place of its estate). It stands in this
/// slice, the lowest one that needs it, so that the rule is written once; it reads the tables of finding and inspection.
///   self_check findings: self_check.read or inspection.self_check at the estate; an assessor only after its own third-party
///     inspection of that estate and year is handed in (it must not copy what the street found).
///   others: the assessor or department that records them, always; finding.read at the estate once they are handed in.
std::string finding_filter(const kernel::Actor& actor, kernel::Values& values);
/// "($3, $4, $4, $4)" for a list of ids; filled up to a power of two so that few different statements arise. Empty list: "(NULL)".
std::string in_list(const std::vector<std::string>& ids, kernel::Values& values);

}  // namespace anju::attachment
