#include "standard/standard.hpp"

#include <stdexcept>

#include "base/digest.hpp"
#include "standard/sql.hpp"

namespace anju::standard {

namespace json = kernel::json;

namespace {

std::shared_ptr<const policy::Pack> read_or_throw(const policy::PackFiles& files) {
    auto read = policy::read_pack(files);
    if (!read.pack) throw BadPack{read.problems};
    return std::make_shared<const policy::Pack>(std::move(*read.pack));
}

std::string lines_of(const std::vector<policy::PackProblem>& problems) {
    std::string lines;
    for (const auto& problem : problems)
        for (const auto language : {base::Language::zh, base::Language::en})
            lines += (lines.empty() ? "" : "\n") + policy::problem_line(problem, language);
    return lines;
}

policy::PackFiles files_of(const std::string& text) {
    policy::PackFiles files;
    const auto stored = json::parse(text);
    for (const auto& [path, content] : stored.as_object()) files.emplace(path, std::string{content.as_string()});
    return files;
}

}  // namespace

BadPack::BadPack(const std::vector<policy::PackProblem>& problems) : std::invalid_argument{lines_of(problems)} {}

Standard::Standard(policy::PackFiles files) : files_{std::move(files)}, current_{read_or_throw(files_)} {
    versions_.emplace(current_->hash, current_);
}

std::shared_ptr<const policy::Pack> Standard::version(kernel::Transaction& transaction, const std::string& hash) const {
    {
        const std::scoped_lock hold{lock_};
        if (const auto found = versions_.find(hash); found != versions_.end()) return found->second;
    }
    const auto row = transaction.one("SELECT files FROM pack_version WHERE hash = $1", {hash});
    if (!row) throw std::logic_error("a pack version that was never kept: " + hash);
    auto pack = read_or_throw(files_of(row->text(0)));
    const std::scoped_lock hold{lock_};
    return versions_.emplace(hash, std::move(pack)).first->second;
}

void Standard::keep(kernel::Transaction& transaction, base::Instant now) const {
    json::object files;
    for (const auto& [path, content] : files_) files[path] = content;
    transaction.run(
        "INSERT INTO pack_version (hash, pack, version, files, at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (hash) DO NOTHING",
        {current_->hash, current_->id, current_->version, json::serialize(files), now.microseconds});
}

policy::Calendar Standard::calendar(kernel::Transaction& transaction) const {
    auto calendar = current_->calendar;
    for (const auto& row : transaction.query("SELECT text FROM calendar_year WHERE confirmed_by IS NOT NULL ORDER BY year")) {
        const auto digest = base::sm3(row.text(0));
        const std::scoped_lock hold{lock_};
        auto found = added_years_.find(digest);
        if (found == added_years_.end()) {
            auto read = policy::read_calendar("calendar", row.text(0));
            if (!read.year) throw std::logic_error("a confirmed calendar year that cannot be read");
            found = added_years_.emplace(digest, std::move(*read.year)).first;
        }
        calendar.load(found->second);
    }
    return calendar;
}

base::Day due_on(const policy::Calendar& calendar, base::Day event, policy::Term term) {
    const auto due = term.count == policy::Count::working ? calendar.after(event, term.days)
                                                          : calendar.after_calendar(event, term.days);
    if (const auto* unknown = std::get_if<policy::UnknownYear>(&due))
        base::refuse_state("calendar_not_loaded", policy::unknown_year_text(unknown->year));
    return std::get<base::Day>(due);
}

base::Day Standard::due(kernel::Transaction& transaction, base::Day event, policy::Term term) const {
    return due_on(calendar(transaction), event, term);
}

json::object text_json(const base::Text& text) { return {{"zh", text.zh}, {"en", text.en}}; }

std::vector<kernel::Migration> migrations() { return {{"standard/1", sql::standard}}; }

}  // namespace anju::standard
