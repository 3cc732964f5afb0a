#pragma once
// A small made-up standard for tests: 100 points, two measures and three items with findings.
#include "policy/pack_reader.hpp"

namespace anju::policy::sample {

/// Files of a pack without problems; a test changes the one it is about.
PackFiles files();
/// The pack read with other choices; fails the program when there is a problem.
Pack pack(const std::map<std::string, std::string>& chosen = {});

}  // namespace anju::policy::sample
