#include "rating/card_view.hpp"

namespace anju::rating {

namespace json = kernel::json;

json::object matrix_json(const policy::Pack& pack, const std::vector<Placed>& placed) {
    json::array items;
    for (auto const& item : pack.items) {
        items.push_back(json::object{{"item", item.code},
                                     {"title", standard::text_json(item.title)},
                                     {"points", item.points.text()},
                                     {"group", item.group}});
    }
    json::array rows;
    for (auto const& one : placed) {
        json::array lost;
        json::array not_applicable;
        for (std::size_t place = 0; place < one.rated->card.lines.size(); ++place) {
            auto const& line = one.rated->card.lines[place];
            lost.emplace_back(line.lost.text());
            if (line.not_applicable) not_applicable.emplace_back(place);
        }
        rows.push_back(json::object{{"estate", named_json(one.estate.estate_id, one.estate.name)},
                                    {"street", named_json(one.estate.street_id, one.estate.street_name)},
                                    {"lost", std::move(lost)},
                                    {"not_applicable", std::move(not_applicable)}});
    }
    return {{"items", std::move(items)}, {"rows", std::move(rows)}};
}

}  // namespace anju::rating
