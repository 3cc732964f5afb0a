#pragma once
// SM3 (GB/T 32905): content hashes of packs and files, hashes of session tokens.
#include <memory>
#include <string>
#include <string_view>

namespace anju::base {

std::string sm3(std::string_view bytes);  ///< 64 lower-case hex digits

/// The same, piece by piece, for what is too large for memory.
class Sm3 {
  public:
    Sm3();
    ~Sm3();
    void add(std::string_view bytes);
    std::string digest();  ///< of everything added; begins anew

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace anju::base
