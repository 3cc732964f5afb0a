#pragma once
// Photos as evidence: uploaded first, then named by id in a finding or rectification; read only by those who may read that.
#include "kernel/files.hpp"
#include "kernel/router.hpp"

namespace anju::attachment {

void routes(kernel::Router& router, kernel::Store& store, const kernel::Files& files);
/// Refuses 422 on ids that are no uploaded photo of this account (so nobody can attach another's upload), at most `most`.
void require_photos(kernel::Context& context, const std::vector<std::string>& ids, std::string_view field, std::size_t most);

}  // namespace anju::attachment
