// anju: one program for the service and for everything that can be done without it.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>

#include "app/verbs.hpp"
#include "standard/standard.hpp"

int main(int argc, char** argv) {
    CLI::App program{"安居 Anju — 从标准到星级 / from the written standard to the stars"};
    program.require_subcommand(1);
    anju::app::add_serve_verb(program);
    anju::app::add_demo_verb(program);
    anju::app::add_backup_verb(program);
    anju::app::add_restore_verb(program);
    anju::app::add_account_verb(program);
    anju::app::add_keys_verb(program);
    anju::app::add_rate_verb(program);
    anju::app::add_estimate_verb(program);
    anju::app::add_pack_verbs(program);
    anju::app::add_workdays_verb(program);
    anju::app::add_check_verb(program);
    try {
        program.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return program.exit(error);
    } catch (const anju::app::Exit& end) {
        return end.status;
    } catch (const anju::standard::BadPack& bad) {
        std::fprintf(stderr, "%s\n", bad.what());
        return 2;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "anju: %s\n", error.what());
        return 1;
    }
    return 0;
}
