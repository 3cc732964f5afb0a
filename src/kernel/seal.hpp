#pragma once
// Personal data at rest: sealed with SM4-GCM (GB/T 32907) under a key that stands outside the database, found again by a blind index
// (HMAC-SM3 under a second key derived from it). Keys are rotated by adding a line; old lines still open what they sealed.
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace anju::kernel {

class Seal {
  public:
    /// Reads the key file: one line a key, "name hex(32 digits)", the first line seals, every line opens. Makes the file (mode 0600)
    /// with a fresh key when there is none. std::runtime_error with the mend when it cannot be read, is readable by others, or a line is bad.
    explicit Seal(const std::filesystem::path& key_file);

    /// "name.nonce.box" in base64url; `about` (register/field/record id) is bound in, so that a sealed value cannot be moved elsewhere.
    [[nodiscard]] std::string seal(std::string_view plain, std::string_view about) const;
    /// Nothing when the key is not there, or the text was changed or moved.
    [[nodiscard]] std::optional<std::string> open(std::string_view sealed, std::string_view about) const;
    [[nodiscard]] bool is_current(std::string_view sealed) const;  ///< sealed under the first key; otherwise seal again (rotation)
    /// The same for the same value and field, for ever and under every key of the file: equal values are found, nothing is learnt.
    /// The index key is derived from the *last* key, which therefore must stay the last, unless a line "index hex(64 digits)" gives it.
    [[nodiscard]] std::string blind(std::string_view plain, std::string_view field) const;

    [[nodiscard]] std::vector<std::string> names() const;               ///< of the keys, the one that seals first
    [[nodiscard]] static std::string_view key_of(std::string_view sealed);  ///< the name of the key it was sealed under

    /// Puts a fresh key first: it seals from the next start on. Returns its name. Makes the file when there is none.
    static std::string add_key(const std::filesystem::path& key_file);
    /// Takes a key out for good; what is still sealed under it can never be read again, so ask first. Of the last key the derived index key
    /// stays as a line "index …", so that equal values are still found. std::runtime_error for the key that seals and for one that is not there.
    static void retire_key(const std::filesystem::path& key_file, std::string_view name);

    /// HMAC-SM3 in hex: how an outgoing message shows who sent it.
    static std::string sign(std::string_view secret, std::string_view text);

  private:
    struct Key { std::string name; std::vector<unsigned char> bytes; };
    std::vector<Key> keys_;
    std::vector<unsigned char> index_key_;
};

}  // namespace anju::kernel
