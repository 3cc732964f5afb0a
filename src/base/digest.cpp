#include "base/digest.hpp"

#include <botan/hash.h>
#include <botan/hex.h>

namespace anju::base {

std::string sm3(std::string_view bytes) {
    auto const hash = Botan::HashFunction::create_or_throw("SM3");
    hash->update(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
    return Botan::hex_encode(hash->final(), false);
}

}  // namespace anju::base
