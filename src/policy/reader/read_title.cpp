#include <fmt/format.h>

#include <algorithm>

#include "policy/reader/registers.hpp"

namespace anju::policy::reader {

namespace {

void read_dropped_registers(Form& form, Pack& pack) {
    for (auto& [dropped, at] : read_dropped(form, "dropped_registers", "register")) {
        later(form.sheet(), [&sheet = form.sheet(), &pack, name = dropped.name, at = at] {
            if (pack.register_named(name) == nullptr) return;
            sheet.complain(*at, {fmt::format("台账“{}”还在 registers/ 里，又写在 dropped_registers 里，请删去一处。", name),
                                 fmt::format("The register “{}” stands in registers/ and under dropped_registers. Remove one of them.", name)});
        });
        pack.dropped_registers.push_back(std::move(dropped));
    }
}

}  // namespace

void read_title(const Sheet& sheet, const Node& node, Pack& pack) {
    Form form{sheet, node};
    pack.id = form.code("pack");
    pack.version = form.word("version");
    pack.title = form.text("title");
    pack.source = form.text("source");
    auto const district = form.word("district");
    pack.full_points = form.points("full_points");
    read_dropped_registers(form, pack);
    later(sheet, [&sheet, &node, &pack, district] {
        Points sum;
        for (auto const& chapter : pack.chapters) sum += chapter.points;
        if (sum != pack.full_points) {
            sheet.complain(node, {fmt::format("各章合计 {} 分，满分写的是 {} 分，请改其中之一。", sum.text(),
                                              pack.full_points.text()),
                                  fmt::format("The chapters add up to {}, full_points says {}. Change one.", sum.text(),
                                              pack.full_points.text())});
        }
        if (!district.empty() && district != pack.places.district.code) {
            sheet.complain(node, {fmt::format("区划代码 {} 与 places.yaml 的 {} 不同，请改成一致。", district,
                                              pack.places.district.code),
                                  fmt::format("District {} differs from {} in places.yaml. Make them the same.",
                                              district, pack.places.district.code)});
        }
    });
}

namespace {

Choice read_choice(const Sheet& sheet, const Node& node) {
    Form form{sheet, node};
    Choice choice;
    choice.choice = form.code("choice");
    choice.title = form.text("title");
    auto const* values = form.optional("values");
    if (values == nullptr) return choice;
    Form by_key{sheet, *values};
    for (auto const& entry : values->entries) choice.values.emplace(entry.key, by_key.word(entry.key));
    return choice;
}

Reading read_reading(const Sheet& sheet, const Node& node) {
    Form form{sheet, node};
    Reading reading;
    reading.reading = form.code("reading");
    reading.title = form.text("title");
    reading.question = form.text("question");
    reading.place = form.word("place");
    std::set<std::string> seen;
    for (auto const* choice : form.list("choices")) {
        reading.choices.push_back(read_choice(sheet, *choice));
        first_time(sheet, *choice, seen, reading.choices.back().choice, {"选项", "choice"});
    }
    reading.chosen = form.code("chosen");
    reading.reason = form.text("reason");
    reading.documented_only = form.flag("documented_only", false);
    if (!reading.chosen.empty() && !seen.contains(reading.chosen)) {
        sheet.complain(node,
                       {fmt::format("口径“{}”选定的“{}”不在选项里，请从选项中选。", reading.reading, reading.chosen),
                        fmt::format("Reading “{}” chooses “{}”, which is none of its choices. Choose one of them.",
                                    reading.reading, reading.chosen)});
    }
    return reading;
}

}  // namespace

void read_readings(const Sheet& sheet, const Node& node, Pack& pack) {
    Form form{sheet, node};
    std::set<std::string> seen;
    for (auto const* one : form.list("readings")) {
        pack.readings.push_back(read_reading(sheet, *one));
        auto const& reading = pack.readings.back();
        if (!first_time(sheet, *one, seen, reading.reading, {"口径", "reading"}) || reading.reading.empty()) continue;
        later(sheet, [&sheet, one, name = reading.reading, documented = reading.documented_only] {
            bool const used = sheet.readings->used.contains(name);
            if (!used && !documented) {
                sheet.complain(
                    *one,
                    {fmt::format("没有地方用到口径“{}”，改它不会有任何效果；请引用它，或标 documented_only: true。",
                                 name),
                     fmt::format("Nothing refers to reading “{}”, so choosing has no effect. Refer to it or mark it "
                                 "documented_only: true.",
                                 name)});
            }
            if (used && documented) {
                sheet.complain(
                    *one,
                    {fmt::format("口径“{}”标了 documented_only，却有地方用到它，请去掉这个标记。", name),
                     fmt::format("Reading “{}” is marked documented_only but is referred to. Remove the mark.", name)});
            }
        });
    }
}

}  // namespace anju::policy::reader
