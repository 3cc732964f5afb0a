#pragma once
// The composition root: which slices there are, in which order their tables come, and how a request reaches them.
#include <filesystem>
#include <string>
#include <vector>

#include "app/operations.hpp"
#include "app/pages.hpp"
#include "attachment/attachment.hpp"
#include "evaluation/evaluation.hpp"
#include "kernel/events.hpp"
#include "kernel/files.hpp"
#include "kernel/jobs.hpp"
#include "kernel/router.hpp"
#include "kernel/seal.hpp"
#include "kernel/store.hpp"
#include "process/process.hpp"
#include "record/record.hpp"
#include "standard/standard.hpp"

namespace anju::app {

/// Every slice's tables, in the order they refer to each other. Append only: a database remembers what it has.
std::vector<kernel::Migration> all_migrations();

class Service {
  public:
    /// Migrates the store, plants the pack's places and keeps the pack. `web` may be empty: then only /api answers.
    /// `keys` seals personal data in registers; empty: anju.keys beside the folder of files.
    Service(kernel::Store& store, policy::PackFiles pack, std::filesystem::path files, const std::filesystem::path& web,
            kernel::Router::Clock clock = base::Instant::now, const std::filesystem::path& keys = {});

    [[nodiscard]] kernel::Reply answer(const kernel::Request& request);
    /// See kernel::Router::at_once.
    std::optional<kernel::Reply> at_once(const kernel::Request& request) { return router_.at_once(request); }
    [[nodiscard]] kernel::Router& router() { return router_; }
    [[nodiscard]] kernel::Jobs& jobs() { return jobs_; }
    [[nodiscard]] const standard::Standard& standard() const { return standard_; }
    [[nodiscard]] const record::Registers& registers() const { return registers_; }
    [[nodiscard]] kernel::Events& events() { return events_; }
    void let_read_metrics(MetricsReaders readers) { metrics_readers_ = std::move(readers); }  ///< before serving

  private:
    kernel::Store& store_;
    standard::Standard standard_;
    kernel::Files files_;
    evaluation::Steps steps_;
    attachment::Viewers viewers_;
    kernel::Seal seal_;
    record::Registers registers_;
    kernel::Events events_;
    process::Clocks clocks_;
    kernel::Jobs jobs_;
    kernel::Router router_;
    MetricsReaders metrics_readers_;
    Pages pages_;
};

}  // namespace anju::app
