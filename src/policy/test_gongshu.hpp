#pragma once
// The pack that is served, and moments as its forms take them. Included by tests only.
#include <filesystem>

#include "policy/pack_reader.hpp"

namespace anju::policy {

inline const Pack& gongshu() {
    static const auto pack = *read_pack(pack_files(std::filesystem::path{ANJU_SOURCE_DIR} / "packs/gongshu")).pack;
    return pack;
}

inline base::Instant at(const char* written) {
    field::Field moment;
    moment.kind = field::kind_named("instant");
    return {*field::read(moment, written).value.whole()};
}

}  // namespace anju::policy
