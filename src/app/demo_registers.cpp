// The pack's own demonstration rows as records: dates count from the day of making, so a lift is six days late whenever this is run.
// Links are found by name or, where the register numbers its records, by the number of the demonstration row; places, dwellings and
// parties by their number. A row whose required dwelling does not exist is left out.
#include <algorithm>
#include <boost/json.hpp>
#include <map>
#include <optional>
#include <set>

#include "app/demo.hpp"
#include "place/place.hpp"
#include "watch/watch.hpp"

namespace anju::app::demo {
namespace {

using kernel::Transaction;
using kernel::json::array;
using kernel::json::object;
using kernel::json::value;
using policy::field::Field;
using policy::field::Value;

class Rows {
  public:
    Rows(Service& service, kernel::Store& store, Clicks& clicks, const District& district) : service_{service}, store_{store}, clicks_{clicks}, district_{district} {
        clicks_.as(district_.accounts.at("quban"));
    }

    /// Every register, those first that others link to.
    void add_all() {
        auto const& pack = service_.standard().current();
        std::vector<const policy::Register*> waiting;
        for (auto const& one : pack.registers) waiting.push_back(&one);
        for (std::size_t round = 0; round < pack.registers.size() && !waiting.empty(); ++round) {
            std::vector<const policy::Register*> later;
            for (auto const* one : waiting) {
                bool ready = true;
                for (auto const& target : targets(one->fields))
                    for (auto const* other : waiting) ready = ready && (other == one || other->name != target);
                if (ready) add_rows(*one);
                else later.push_back(one);
            }
            if (later.size() == waiting.size()) {  // registers that link to each other
                add_rows(*later.front());
                later.erase(later.begin());
            }
            waiting = std::move(later);
        }
    }

  private:
    Service& service_;
    kernel::Store& store_;
    Clicks& clicks_;
    const District& district_;
    unsigned pictures_ = 0;
    std::map<std::string, std::vector<std::string>> made_;  ///< of each register, by demonstration row; empty: left out
    std::set<std::string> unresolved_;  ///< fields of the present row that name something this demonstration does not have

    static std::set<std::string> targets(const std::vector<Field>& fields) {
        std::set<std::string> found;
        for (auto const& field : fields) {
            if (!field.target.empty()) found.insert(field.target);
            found.merge(targets(field.fields));
        }
        return found;
    }
    std::string linked_id(const std::string& target, const std::string& written, const std::string& place_id) {
        auto const* of = service_.standard().current().register_named(target);
        auto const* naming = of == nullptr ? nullptr : of->field(of->named_by);
        if (naming != nullptr && naming->kind->name() == "reference_number") {
            auto const& made = made_[target];
            auto const at = static_cast<std::size_t>(std::stoi(written)) - 1;
            return at < made.size() ? made[at] : std::string{};
        }
        return one_id("SELECT id FROM record WHERE register = $1 AND name = $2 AND deleted = 0 ORDER BY CASE WHEN place_id = $3 THEN 0 ELSE 1 END, id LIMIT 1", {target, written, place_id});
    }
    std::string one_id(const std::string& sql, const kernel::Values& values) {
        std::string id;
        store_.see([&](Transaction& transaction) {
            if (auto const row = transaction.one(sql, values)) id = row->text(0);
        });
        return id;
    }
    std::string nth_place(const std::string& level, const std::string& number) {
        auto const at = std::to_string(std::stoi(number) - 1);
        if (level == "estate") return district_.estates.at(static_cast<std::size_t>(std::stoi(number) - 1)).id;
        // Only streets and communities that have estates: the pack knows more streets than the demonstration uses.
        return one_id("SELECT p.id FROM place p WHERE p.kind = $1 AND EXISTS (SELECT 1 FROM place e WHERE e.kind = 'estate' AND e.path LIKE p.path || '%') "
                      "ORDER BY p.id LIMIT 1 OFFSET " + at, {level});
    }

