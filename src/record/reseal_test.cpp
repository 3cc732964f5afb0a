#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "record/fields.hpp"
#include "record/reseal.hpp"
#include "record/tables.hpp"
#include "record/test_registers.hpp"

namespace anju::record {
namespace {

using testing::HasSubstr;
using testing::Not;

/// A service with a second key first in its file, on the same database; `files` may be another pack.
struct Rotated {
    explicit Rotated(TestRegisters& before, const std::map<std::string, std::string>& files = {}, bool new_key = true)
        : test{before}, file{std::filesystem::path{before.service.store.directory()} / "seal.keys"}, name{new_key ? kernel::Seal::add_key(file) : "k1"}, seal{file},
          standard{test_pack::files(files)}, registers{standard, seal} {
        prepare_tables(*test.service.store, registers);
    }
    std::int64_t some(std::int64_t most) { return reseal_some(*test.service.store, registers, test.service.now, most); }
    std::int64_t all() { return reseal_all(*test.service.store, registers, test.service.now); }
    std::int64_t under(const std::string& key, const std::string& what) {
        std::int64_t found = 0;
        test.service.store->see([&](kernel::Transaction& transaction) { found = sealed_under(transaction, key).at(what); });
        return found;
    }
    field::Values values(const std::string& id) {
        field::Values found;
        test.service.store->see([&](kernel::Transaction& transaction) { found = values_of(registers, get(transaction, registers, id)); });
        return found;
    }

    TestRegisters& test;
    std::filesystem::path file;
    std::string name;
    kernel::Seal seal;
    standard::Standard standard;
    Registers registers;
};

std::string changed(std::string text, const std::string& from, const std::string& to) {
    auto const at = text.find(from);
    if (at == std::string::npos) throw std::logic_error(from);
    return text.replace(at, from.size(), to);
}

std::string text_of(const field::Values& values, const std::string& name) {
    auto const* text = field::value_of(values, name).text();
    return text == nullptr ? std::string{} : *text;
}

struct Reseal : testing::Test {
    TestRegisters test;

