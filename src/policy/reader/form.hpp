#pragma once
// Reading one mapping of a pack file key by key. Every key that was not asked for is a problem, so that a misspelt key
// is never silently left out. Getters return an empty value after reporting a problem; the reader then goes on, so that
// all problems are found in one run.
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "policy/reader/tree.hpp"

namespace anju::policy::reader {

/// The readings of the pack and which of them were asked for.
struct ReadingsUsed {
    const std::vector<Reading>* readings = nullptr;
    std::set<std::string> used;
};

/// One file being read, and what has to be checked once all files are read.
struct Sheet {
    std::string file;
    std::vector<PackProblem>* problems = nullptr;
    ReadingsUsed* readings = nullptr;  ///< nullptr: no `{reading: …}` here
    std::vector<std::function<void()>>* later = nullptr;

    void complain(const Node& at, Text message) const {
        problems->push_back({file, at.line, at.column, std::move(message)});
    }
};

enum class Readable { no, yes };  ///< yes: `{reading: NAME}` or `{reading: NAME, value: KEY}` may stand instead

class Form {
  public:
    Form(const Sheet& sheet, const Node& node);
    ~Form();  ///< reports the keys nobody asked for
    Form(const Form&) = delete;
    Form& operator=(const Form&) = delete;

    [[nodiscard]] const Node& node() const { return node_; }
    [[nodiscard]] const Sheet& sheet() const { return sheet_; }
    [[nodiscard]] bool has(std::string_view key) const { return find(key) != nullptr; }
    const Node* optional(std::string_view key);  ///< nullptr when it is not there or empty
    const Node* required(std::string_view key);  ///< the same, and reports it
    void ignore_rest() { ignore_rest_ = true; }  ///< after a problem that makes the other keys meaningless

    Text text(std::string_view key);
    std::optional<Text> optional_text(std::string_view key);
    std::string word(std::string_view key, Readable readable = Readable::no);
    std::string optional_word(std::string_view key);
    std::string code(std::string_view key);                                 ///< [a-z][a-z0-9_]*
    std::string date(std::string_view key);                                 ///< a real YYYY-MM-DD
    Points points(std::string_view key, Readable readable = Readable::no);  ///< >= 0
    Percent percent(std::string_view key);
    int whole(std::string_view key, int least, int most, Readable readable = Readable::no);
    bool flag(std::string_view key, bool otherwise);  ///< true or false; `otherwise` when the key is not there
    std::vector<std::string> words(std::string_view key, bool may_be_absent = false);
    std::vector<const Node*> list(std::string_view key, bool may_be_absent = false);

    template <class T>
    T one_of(std::string_view key, std::initializer_list<std::pair<std::string_view, T>> choices,
             Readable readable = Readable::no) {
        std::string names;
        for (auto const& [name, value] : choices) names += (names.empty() ? "" : " | ") + std::string{name};
        auto const parse = [&](std::string_view text) -> std::optional<T> {
            for (auto const& [name, value] : choices) {
                if (name == text) return value;
            }
            return std::nullopt;
        };
        return scalar<T>(key, readable, {names, names}, parse);
    }

  private:
    struct Candidate {
        const Node* where;
        std::string value;
        std::string of;  ///< the choice it comes from; empty when it stands there plainly
        bool counts;     ///< plain, or from the chosen choice
    };
    [[nodiscard]] const Node* find(std::string_view key) const;
    std::vector<Candidate> candidates(std::string_view key, Readable readable);
    std::vector<Candidate> read_from_reading(const Node& node);
    void complain_value(std::string_view key, const Candidate& candidate, const Text& wanted) const;

    /// Every choice of a reading must give a good value, not only the chosen one: the next draft may choose it.
    template <class T, class Parse>
    T scalar(std::string_view key, Readable readable, const Text& wanted, const Parse& parse) {
        T result{};
        for (auto const& candidate : candidates(key, readable)) {
            auto const parsed = parse(candidate.value);
            if (!parsed) {
                complain_value(key, candidate, wanted);
            } else if (candidate.counts) {
                result = *parsed;
            }
        }
        return result;
    }

    const Sheet& sheet_;
    const Node& node_;
    std::set<std::string, std::less<>> asked_;
    bool ignore_rest_ = false;
};

Text read_text(const Sheet& sheet, const Node& node);
/// Reports a value that was seen before; `what` names the thing in both languages.
bool first_time(const Sheet& sheet, const Node& at, std::set<std::string>& seen, const std::string& value,
                const Text& what);

}  // namespace anju::policy::reader
