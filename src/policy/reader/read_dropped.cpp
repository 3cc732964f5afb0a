#include <fmt/format.h>

#include "policy/reader/registers.hpp"

namespace anju::policy::reader {

std::vector<DroppedAt> read_dropped(Form& form, std::string_view key, std::string_view what) {
    std::vector<DroppedAt> found;
    std::set<std::string> seen;
    for (auto const* node : form.list(key, true)) {
        Form entry{form.sheet(), *node};
        DroppedAt one{{entry.code(what), entry.date("since"), entry.text("reason")}, node};
        first_time(form.sheet(), *node, seen, one.dropped.name, {"名称", "name"});
        found.push_back(std::move(one));
    }
    return found;
}

}  // namespace anju::policy::reader