    std::optional<value> id_of(const Field& field, const std::string& written, const std::string& place_id) {
        auto const kind = field.kind->name();
        std::string id;
        if (kind == "link") id = linked_id(field.target, written, place_id);
        else if (kind == "place") id = nth_place(field.level, written);
        else if (kind == "dwelling") id = one_id("SELECT id FROM dwelling WHERE estate_id = $1 AND kind = 'dwelling' ORDER BY sort_key, id LIMIT 1 OFFSET " + std::to_string(std::stoi(written) - 1), {place_id});
        else if (kind == "party") id = one_id("SELECT id FROM party WHERE ($1 = '' OR kind = $1) ORDER BY id LIMIT 1 OFFSET " + std::to_string(std::stoi(written) - 1), {field.party_kind});
        else if (kind == "account") id = one_id("SELECT account_id FROM account_role WHERE role = $1 ORDER BY account_id LIMIT 1", {written});
        else if (kind == "signature") id = picture_id(written);
        if (id.empty()) return std::nullopt;
        return value(id);
    }
    std::string picture_id(const std::string& label) {
        return std::string{clicks_.upload("/api/photos", picture(++pictures_, label), "image/jpeg").at("id").as_string()};
    }

    object fields_of(const std::vector<Field>& fields, const policy::field::Values& values, const std::string& place_id) {
        object made;
        for (auto const& [name, written] : values) {
            auto const* field = policy::field::find(fields, name);
            if (field == nullptr) continue;
            if (auto const typed = typed_value(*field, written, place_id)) made[name] = *typed;
        }
        return made;
    }
    std::optional<value> typed_value(const Field& field, const Value& written, const std::string& place_id) {
        auto const kind = field.kind->name();
        auto const text = written.text() != nullptr ? *written.text() : written.whole() != nullptr ? std::to_string(*written.whole()) : std::string{};
        if (kind == "photos" || kind == "files") {
            array ids;
            for (int i = 0; i < std::min(2, std::stoi(text)); ++i) ids.emplace_back(picture_id(field.field));
            return value(std::move(ids));
        }
        if (field.kind->traits().by_engine) {
            auto id = id_of(field, text, place_id);
            if (!id) unresolved_.insert(field.field);
            return id;
        }
        if (auto const* rows = written.rows()) {
            array lines;
            for (auto const& row : *rows) lines.emplace_back(fields_of(field.fields, row, place_id));
            return value(std::move(lines));
        }
        if (auto const* texts = written.texts()) {
            array all;
            for (auto const& one : *texts) all.emplace_back(one);
            return value(std::move(all));
        }
        if (auto const* truth = written.truth()) return value(*truth);
        if (auto const* whole = written.whole()) return value(*whole);
        return value(text);
    }

    void add_rows(const policy::Register& of) {
        for (auto const& row : of.demo) {
            auto const place_id = of.level == "district" ? one_id("SELECT id FROM place WHERE kind = 'district'", {}) : nth_place(of.level, std::to_string(row.place));
            auto const now = base::Instant::now();
            unresolved_.clear();
            auto& made_id = made_[of.name].emplace_back();
            auto const fields = fields_of(of.fields, policy::demo_values(of, row, now.day()), place_id);
            try {
                store_.act([&](Transaction& transaction) {
                    record::Author const author{transaction, district_.accounts.at("quban"), "区领导小组办公室", "demo", now};
                    auto const place = place::get(transaction, place_id, of.level);
                    auto const made = record::add(author, service_.registers(), of, place, fields);
                    made_id = made.id;
                    if (!row.process_state.empty()) record::set_state(author, service_.registers(), made, row.process_state, {}, "demo");
                });
            } catch (const base::Refusal& refused) {
                std::string why;
                for (auto const& problem : refused.problems()) why += " " + problem.field + ": " + problem.message.zh;
                // Rows about a dwelling need an estate whose dwellings are known; the demonstration has two of those.
                auto const& problems = refused.problems();
                auto const only_those = !problems.empty() && std::all_of(problems.begin(), problems.end(), [&](auto const& one) { return unresolved_.contains(one.field); });
                if (only_those) continue;
                throw std::runtime_error{"demo row of " + of.name + " refused: " + refused.message().zh + why};
            }
        }
    }
};

}  // namespace

void registers(Service& service, kernel::Store& store, Clicks& clicks, const District& district) {
    Rows{service, store, clicks, district}.add_all();
    watch::nightly(store, service.registers(), service.events(), base::Instant::now());
}

}  // namespace anju::app::demo