    std::string lift(int number, const std::string& manager) {
        return test.added(test.manager(), "lift", test.first, TestRegisters::lift(std::to_string(number), {{"manager", manager}, {"manager_phone", "13800000000"}}));
    }
    void change(const std::string& id, const json::object& fields, std::int64_t version) {
        auto const reply = test.call(test.manager(), "PUT", "/api/records/" + id, json::object{{"fields", fields}, {"version", version}});
        if (reply.status != 200) throw std::runtime_error(reply.body);
    }
};

}  // namespace

TEST_F(Reseal, after_a_new_key_everything_old_versions_too_is_sealed_under_it_in_batches_and_goes_on_where_it_was) {
    std::vector<std::string> ids;
    for (int i = 0; i < 5; ++i) ids.push_back(lift(i, "演示甲"));
    change(ids[0], {{"manager", "演示乙"}}, 1);
    auto const blind = test.text("SELECT doc -> 'manager' ->> 'blind' FROM record WHERE id = $1", {ids[1]});
    Rotated after{test};
    EXPECT_EQ(after.under("k1", "record"), 5);
    EXPECT_EQ(after.under("k1", "record_before"), 1);
    std::int64_t looked = 0;
    while (looked < 2) looked += after.some(2);
    EXPECT_EQ(after.under("k1", "record"), 3) << "one batch";
    {
        kernel::Seal const again{after.file};  // broken off here; another process goes on
        Registers const other{after.standard, again};
        reseal_all(*test.service.store, other, test.service.now);
    }
    EXPECT_EQ(after.under("k1", "record") + after.under("k1", "record_before"), 0);
    EXPECT_EQ(after.under(after.name, "record"), 5);
    for (auto const& id : ids) EXPECT_EQ(text_of(after.values(id), "manager"), id == ids[0] ? "演示乙" : "演示甲");
    EXPECT_EQ(test.text("SELECT doc -> 'manager' ->> 'blind' FROM record WHERE id = $1", {ids[1]}), blind);
    EXPECT_EQ(test.count("SELECT version FROM record WHERE id = $1", {ids[1]}), 1) << "nobody changed the record";
    EXPECT_EQ(after.some(500), 0) << "nothing is left to do";
    EXPECT_EQ(test.count("SELECT COUNT(*) FROM journal WHERE act = 'record.reseal'"), 2) << "one a batch";
    EXPECT_THAT(test.text("SELECT after FROM journal WHERE act = 'record.reseal'"), Not(HasSubstr("演示")));
    kernel::Seal::retire_key(after.file, "k1");
    kernel::Seal const alone{after.file};
    Registers const without{after.standard, alone};
    test.service.store->see([&](kernel::Transaction& transaction) {
        EXPECT_EQ(text_of(values_of(without, get(transaction, without, ids[0])), "manager"), "演示乙");
    });
}

TEST_F(Reseal, a_field_that_becomes_sensitive_is_sealed_and_found_by_its_blind_word_and_the_way_back) {
    auto const id = test.added(test.manager(), "lift", test.first, TestRegisters::lift("1-1", {{"registration", "DJ-77"}}));
    change(id, {{"registration", "DJ-78"}}, 1);
    std::map<std::string, std::string> const files{
        {"registers/lift.yaml", changed(test_pack::lift, "en: Registration}, unique: register,", "en: Registration}, sensitive: true, search: true, unique: register,")}};
    Rotated after{test, files, false};
    EXPECT_GT(after.all(), 0);
    EXPECT_THAT(test.text("SELECT CAST(doc AS TEXT) FROM record WHERE id = $1", {id}), Not(HasSubstr("DJ-78")));
    EXPECT_THAT(test.text("SELECT CAST(doc AS TEXT) FROM record_before WHERE record_id = $1", {id}), Not(HasSubstr("DJ-77")));
    auto const word = search_words(blind(after.registers, after.registers.named("lift"), *after.registers.named("lift").field("registration"), "DJ-78"));
    EXPECT_THAT(test.text("SELECT search FROM record WHERE id = $1", {id}), HasSubstr(word));
    EXPECT_EQ(text_of(after.values(id), "registration"), "DJ-78");
    Rotated back{test, {}, false};
    back.all();
    EXPECT_EQ(test.text("SELECT doc ->> 'registration' FROM record WHERE id = $1", {id}), "DJ-78");
    EXPECT_EQ(test.text("SELECT doc ->> 'registration' FROM record_before WHERE record_id = $1", {id}), "DJ-77");
    EXPECT_THAT(test.text("SELECT search FROM record WHERE id = $1", {id}), Not(HasSubstr(word)));
}

TEST_F(Reseal, what_cannot_be_opened_stays_is_counted_and_is_not_lost_by_a_change) {
    auto const id = lift(1, "演示甲");
    auto const sealed = test.text("SELECT doc -> 'manager' ->> 'sealed' FROM record WHERE id = $1", {id});
    auto const file = std::filesystem::path{test.service.store.directory()} / "other.keys";
    kernel::Seal const other{file};
    kernel::Seal::add_key(file);
    kernel::Seal::retire_key(file, "k1");
    kernel::Seal const strange{file};  // knows k2 only
    Registers const lost{test.standard, strange};
    reseal_all(*test.service.store, lost, test.service.now);
    test.service.store->see([&](kernel::Transaction& transaction) {
        auto const rounds = seal_rounds(transaction);
        std::int64_t unopened = 0;
        for (auto const& round : rounds) unopened += round.unopened;
        EXPECT_EQ(unopened, 2);
    });
    EXPECT_EQ(test.text("SELECT doc -> 'manager' ->> 'sealed' FROM record WHERE id = $1", {id}), sealed);
    test.act(test.manager(), [&](kernel::Context& context) { record::change(Author::of(context), lost, get(context.transaction, lost, id), {{"floors", 7}}, {}); });
    EXPECT_EQ(test.count("SELECT version FROM record WHERE id = $1", {id}), 2);
    EXPECT_EQ(test.text("SELECT doc -> 'manager' ->> 'sealed' FROM record WHERE id = $1", {id}), sealed);
}

TEST_F(Reseal, dropped_fields_and_dropped_registers_are_sealed_again_too) {
    auto const id = lift(1, "演示甲");
    auto const report = test.added(test.manager(), "report", test.first, TestRegisters::report());
    auto text = std::string{test_pack::lift};
    auto const from = text.find("      - {field: manager_phone");
    text.erase(from, text.find('\n', from) + 1 - from);
    text = changed(text, "list: [number", "dropped:\n  - {field: manager_phone, since: 2026-11-24, reason: {zh: 不再登记, en: Not asked}}\nlist: [number");
    std::map<std::string, std::string> files{{"registers/lift.yaml", text}, {"registers/report.yaml", ""}, {"processes/report.yaml", ""}};
    files["pack.yaml"] = test_pack::files().at("pack.yaml") + "\ndropped_registers:\n  - {register: report, since: 2026-11-24, reason: {zh: 不再登记, en: Not asked}}\n";
    Rotated after{test, files};
    after.all();
    EXPECT_EQ(after.under("k1", "record"), 0);
    EXPECT_EQ(after.under(after.name, "record"), 2);
    EXPECT_THAT(test.text("SELECT doc -> 'manager_phone' ->> 'sealed' FROM record WHERE id = $1", {id}), testing::StartsWith(after.name + "."));
    EXPECT_THAT(test.text("SELECT doc -> 'tenant' ->> 'sealed' FROM record WHERE id = $1", {report}), testing::StartsWith(after.name + "."));
}

}  // namespace anju::record
