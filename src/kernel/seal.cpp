#include "kernel/seal.hpp"

#include <botan/aead.h>
#include <botan/auto_rng.h>
#include <botan/base64.h>
#include <botan/hex.h>
#include <botan/mac.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "base/id.hpp"

namespace anju::kernel {

namespace {

using Bytes = std::vector<unsigned char>;
constexpr std::size_t key_bytes = 16, nonce_bytes = 12, index_bytes = 32;

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& zh, const std::string& en) {
    throw std::runtime_error(file.string() + "：" + zh + " / " + en);
}

Bytes mac(const Bytes& key, std::string_view text) {
    const auto made = Botan::MessageAuthenticationCode::create_or_throw("HMAC(SM3)");
    made->set_key(key);
    made->update(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
    return Botan::unlock(made->final());
}

std::string url_text(const Bytes& bytes) {
    auto text = Botan::base64_encode(bytes);
    while (text.ends_with('=')) text.pop_back();
    std::replace(text.begin(), text.end(), '+', '-');
    std::replace(text.begin(), text.end(), '/', '_');
    return text;
}

std::optional<Bytes> url_bytes(std::string text) {
    std::replace(text.begin(), text.end(), '-', '+');
    std::replace(text.begin(), text.end(), '_', '/');
    while (text.size() % 4 != 0) text += '=';
    try {
        return Botan::unlock(Botan::base64_decode(text));
    } catch (const Botan::Exception&) {
        return std::nullopt;
    }
}

std::string index_line(const Bytes& index_key) {
    return "index " + Botan::hex_encode(index_key, false);
}

Bytes index_key_from(const Bytes& key) {
    return mac(key, "anju blind index");
}

/// Under its own name only once it is whole on disk.
void write_lines(const std::filesystem::path& file, const std::vector<std::string>& lines) {
    std::string text;
    for (const auto& line : lines) text += line + "\n";
    const auto fresh = file.string() + "." + base::new_id();
    const int handle = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (handle < 0) refuse(file, "不能写入密钥文件，请检查目录权限。", "cannot write the key file; check the folder's rights.");
    const bool whole = ::write(handle, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(handle) == 0;
    ::close(handle);
    const bool there = whole && ::rename(fresh.c_str(), file.c_str()) == 0;
    if (!there) ::unlink(fresh.c_str());
    if (!there) refuse(file, "密钥文件没有写完整，请检查磁盘。", "the key file could not be written whole; check the disk.");
}

/// Several processes may start at once: whoever makes the file first, its key is everybody's.
void make_file(const std::filesystem::path& file) {
    if (file.has_parent_path()) std::filesystem::create_directories(file.parent_path());
    Botan::AutoSeeded_RNG random;
    const auto line = "k1 " + Botan::hex_encode(random.random_vec(key_bytes), false) + "\n";
    const auto fresh = file.string() + "." + base::new_id();
    const int handle = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (handle < 0) refuse(file, "不能写入密钥文件，请检查目录权限。", "cannot write the key file; check the folder's rights.");
    const bool whole = ::write(handle, line.data(), line.size()) == static_cast<ssize_t>(line.size()) && ::fsync(handle) == 0;
    ::close(handle);
    if (whole) ::link(fresh.c_str(), file.c_str());  // never over one that is there
    ::unlink(fresh.c_str());
    if (!whole) refuse(file, "密钥文件没有写完整，请检查磁盘。", "the key file could not be written whole; check the disk.");
}

std::vector<std::string> lines_of(const std::filesystem::path& file) {
    struct stat what {};
    if (::stat(file.c_str(), &what) != 0) refuse(file, "读不到密钥文件。", "the key file cannot be read.");
    if ((what.st_mode & 077) != 0)
        refuse(file, "别人也能读这个密钥文件，请执行 chmod 600。", "others can read the key file; run chmod 600 on it.");
    std::ifstream stream{file};
    std::vector<std::string> lines;
    for (std::string line; std::getline(stream, line);)
        if (!line.empty()) lines.push_back(line);
    return lines;
}

}  // namespace

Seal::Seal(const std::filesystem::path& key_file) {
    if (!std::filesystem::exists(key_file)) make_file(key_file);
    for (const auto& line : lines_of(key_file)) {
        std::istringstream words{line};
        std::string name, hex, more;
        words >> name >> hex >> more;
        Bytes bytes;
        try {
            bytes = Botan::hex_decode(hex);
        } catch (const Botan::Exception&) {
            bytes.clear();
        }
        if (name == "index" && bytes.size() == index_bytes && more.empty()) {
            index_key_ = std::move(bytes);
            continue;
        }
        if (bytes.size() != key_bytes || name == "index" || !more.empty() || name.find('.') != std::string::npos)
            refuse(key_file, "每行应是“名称 32位十六进制密钥”。", "each line must be: name, then a key of 32 hex digits.");
        keys_.push_back({name, bytes});
    }
    if (keys_.empty()) refuse(key_file, "密钥文件是空的。", "the key file is empty.");
    if (index_key_.empty()) index_key_ = index_key_from(keys_.back().bytes);
}

std::string Seal::seal(std::string_view plain, std::string_view about) const {
    Botan::AutoSeeded_RNG random;
    const auto nonce = Botan::unlock(random.random_vec(nonce_bytes));
    const auto box = Botan::AEAD_Mode::create_or_throw("SM4/GCM", Botan::ENCRYPTION);
    box->set_key(keys_.front().bytes);
    box->set_associated_data(reinterpret_cast<const std::uint8_t*>(about.data()), about.size());
    box->start(nonce);
    Botan::secure_vector<std::uint8_t> text(plain.begin(), plain.end());
    box->finish(text);
    return keys_.front().name + "." + url_text(nonce) + "." + url_text(Botan::unlock(text));
}

std::optional<std::string> Seal::open(std::string_view sealed, std::string_view about) const {
    const auto first = sealed.find('.');
    const auto second = first == std::string_view::npos ? first : sealed.find('.', first + 1);
    if (second == std::string_view::npos) return std::nullopt;
    const auto key = std::find_if(keys_.begin(), keys_.end(), [&](const Key& each) { return each.name == sealed.substr(0, first); });
    const auto nonce = url_bytes(std::string{sealed.substr(first + 1, second - first - 1)});
    const auto text = url_bytes(std::string{sealed.substr(second + 1)});
    if (key == keys_.end() || !nonce || nonce->size() != nonce_bytes || !text) return std::nullopt;
    const auto box = Botan::AEAD_Mode::create_or_throw("SM4/GCM", Botan::DECRYPTION);
    box->set_key(key->bytes);
    box->set_associated_data(reinterpret_cast<const std::uint8_t*>(about.data()), about.size());
    box->start(*nonce);
    Botan::secure_vector<std::uint8_t> plain(text->begin(), text->end());
    try {
        box->finish(plain);
    } catch (const Botan::Exception&) {  // changed, moved, or cut short
        return std::nullopt;
    }
    return std::string{plain.begin(), plain.end()};
}

bool Seal::is_current(std::string_view sealed) const { return sealed.starts_with(keys_.front().name + "."); }

std::string Seal::blind(std::string_view plain, std::string_view field) const {
    return Botan::hex_encode(mac(index_key_, std::string{field} + '\0' + std::string{plain}), false).substr(0, 32);
}

std::vector<std::string> Seal::names() const {
    std::vector<std::string> names;
    for (const auto& key : keys_) names.push_back(key.name);
    return names;
}

std::string_view Seal::key_of(std::string_view sealed) {
    const auto dot = sealed.find('.');
    return dot == std::string_view::npos ? std::string_view{} : sealed.substr(0, dot);
}

std::string Seal::add_key(const std::filesystem::path& key_file) {
    if (!std::filesystem::exists(key_file)) {
        make_file(key_file);
        return Seal{key_file}.names().front();
    }
    const auto taken = Seal{key_file}.names();
    unsigned long number = 0;  // above every other, so that no name is ever used again
    for (const auto& name : taken)
        if (name.size() < 10 && name.starts_with("k") && name.find_first_not_of("0123456789", 1) == std::string::npos && name.size() > 1)
            number = std::max(number, std::stoul(name.substr(1)));
    const auto name = "k" + std::to_string(number + 1);
    auto lines = lines_of(key_file);
    Botan::AutoSeeded_RNG random;
    lines.insert(lines.begin(), name + " " + Botan::hex_encode(random.random_vec(key_bytes), false));
    write_lines(key_file, lines);
    return name;
}

void Seal::retire_key(const std::filesystem::path& key_file, std::string_view name) {
    const Seal seal{key_file};
    const auto found = std::find_if(seal.keys_.begin(), seal.keys_.end(), [&](const Key& each) { return each.name == name; });
    if (found == seal.keys_.end()) refuse(key_file, "没有这个密钥。", "there is no such key.");
    if (found == seal.keys_.begin())
        refuse(key_file, "正在用这个密钥加密，不能去掉；先执行 anju keys add。", "this key seals and cannot be taken out; run anju keys add first.");
    auto lines = lines_of(key_file);
    std::erase_if(lines, [&](const std::string& line) { return line.starts_with("index ") || line.starts_with(std::string{name} + " "); });
    const bool indexed = found + 1 == seal.keys_.end() || seal.index_key_ != index_key_from(seal.keys_.back().bytes);
    if (indexed) lines.push_back(index_line(seal.index_key_));
    write_lines(key_file, lines);
}

std::string Seal::sign(std::string_view secret, std::string_view text) {
    return Botan::hex_encode(mac(Bytes(secret.begin(), secret.end()), text), false);
}

}  // namespace anju::kernel
