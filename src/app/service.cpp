#include "app/service.hpp"

#include "account/account.hpp"
#include "app/opened.hpp"
#include "attachment/attachment.hpp"
#include "civility/civility.hpp"
#include "finding/export.hpp"
#include "finding/finding.hpp"
#include "inspection/inspection.hpp"
#include "merit/merit.hpp"
#include "party/party.hpp"
#include "place/place.hpp"
#include "publish/publish.hpp"
#include "rating/rating.hpp"
#include "record/bulk.hpp"
#include "rectify/origin.hpp"
#include "survey/survey.hpp"
#include "watch/watch.hpp"

namespace anju::app {

std::vector<kernel::Migration> all_migrations() {
    std::vector<kernel::Migration> all;
    for (auto const& slice : {kernel::kernel_migrations(), standard::migrations(), place::migrations(), party::migrations(), account::migrations(),
                              evaluation::migrations(), finding::migrations(), inspection::migrations(), rectify::migrations(),
                              publish::migrations(), merit::migrations(), survey::migrations(), civility::migrations(),
                              record::migrations(), process::migrations(), watch::migrations()}) {
        all.insert(all.end(), slice.begin(), slice.end());
    }
    return all;
}

Service::Service(kernel::Store& store, policy::PackFiles pack, std::filesystem::path files, const std::filesystem::path& web,
                 kernel::Router::Clock clock, const std::filesystem::path& keys)
    : store_{store},
      standard_{std::move(pack)},
      files_{files},
      seal_{key_file(files, keys)},
      registers_{standard_, seal_},
      jobs_{store},
      router_{store,
              [this](kernel::Transaction& transaction, const kernel::Request& request, base::Instant now) {
                  return account::sign_in(transaction, standard_.current(), request, now);
              },
              clock},
      pages_{web} {
    kernel::migrate(store_, all_migrations());
    store_.act([&](kernel::Transaction& transaction) {
        standard_.keep(transaction, clock());
        place::plant(transaction, standard_.current().places);
    });

    record::prepare_tables(store_, registers_);

    auto const& current = standard_.current();
    account::routes(router_, store_, current, clock);
    standard::routes(router_, standard_);
    place::routes(router_, current);
    party::routes(router_, current);
    attachment::routes(router_, store_, files_, viewers_);
    evaluation::routes(router_, standard_, steps_);
    inspection::routes(router_, standard_);
    finding::routes(router_, standard_);
    rating::routes(router_, standard_, &steps_);
    rectify::routes(router_, standard_);
    publish::routes(router_, standard_);
    publish::case_routes(router_, registers_, files_);
    merit::routes(router_);
    survey::routes(router_, standard_);
    civility::routes(router_, standard_);
    civility::show_photos(viewers_);
    record::routes(router_, registers_, viewers_);
    process::routes(router_, registers_);
    watch::routes(router_, registers_, events_);

    operation_routes(router_, store_, jobs_, all_migrations(), metrics_readers_);
    router_.see("/api/openapi.json", kernel::Guard::open(), {"接口文档", "The interface as OpenAPI 3.1"},
                [this](kernel::Context&) {
                    auto document = kernel::openapi(router_, "Anju", "1");
                    record::describe(document, standard_.current());
                    attachment::describe(document);
                    return kernel::json_reply(document);
                });

    inspection::watch_steps(steps_);
    finding::watch_steps(steps_);
    publish::watch_steps(steps_, standard_);
    place::job_kinds(jobs_, store_);
    auto const exports = files.parent_path() / "exports";
    record::job_kinds(jobs_, store_, registers_, exports);
    record::download_routes(router_, exports);
    finding::export_kind(jobs_, store_, standard_, exports);
    finding::export_routes(router_, exports);

    // Clocks follow a change before the watches judge it.
    process::watch_records(registers_, clocks_);
    rectify::watch_records(registers_);
    watch::listen(clocks_, registers_);
    watch::follow(registers_, events_);
    process::keep_ringing(jobs_, store_, registers_, clocks_, clock);
    watch::periodic(jobs_, store_, registers_, events_, clock);
}

kernel::Reply Service::answer(const kernel::Request& request) {
    auto const api = request.target.starts_with("/api/") || request.target == "/api" || is_operation(request.target);
    if (api || pages_.empty()) return router_.answer(request);
    return pages_.answer(request);
}

}  // namespace anju::app
