#pragma once
// Rectifications that come from a record: an act whose pack entry has `rectifies` opens one for each row of its sub-table, in the act's own
// transaction. They run as any other (reported with a photo, confirmed by somebody else) and cost no points.
//   An act with `after_rectifications` is refused while one of them is open or unconfirmed (process/act.cpp).
//   Another act into an end of the process, and deleting the record, closes them with its reason; restoring brings them back.
#include "process/process.hpp"
#include "rectify/rectify.hpp"

namespace anju::rectify {

/// Hangs on the changes of records. Refuses, naming the row: no_part_in_estate (party), unknown_item, day_is_past (due).
void watch_records(record::Registers& registers);

}  // namespace anju::rectify
