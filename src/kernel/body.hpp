#pragma once
// Reading a request body field by field, collecting every problem before refusing (422 with all fields named).
//   Body body{context.body()};
//   auto name = body.text("name", 1, 80);   auto day = body.day_or_null("due");   body.done();
// `done` throws when anything was wrong, unknown members included. Until then wrong fields read as empty values.
#include <boost/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.hpp"
#include "base/exact.hpp"
#include "base/refusal.hpp"

namespace anju::kernel {

class Body {
  public:
    explicit Body(const boost::json::object& object, std::string prefix = {});  ///< `object` must outlive it
    explicit Body(const boost::json::object&& object, std::string prefix = {}) = delete;

    std::string text(std::string_view field, std::size_t least, std::size_t most);  ///< Unicode code points, trimmed
    std::string text_or(std::string_view field, std::size_t most, std::string otherwise = {});  ///< absent or null allowed
    std::string id(std::string_view field);
    std::optional<std::string> id_or_null(std::string_view field);
    std::int64_t whole(std::string_view field, std::int64_t least, std::int64_t most);
    bool yes_no(std::string_view field, std::optional<bool> otherwise = std::nullopt);
    std::string one_of(std::string_view field, const std::vector<std::string>& choices);
    base::Day day(std::string_view field);
    std::optional<base::Day> day_or_null(std::string_view field);
    base::Points points(std::string_view field);    ///< a decimal string or a whole number; never a float
    base::Percent percent(std::string_view field);  ///< 0–100, at most 4 decimals
    std::vector<std::string> ids(std::string_view field, std::size_t most);
    std::vector<std::string> texts(std::string_view field, std::size_t most_items, std::size_t most_length);
    const boost::json::array& list(std::string_view field, std::size_t most);  ///< absent reads as empty
    [[nodiscard]] bool has(std::string_view field) const;  ///< present and not null

    void wrong(std::string_view field, base::Text message);  ///< a problem the caller found
    void take(Body& inner);  ///< takes over the problems of a nested body (made with prefix "findings/2/")
    void done();

  private:
    const boost::json::value* find(std::string_view field);
    void refuse_unknown();
    const boost::json::object& object_;
    std::string prefix_;
    std::set<std::string, std::less<>> seen_;
    std::vector<base::FieldProblem> problems_;
};

}  // namespace anju::kernel
