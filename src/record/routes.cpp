#include "record/parts.hpp"
#include "record/reseal.hpp"

namespace anju::record {

void routes(kernel::Router& router, const Registers& registers, attachment::Viewers& viewers) {
    declaration_routes(router, registers);
    list_routes(router, registers);
    record_routes(router, registers);
    picker_routes(router, registers);
    export_routes(router, registers);
    import_routes(router, registers);
    label_routes(router, registers);
    map_routes(router, registers);
    filter_routes(router, registers);
    retention_routes(router, registers);
    show_files(viewers, registers);
}

void job_kinds(kernel::Jobs& jobs, kernel::Store& store, const Registers& registers, const std::filesystem::path& exports) {
    import_kind(jobs, store, registers);
    export_kind(jobs, store, registers, exports);
    keep_sealed(jobs, store, registers);
    jobs.every("record.tables", std::chrono::hours{1}, [&store, &registers] { prepare_tables(store, registers); });
}

}  // namespace anju::record
