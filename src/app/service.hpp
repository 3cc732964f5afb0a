#pragma once
// The composition root: which slices there are, in which order their tables come, and how a request reaches them.
#include <filesystem>
#include <string>
#include <vector>

#include "app/pages.hpp"
#include "attachment/attachment.hpp"
#include "evaluation/evaluation.hpp"
#include "kernel/files.hpp"
#include "kernel/jobs.hpp"
#include "kernel/router.hpp"
#include "kernel/store.hpp"
#include "standard/standard.hpp"

namespace anju::app {

/// Every slice's tables, in the order they refer to each other. Append only: a database remembers what it has.
std::vector<kernel::Migration> all_migrations();

class Service {
  public:
    /// Migrates the store, plants the pack's places and keeps the pack. `web` may be empty: then only /api answers.
    Service(kernel::Store& store, policy::PackFiles pack, std::filesystem::path files, const std::filesystem::path& web,
            kernel::Router::Clock clock = base::Instant::now);

    [[nodiscard]] kernel::Reply answer(const kernel::Request& request);
    [[nodiscard]] kernel::Router& router() { return router_; }
    [[nodiscard]] kernel::Jobs& jobs() { return jobs_; }
    [[nodiscard]] const standard::Standard& standard() const { return standard_; }

  private:
    kernel::Store& store_;
    standard::Standard standard_;
    kernel::Files files_;
    evaluation::Steps steps_;
    attachment::Viewers viewers_;
    kernel::Jobs jobs_;
    kernel::Router router_;
    Pages pages_;
};

}  // namespace anju::app
