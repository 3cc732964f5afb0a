#pragma once
// A YAML file as a tree of exact texts with their places. Only the plain part of YAML is taken: one document, mappings
// with scalar keys, lists and scalars. Refused with the place: duplicate keys, anchors and aliases, tags, text that is
// not UTF-8. The only door to yaml-cpp.
#include <optional>
#include <string>
#include <vector>

#include "policy/pack_reader.hpp"

namespace anju::policy::reader {

struct Entry;
struct Node {
    enum class Kind { empty, scalar, list, map };
    Kind kind = Kind::empty;
    std::string value;           ///< of a scalar, as written: "0.80" stays "0.80"
    std::vector<Node> list;      ///< of a list
    std::vector<Entry> entries;  ///< of a map, in the order of the file, keys differing
    int line = 0, column = 0;    ///< from 1; columns count characters, not bytes
};
struct Entry {
    std::string key;
    int line = 0, column = 0;
    Node value;
};

/// Nothing when the file cannot be read as YAML at all; problems are appended in any case.
std::optional<Node> parse_tree(const std::string& file, const std::string& text, std::vector<PackProblem>& problems);

}  // namespace anju::policy::reader
