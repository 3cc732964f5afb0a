#pragma once
// A rectification as the API shows it. One object serves a whole list: the calendar and the evaluations are read once.
#include <map>
#include <string>

#include "rectify/rectify.hpp"

namespace anju::rectify {

class RectificationView {
  public:
    RectificationView(const kernel::Context& context, const standard::Standard& standard);
    kernel::json::object show(const std::string& id);

  private:
    const evaluation::Evaluation& evaluation_of(const std::string& id);
    kernel::json::object finding_json(const finding::Finding& finding, bool daily);
    kernel::json::value origin_json(const Rectification& rectification);
    kernel::json::value item_title(const std::string& code) const;
    kernel::json::value relapse_json(const Rectification& rectification, const kernel::json::value& year);
    kernel::json::value working_days_left(const std::string& due) const;

    const kernel::Context& context_;
    const standard::Standard& standard_;
    policy::Calendar calendar_;
    std::map<std::string, evaluation::Evaluation> evaluations_;
};

}  // namespace anju::rectify
