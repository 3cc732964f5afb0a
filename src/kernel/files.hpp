#pragma once
// Uploaded files, kept by the SM3 of their content under a folder; the row in `file` is the truth. What a file claims to be
// is checked against its bytes; photos are JPEG, PNG or WebP up to 10 MB and 40 megapixels and get a thumbnail
// (at most 480 px, re-encoded, so no EXIF). Papers are PDF up to 20 MB, without one. The user's file name never becomes a path.
#include <filesystem>
#include <optional>
#include <string>

#include "kernel/store.hpp"

namespace anju::kernel {

struct StoredFile { std::string id, sm3, type; std::int64_t size = 0; int width = 0, height = 0; };

class Files {
  public:
    explicit Files(std::filesystem::path directory);
    /// Refuses (Refusal 413, 415, 422) what is no photo; the bytes are on disk (fsync) before this returns.
    StoredFile keep_photo(const std::string& bytes) const;
    /// Refuses (Refusal 413, 415) what is no whole PDF; width and height are 0, there is no thumbnail.
    StoredFile keep_paper(const std::string& bytes) const;
    void record(Transaction& transaction, const StoredFile& file, const std::string& account_id, std::int64_t at) const;
    [[nodiscard]] std::filesystem::path path(const std::string& sm3) const;
    [[nodiscard]] std::filesystem::path thumbnail(const std::string& sm3) const;

  private:
    void make_folder(const StoredFile& file) const;
    std::filesystem::path directory_;
};

}  // namespace anju::kernel
