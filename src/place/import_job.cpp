#include "place/base64.hpp"
#include "place/import_plan.hpp"

namespace anju::place {

namespace json = kernel::json;

namespace {

json::object result_json(const ImportPlan& plan, bool dry_run) {
    json::array problems;
    for (const auto& problem : plan.problems.listed()) {
        problems.emplace_back(json::object{{"sheet", problem.sheet}, {"row", problem.row}, {"column", problem.column},
                                           {"value", problem.value}, {"zh", problem.message.zh}, {"en", problem.message.en}});
    }
    return {{"dry_run", dry_run},
            {"written", !dry_run && plan.problems.count() == 0},
            {"streets", plan.streets.size()},
            {"communities", plan.communities.size()},
            {"estates", plan.estates.size()},
            {"buildings", plan.buildings.size()},
            {"dwellings", plan.dwellings.size()},
            {"problems", std::move(problems)},
            {"problem_count", plan.problems.count()}};
}

void write(kernel::Store& store, const ImportPlan& plan, const kernel::Actor& actor) {
    try {
        store.act([&](kernel::Transaction& transaction) { write_import(transaction, plan, actor, base::Instant::now()); });
    } catch (const kernel::ConstraintError&) {
        base::refuse_state("changed_meanwhile", {"导入时别人改了小区资料，什么都没有写入。请再导入一次。",
                                                 "Somebody changed the places meanwhile; nothing was written. Import again."});
    }
}

json::object import_places(kernel::Store& store, const kernel::Job& job, kernel::JobProgress& progress) {
    const auto bytes = from_base64(std::string_view{job.input.at("file").as_string()});
    if (!bytes) throw std::logic_error("an import job without its file");
    const bool dry_run = job.input.at("dry_run").as_bool();
    progress.at(0, 3);
    const auto workbook = kernel::read_workbook(*bytes);
    progress.at(1, 3);
    ImportPlan plan;
    store.see([&](kernel::Transaction& transaction) { plan = plan_import(transaction, workbook); });
    progress.at(2, 3);
    kernel::Actor actor;
    actor.account_id = job.account_id;
    actor.name = std::string{job.input.at("actor_name").as_string()};
    if (!dry_run && plan.problems.count() == 0) write(store, plan, actor);
    progress.at(3, 3);
    return result_json(plan, dry_run);
}

}  // namespace

void job_kinds(kernel::Jobs& jobs, kernel::Store& store) {
    jobs.kind("places.import", [&store](const kernel::Job& job, kernel::JobProgress& progress) { return import_places(store, job, progress); });
}

}  // namespace anju::place
