#pragma once
// Indexes and views the pack asks for, made at the start of the program; see prepare_tables in record.hpp.
//
//   rx_REGISTER_FIELD  (deleted, value, id, path) WHERE register = 'REGISTER'  for unique fields and reference numbers; where there are
//                      more than 2,000 records also for fields that are listed, searched or links
//   rx_REGISTER_       (deleted, id, path), rx_REGISTER__changed (deleted, changed_at, id, path)  where there are more than 2,000
//   register_NAME      a view for officers' own SQL: one column a field, undeleted records only, without sensitive fields
#include <string>
#include <vector>

#include "policy/register.hpp"

namespace anju::record {

struct Statement { std::string name, sql; };
std::vector<Statement> index_statements(const policy::Register& of, bool large);
std::string view_statement(const policy::Register& of);  ///< CREATE VIEW register_NAME AS …

}  // namespace anju::record
