#pragma once
// The verbs of the command line. Each `add_…` adds its subcommand; CLI11 is included only in the files that define them.
namespace CLI {
class App;
}

namespace anju::app {

void add_pack_verbs(CLI::App& program);
void add_workdays_verb(CLI::App& program);
void add_check_verb(CLI::App& program);
void add_rate_verb(CLI::App& program);
void add_estimate_verb(CLI::App& program);
void add_serve_verb(CLI::App& program);
void add_account_verb(CLI::App& program);
void add_demo_verb(CLI::App& program);
void add_keys_verb(CLI::App& program);
void add_backup_verb(CLI::App& program);
void add_restore_verb(CLI::App& program);

/// Thrown by a verb to end the program with that status after it has said why on stderr.
struct Exit { int status; };

}  // namespace anju::app
