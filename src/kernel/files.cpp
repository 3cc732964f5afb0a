#include "kernel/files.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string_view>

#include "base/digest.hpp"
#include "base/id.hpp"
#include "base/refusal.hpp"
#include "kernel/image.hpp"

namespace anju::kernel {

namespace {

constexpr std::size_t most_bytes = 10 << 20;
constexpr std::size_t most_paper_bytes = 20 << 20;
constexpr std::size_t paper_tail = 1024;  // where readers look for the end of a PDF
constexpr std::int64_t most_pixels = 40'000'000;
constexpr int thumbnail_side = 480;

[[noreturn]] void fail(const std::string& doing) {
    const int error = errno;
    throw StoreUnavailable(error == ENOSPC || error == EDQUOT ? 507 : 503, doing + ": " + std::strerror(error));
}

class Descriptor {
  public:
    Descriptor(const std::filesystem::path& path, int flags) : number_{::open(path.c_str(), flags | O_CLOEXEC, 0640)} {
        if (number_ < 0) fail("open file");
    }
    ~Descriptor() { ::close(number_); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    [[nodiscard]] int number() const { return number_; }
    void sync() const {
        if (::fsync(number_) != 0) fail("fsync");
    }

  private:
    int number_;
};

void sync_directory(const std::filesystem::path& directory) {
    Descriptor{directory, O_RDONLY | O_DIRECTORY}.sync();
}

/// Whole or not at all, also when the power goes: written beside, flushed, renamed, the folder flushed.
void keep(const std::filesystem::path& path, const std::string& bytes) {
    if (std::filesystem::exists(path)) return;  // the name is the content's own digest
    const auto beside = path.parent_path() / ("." + base::new_id());
    try {
        const Descriptor file{beside, O_WRONLY | O_CREAT | O_EXCL};
        for (std::size_t done = 0; done < bytes.size();) {
            const auto written = ::write(file.number(), bytes.data() + done, bytes.size() - done);
            if (written < 0 && errno != EINTR) fail("write file");
            if (written > 0) done += static_cast<std::size_t>(written);
        }
        file.sync();
        if (::rename(beside.c_str(), path.c_str()) != 0) fail("rename file");
    } catch (...) {
        std::error_code ignored;
        std::filesystem::remove(beside, ignored);
        throw;
    }
    sync_directory(path.parent_path());
}

std::filesystem::path place(const std::filesystem::path& directory, const std::string& sm3) {
    const bool digest = sm3.size() == 64 && sm3.find_first_not_of("0123456789abcdef") == std::string::npos;
    if (!digest) base::refuse_missing("文件", "file");
    return directory / sm3.substr(0, 2) / sm3;
}

bool whole_pdf(std::string_view bytes) {
    return bytes.starts_with("%PDF-") &&
           bytes.substr(bytes.size() - std::min(bytes.size(), paper_tail)).find("%%EOF") != std::string_view::npos;
}

}  // namespace

Files::Files(std::filesystem::path directory) : directory_{std::move(directory)} {
    std::filesystem::create_directories(directory_);
}

StoredFile Files::keep_photo(const std::string& bytes) const {
    if (bytes.size() > most_bytes)
        throw base::Refusal(413, "photo_too_large",
                            {"照片超过 10 MB，请压缩后上传。", "The photo is larger than 10 MB; compress it first."});
    const auto header = read_image_header(bytes);
    if (!header)
        throw base::Refusal(
            415, "not_a_photo",
            {"只接受完整的 JPEG、PNG 或 WebP 照片。", "Only whole JPEG, PNG or WebP photos are taken."});
    if (std::int64_t{header->width} * header->height > most_pixels)
        throw base::Refusal(
            422, "photo_too_many_pixels",
            {"照片超过 4000 万像素，请缩小后上传。", "The photo has more than 40 megapixels; make it smaller."});
    const auto small = make_thumbnail(bytes, *header, thumbnail_side);
    if (!small)
        throw base::Refusal(422, "photo_broken",
                            {"照片已损坏，无法打开，请重新拍摄或选择。",
                             "The photo is damaged and cannot be opened; take or choose another."});
    StoredFile file{base::new_id(), base::sm3(bytes), header->type, static_cast<std::int64_t>(bytes.size()),
                    header->width,  header->height};
    if (header->on_its_side()) std::swap(file.width, file.height);
    // The small one first: a photo that is there always has one.
    make_folder(file);
    keep(thumbnail(file.sm3), *small);
    keep(path(file.sm3), bytes);
    return file;
}

StoredFile Files::keep_paper(const std::string& bytes) const {
    if (bytes.size() > most_paper_bytes)
        throw base::Refusal(413, "paper_too_large",
                            {"文件超过 20 MB，请压缩或拆成几份后上传。",
                             "The file is larger than 20 MB; compress it or split it into parts."});
    if (!whole_pdf(bytes))
        throw base::Refusal(415, "not_a_paper",
                            {"只接受完整的 PDF 文件，请另存为 PDF 后重新上传。",
                             "Only whole PDF files are taken; save it as PDF and upload it again."});
    StoredFile file{base::new_id(), base::sm3(bytes), "application/pdf", static_cast<std::int64_t>(bytes.size()), 0, 0};
    make_folder(file);
    keep(path(file.sm3), bytes);
    return file;
}

void Files::make_folder(const StoredFile& file) const {
    std::error_code error;
    const bool made = std::filesystem::create_directories(path(file.sm3).parent_path(), error);
    if (error) {
        errno = error.value();
        fail("make folder");
    }
    if (made) sync_directory(directory_);
}

void Files::record(Transaction& transaction, const StoredFile& file, const std::string& account_id,
                   std::int64_t at) const {
    transaction.run(
        "INSERT INTO file (id, sm3, type, size, width, height, account_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        {file.id, file.sm3, file.type, file.size, std::int64_t{file.width}, std::int64_t{file.height}, account_id, at});
}

std::filesystem::path Files::path(const std::string& sm3) const {
    return place(directory_, sm3);
}

std::filesystem::path Files::thumbnail(const std::string& sm3) const {
    auto path = place(directory_, sm3);
    path += ".thumbnail.jpg";
    return path;
}

}  // namespace anju::kernel
