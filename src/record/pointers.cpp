#include <fmt/format.h>

#include <algorithm>

#include "record/fields.hpp"

namespace anju::record {
namespace {

using field::Value;

bool is_file(std::string_view kind) {
    return kind == "photos" || kind == "files" || kind == "signature";
}
bool points(std::string_view kind) {
    return is_file(kind) || kind == "link" || kind == "place" || kind == "party" || kind == "account" ||
           kind == "dwelling";
}

void collect(const std::vector<field::Field>& fields, const field::Values& stored, const std::string& prefix,
             std::vector<Pointer>& found) {
    for (auto const& one : fields) {
        auto const& value = field::value_of(stored, one.field);
        if (value.empty()) continue;
        auto const where = prefix + one.field;
        if (auto const* rows = value.rows()) {
            for (std::size_t line = 0; line < rows->size(); ++line)
                collect(one.fields, (*rows)[line], fmt::format("{}/{}/", where, line), found);
        } else if (points(one.kind->name())) {
            if (auto const* id = value.text()) found.push_back({&one, where, *id});
            if (auto const* ids = value.texts())
                for (auto const& id : *ids) found.push_back({&one, where, id});
        }
    }
}

class PointerCheck {
  public:
    PointerCheck(const Author& author, const place::Place& place) : author_{author}, place_{place} {}

    [[nodiscard]] std::optional<base::Text> problem(const Pointer& pointer) const {
        auto const kind = pointer.one->kind->name();
        if (kind == "link") return link(pointer);
        if (kind == "place") return other_place(pointer);
        if (kind == "dwelling") return dwelling(pointer);
        if (kind == "party") return party(pointer);
        if (kind == "account") return account(pointer);
        return file(pointer);
    }

  private:
    [[nodiscard]] bool there(std::string_view sql, const kernel::Values& values) const {
        return author_.transaction.one(sql, values).has_value();
    }
    [[nodiscard]] std::optional<base::Text> link(const Pointer& pointer) const {
        if (there("SELECT 1 FROM record WHERE id = $1 AND register = $2 AND deleted = 0", {pointer.id, pointer.one->target}))
            return std::nullopt;
        return base::Text{"选的这一条已经没有了，请重新选。", "What was chosen is no longer there. Choose again."};
    }
    [[nodiscard]] std::optional<base::Text> other_place(const Pointer& pointer) const {
        if (there("SELECT 1 FROM place WHERE id = $1 AND kind = $2", {pointer.id, pointer.one->level})) return std::nullopt;
        return base::Text{"没有这个地点，请从列表里选。", "There is no such place. Choose from the list."};
    }
    [[nodiscard]] std::optional<base::Text> dwelling(const Pointer& pointer) const {
        auto end = place_.path;
        ++end.back();
        if (there("SELECT 1 FROM dwelling d JOIN place p ON p.id = d.estate_id WHERE d.id = $1 AND p.path >= $2 AND p.path < $3",
                  {pointer.id, place_.path, end}))
            return std::nullopt;
        return base::Text{fmt::format("{}里没有这一户，请从列表里选。", place_.name),
                          fmt::format("There is no such dwelling in {}. Choose from the list.", place_.name)};
    }
    [[nodiscard]] std::optional<base::Text> party(const Pointer& pointer) const {
        auto const& kind = pointer.one->party_kind;
        auto const row = author_.transaction.one("SELECT kind FROM party WHERE id = $1 AND state = 'active'", {pointer.id});
        if (row && (kind.empty() || row->text(0) == kind)) return std::nullopt;
        return base::Text{"没有这个单位，或者不是这一类，请从列表里选。",
                          "There is no such party of that kind. Choose from the list."};
    }
    [[nodiscard]] std::optional<base::Text> account(const Pointer& pointer) const {
        if (there("SELECT 1 FROM account WHERE id = $1 AND state = 'active'", {pointer.id})) return std::nullopt;
        return base::Text{"没有这个账号，或者已经停用，请从列表里选。",
                          "There is no such active account. Choose from the list."};
    }
    /// Only one's own uploads, so that knowing an id lets nobody attach (and so see) another's.
    [[nodiscard]] std::optional<base::Text> file(const Pointer& pointer) const {
        auto const row = author_.transaction.one("SELECT type FROM file WHERE id = $1 AND account_id = $2", {pointer.id, author_.account_id});
        if (!row)
            return base::Text{"没有这个文件，或者不是您上传的，请重新上传。",
                              "There is no such file among your uploads. Upload it again."};
        if (pointer.one->kind->name() == "files" || row->text(0).starts_with("image/")) return std::nullopt;
        return base::Text{"这里只能放照片，请改传 JPEG、PNG 或 WebP 照片。",
                          "Only pictures go here. Upload a JPEG, PNG or WebP photo instead."};
    }

    const Author& author_;
    const place::Place& place_;
};

std::string_view first_part(std::string_view where) {
    return where.substr(0, where.find('/'));
}

}  // namespace

std::vector<Pointer> pointers(const std::vector<field::Field>& fields, const field::Values& stored) {
    std::vector<Pointer> found;
    collect(fields, stored, {}, found);
    return found;
}

void check_pointers(const Author& author, const std::vector<field::Field>& fields, const field::Values& stored,
                    const field::Values& before, const place::Place& place, std::vector<base::FieldProblem>& problems) {
    auto const old = pointers(fields, before);
    PointerCheck const check{author, place};
    for (auto const& pointer : pointers(fields, stored)) {
        bool const known = std::any_of(old.begin(), old.end(), [&](const Pointer& one) {
            return one.one == pointer.one && one.id == pointer.id;
        });
        if (known) continue;
        if (auto problem = check.problem(pointer)) problems.push_back({pointer.where, std::move(*problem)});
    }
}

void keep_pointers(kernel::Transaction& transaction, const std::string& record_id, const std::string& prefix,
                   const std::vector<field::Field>& fields, const field::Values& stored) {
    for (auto const& pointer : pointers(fields, stored)) {
        auto const kind = pointer.one->kind->name();
        auto const name = prefix + std::string{first_part(pointer.where)};
        if (kind == "link") {
            transaction.run("INSERT INTO record_link (record_id, field, target_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                            {record_id, name, pointer.id});
        } else if (is_file(kind)) {
            transaction.run("INSERT INTO record_file (record_id, field, file_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                            {record_id, name, pointer.id});
        }
    }
}

}  // namespace anju::record
