#pragma once
#include "kernel/router.hpp"

namespace anju::place {

void import_routes(kernel::Router& router);  ///< template, upload
void job_routes(kernel::Router& router);     ///< one's own jobs: state, cancel

}  // namespace anju::place
