#include <algorithm>

#include "record/import_plan.hpp"
#include "record/parts.hpp"

namespace anju::record {
namespace {

std::string text_of(const kernel::Job& job, std::string_view name) {
    return std::string{job.input.at(name).as_string()};
}

json::object result_json(const ImportPlan& plan, bool dry_run, const std::string& import_id) {
    json::array problems;
    auto listed = plan.problems.listed();  // doubles are found a little later than the rest
    std::stable_sort(listed.begin(), listed.end(),
                     [](const RowProblem& a, const RowProblem& b) { return a.row < b.row; });
    for (auto const& problem : listed) {
        problems.emplace_back(json::object{{"row", problem.row},
                                           {"column", problem.column},
                                           {"value", problem.value},
                                           {"zh", problem.message.zh},
                                           {"en", problem.message.en}});
    }
    bool const written = !dry_run && plan.problems.count() == 0;
    return {{"dry_run", dry_run},
            {"rows", plan.read},
            {"written", written ? plan.rows.size() : 0},
            {"import_id", written ? json::value(import_id) : json::value(nullptr)},
            {"problem_count", plan.problems.count()},
            {"problems", std::move(problems)}};
}

/// A job taken up again after its act was on disk: what it wrote is not written twice.
std::optional<json::object> done_before(kernel::Store& store, const std::string& import_id) {
    std::optional<json::object> result;
    store.see([&](kernel::Transaction& transaction) {
        auto const row = transaction.one("SELECT records FROM record_import WHERE id = $1", {import_id});
        if (!row) return;
        result = json::object{{"dry_run", false},       {"rows", row->number(0)}, {"written", row->number(0)},
                              {"import_id", import_id}, {"problem_count", 0},     {"problems", json::array{}}};
    });
    return result;
}

/// The upload is personal data: gone from the job as soon as it has been read for the last time.
void forget_file(kernel::Store& store, const kernel::Job& job) {
    auto input = job.input;
    input.erase("file");
    store.act([&](kernel::Transaction& transaction) {
        transaction.run("UPDATE job SET input = $2 WHERE id = $1", {job.id, json::serialize(input)});
    });
}

kernel::Workbook workbook_of(const Registers& registers, const kernel::Job& job) {
    constexpr std::size_t most_unpacked = std::size_t{256} << 20U;
    auto const* sealed = job.input.if_contains("file");
    auto const bytes = sealed == nullptr
                           ? std::nullopt
                           : registers.seal().open(std::string_view{sealed->as_string()}, "import/" + job.account_id);
    if (!bytes)
        base::refuse_state("file_gone", {"上传的文件已经清除，请重新上传。", "The upload is gone. Upload it again."});
    if (bytes->starts_with("PK")) return kernel::read_workbook(*bytes, most_unpacked);
    return {{kernel::read_csv(*bytes, text_of(job, "file_name"))}};
}

json::object import_records(kernel::Store& store, const Registers& registers, const kernel::Job& job,
                            kernel::JobProgress& progress) {
    if (auto before = done_before(store, job.id)) return std::move(*before);
    auto const& of = registers.named(text_of(job, "register"));
    auto const reach = reach_from(job.input.at("reach").as_object());
    bool const dry_run = job.input.at("dry_run").as_bool();
    ImportFile const file{job.id, text_of(job, "place_id"), text_of(job, "file_name")};
    auto const author = [&](kernel::Transaction& transaction) {
        return Author{
            transaction, job.account_id, text_of(job, "actor_name"), {}, base::Instant{job.input.at("at").as_int64()},
            nullptr};
    };
    progress.at(0, 1);
    ImportPlan plan;
    store.see([&](kernel::Transaction& transaction) {
        plan = plan_import(author(transaction), registers, of, reach, file.place_id, workbook_of(registers, job),
                           progress);
    });
    if (!dry_run && plan.problems.count() == 0) {
        store.act([&](kernel::Transaction& transaction) {
            write_import(author(transaction), registers, of, plan, file, progress);
        });
        prepare_tables(store, registers);  // the register may have grown large
    }
    forget_file(store, job);
    return result_json(plan, dry_run, file.id);
}

}  // namespace

Reach reach_of(const kernel::Actor& actor, const Registers& registers, const policy::Register& of) {
    Reach reach{paths_of(actor, of.write), with_above(paths_of(actor, of.read)), {}};
    for (auto const& one : of.fields) {
        if (one.kind->name() != "link") continue;
        auto const* target = registers.pack().register_named(one.target);
        if (target != nullptr) reach.links[one.target] = read_paths(actor, *target);
    }
    return reach;
}

json::object to_json(const Reach& reach) {
    json::object links;
    for (auto const& [name, paths] : reach.links) links[name] = texts_json(paths);
    return {{"write", texts_json(reach.write)}, {"read", texts_json(reach.read)}, {"links", std::move(links)}};
}

Reach reach_from(const json::object& kept) {
    Reach reach{texts_of(kept.at("write")), texts_of(kept.at("read")), {}};
    for (auto const& member : kept.at("links").as_object()) reach.links.emplace(member.key(), texts_of(member.value()));
    return reach;
}

void import_kind(kernel::Jobs& jobs, kernel::Store& store, const Registers& registers) {
    jobs.kind("record.import", [&store, &registers](const kernel::Job& job, kernel::JobProgress& progress) {
        return import_records(store, registers, job, progress);
    });
}

}  // namespace anju::record
