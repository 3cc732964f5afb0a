#include "base/digest.hpp"

#include <botan/hash.h>
#include <botan/hex.h>

namespace anju::base {

std::string sm3(std::string_view bytes) {
    // Looking an algorithm up by its name costs more than a short digest; final() leaves it ready for the next.
    thread_local auto const hash = Botan::HashFunction::create_or_throw("SM3");
    hash->update(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
    return Botan::hex_encode(hash->final(), false);
}

struct Sm3::State {
    std::unique_ptr<Botan::HashFunction> hash = Botan::HashFunction::create_or_throw("SM3");
};

Sm3::Sm3() : state_{std::make_unique<State>()} {}
Sm3::~Sm3() = default;

void Sm3::add(std::string_view bytes) {
    state_->hash->update(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
}

std::string Sm3::digest() {
    return Botan::hex_encode(state_->hash->final(), false);
}

}  // namespace anju::base
