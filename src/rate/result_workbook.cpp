#include <string>

#include "rate/result.hpp"

namespace anju::rate {
namespace {

using kernel::WorkbookWriter;
using Cell = WorkbookWriter::Cell;
using policy::Pack;

Cell words(std::string text) {
    return {std::move(text), false, false, false};
}
Cell wrapped(std::string text) {
    return {std::move(text), false, false, true};
}
template <class Exact>
Cell figure(const Exact& value) {
    return {value.text(), true, false, false};
}
template <class Exact>
Cell figure(const std::optional<Exact>& value) {
    return value ? figure(*value) : words("");
}
Cell count(std::size_t number) {
    return {std::to_string(number), true, false, false};
}

class ResultWorkbook {
  public:
    ResultWorkbook(const Report& report, const std::filesystem::path& file, const Progress& progress)
        : report_{report},
          pack_{report.pack},
          progress_{progress},
          placed_{rank(report.pack, report.rated)},
          writer_{file} {}

    void write(const Comparison* draft) {
        write_results();
        write_cards();
        write_streets();
        write_readings();
        if (draft != nullptr) write_comparison(*draft);
        writer_.close();
    }

  private:
    std::string say(const char* zh, const char* en) const { return report_.language == base::Language::en ? en : zh; }
    std::string say(const Text& text) const { return text.in(report_.language); }
    std::string heading(const char* zh, const char* en) const { return say(pack_.title) + " · " + say(zh, en); }
    std::string percent_title(const policy::Item* item, const char* zh, const char* en) const {
        return (item == nullptr ? say(zh, en) : say(item->title)) + say("（%）", " (%)");
    }

    std::string stage(const EstateCase& estate) const {
        return estate.facts.stage == policy::Stage::pending ? say("待安置", "pending") : say("已安置", "settled");
    }

    void write_results() {
        std::vector<WorkbookWriter::Column> columns{
            {say("街道内名次", "Rank in street"), 8},
            {say("小区编码", "Code"), 14},
            {say("小区名称", "Estate"), 22},
            {say("街道", "Street"), 14},
            {say("社区", "Community"), 14},
            {say("阶段", "Stage"), 8},
            {percent_title(satisfaction_item(pack_), "居民满意度", "Satisfaction"), 10},
            {percent_title(civility_item(pack_), "文明程度", "Civility"), 10}};
        for (auto const& chapter : pack_.chapters)
            columns.push_back({say(chapter.title) + "\n" + chapter.points.text(), 11});
        columns.push_back({say("总分", "Total") + "\n" + pack_.full_points.text(), 9});
        columns.push_back({say("星级", "Grade"), 12});
        columns.push_back({say("离下一星级还差", "To the next star"), 60});
        writer_.sheet(say("结果", "Results"), heading("评星结果", "Results"), columns);
        for (auto const& placed : placed_) write_result(placed);
    }

    void write_result(const Placed& placed) {
        auto const& one = *placed.rated;
        auto const& estate = *one.estate;
        std::vector<Cell> cells{placed.rank == 0 ? words("") : count(placed.rank),
                                words(estate.code),
                                words(estate.name),
                                words(estate.street),
                                words(estate.community),
                                words(stage(estate)),
                                figure(one.measure(satisfaction_item(pack_))),
                                figure(one.measure(civility_item(pack_)))};
        for (auto const& points : one.chapters) cells.push_back(figure(points));
        cells.push_back({one.total.text(), true, true, false});
        cells.push_back({say(one.verdict.grade), false, true, false});
        auto const missing = shortfall_words(one.verdict, pack_, report_.language);
        bool const without_star = one.verdict.outcome == policy::Outcome::incomplete ||
                                  one.verdict.outcome == policy::Outcome::stage_not_rated;
        cells.push_back(wrapped(without_star ? say(sentence_of(pack_, one)) : missing));
        writer_.row(cells);
    }

    void write_cards() {
        writer_.sheet(say("评分表", "Scorecards"), heading("评分表", "Scorecards"),
                      {{say("小区编码", "Code"), 14},
                       {say("小区名称", "Estate"), 20},
                       {say("章", "Chapter"), 16},
                       {say("组", "Group"), 18},
                       {say("条目", "Item"), 9},
                       {say("内容", "Title"), 24},
                       {say("分值", "Points"), 7},
                       {say("得分", "Held"), 7},
                       {say("扣分", "Lost"), 7},
                       {say("扣分记录和原因", "Findings and reasons"), 40},
                       {say("算式", "Arithmetic"), 40}});
        for (auto const& chapter : pack_.chapters) {
            titles_[chapter.code] = say(chapter.title);
            for (auto const& group : chapter.groups) titles_[group.code + "/"] = say(group.title);
        }
        for (std::size_t i = 0; i < placed_.size(); ++i) {
            write_card(*placed_[i].rated);
            if (progress_) progress_({"写评分表", "writing scorecards"}, i + 1, placed_.size());
        }
    }

    void write_card(const Rated& one) {
        auto const& estate = *one.estate;
        auto const card = policy::score(pack_, estate.facts);
        for (auto const& line : card.lines) {
            auto const& item = *line.item;
            bool const nothing_to_say = line.lost == Points{} && !line.measure && !line.not_applicable;
            writer_.row({words(estate.code), words(estate.name), words(titles_[item.chapter]),
                         words(titles_[item.group + "/"]), words(item.code), words(say(item.title)),
                         figure(item.points), figure(line.held), figure(line.lost), wrapped(reasons(estate, line)),
                         wrapped(nothing_to_say ? "" : say(line.arithmetic))});
        }
        writer_.row({{estate.code, false, true, false},
                     {estate.name, false, true, false},
                     words(""),
                     words(""),
                     words(""),
                     {say("合计", "Total"), false, true, false},
                     {pack_.full_points.text(), true, true, false},
                     {one.total.text(), true, true, false},
                     {(pack_.full_points - one.total).text(), true, true, false},
                     {say(one.verdict.grade), false, true, false},
                     wrapped(say(policy::star(pack_, estate.facts, card).sentence))});
    }

    std::string reasons(const EstateCase& estate, const policy::Line& line) const {
        if (line.missing) return say("还没有测评值", "not measured yet");
        std::string all;
        if (line.not_applicable) {
            auto const reason = estate.not_applicable_reasons.find(line.item->code);
            all = say("不适用", "does not apply");
            if (reason != estate.not_applicable_reasons.end()) all += say("：", ": ") + reason->second;
        }
        if (line.measure) all = say("测评值 ", "measured ") + line.measure->text() + "%";
        for (auto const* finding : line.findings) {
            if (!all.empty()) all += say("；", "; ");
            all += "−" + finding->deduct.text() + " " + finding->reason;
        }
        return all;
    }

    void write_streets() {
        std::vector<WorkbookWriter::Column> columns{{say("街道", "Street"), 18}, {say("小区数", "Estates"), 9}};
        for (auto const& star : pack_.stars.stars) columns.push_back({say(star.grade), 9});
        for (auto const* title : {&pack_.stars.unrated, &pack_.stars.fails_grade, &pack_.stars.incomplete})
            columns.push_back({say(*title), 9});
        columns.insert(columns.end(), {{say("待安置", "Pending"), 9},
                                       {say("平均总分", "Mean total"), 11},
                                       {say("平均满意度（%）", "Mean satisfaction (%)"), 12},
                                       {say(pack_.evaluation.street_assessment.title), 18}});
        writer_.sheet(say("街道比较", "Streets"), heading("街道比较", "Streets"), columns);
        for (auto const& street : compare_streets(pack_, placed_)) {
            std::vector<Cell> cells{words(street.street.empty() ? say("（未填街道）", "(no street)") : street.street),
                                    count(street.estates)};
            for (auto const& star : pack_.stars.stars) cells.push_back(count(street.stars.at(star.star)));
            for (auto const number : {street.unrated, street.fails, street.incomplete, street.pending})
                cells.push_back(count(number));
            cells.push_back(figure(street.mean_total));
            cells.push_back(figure(street.mean_satisfaction));
            cells.push_back(figure(street.assessment));
            writer_.row(cells);
        }
    }

    void write_readings() {
        writer_.sheet(say("口径", "Readings"), heading("口径", "Readings"),
                      {{say("口径", "Reading"), 26},
                       {say("问题", "Question"), 44},
                       {say("采用", "Choice"), 32},
                       {say("理由", "Reason"), 50},
                       {say("原文位置", "Place in the document"), 28}});
        writer_.row({{say("标准包", "Pack"), false, true, false},
                     wrapped(say(pack_.source)),
                     wrapped(pack_.id + " " + pack_.version),
                     wrapped(say("内容指纹（SM3）：", "Content hash (SM3): ") + pack_.hash),
                     words("")});
        writer_.row({{say("街道考评分", "Street assessment"), false, true, false},
                     wrapped(say("怎样算", "How it is worked out")),
                     wrapped(assessment_words()),
                     wrapped(say("待安置和资料不全的小区没有星级，不计入平均。平均数截到 4 位小数，不四舍五入。",
                                 "Estates pending or incomplete have no star and do not count. Means are cut to 4 "
                                 "decimals, not rounded.")),
                     words("")});
        for (auto const& reading : pack_.readings) {
            bool const changed = report_.changed_readings.contains(reading.reading);
            std::string choice = reading.chosen;
            for (auto const& one : reading.choices) {
                if (one.choice == reading.chosen) choice = say(one.title);
            }
            writer_.row({wrapped(say(reading.title)),
                         wrapped(say(reading.question)),
                         {choice, false, changed, true},
                         wrapped(changed ? say("本次运行时指定", "Chosen for this run") : say(reading.reason)),
                         wrapped(reading.place)});
        }
    }

    std::string assessment_words() const {
        auto const& rules = pack_.evaluation.street_assessment;
        auto const of = [&](const std::string& name) {
            auto const found = rules.points.find(name);
            return found == rules.points.end() ? std::string{"0"} : found->second.text();
        };
        std::string all;
        for (auto const& star : pack_.stars.stars)
            all += say(star.grade) + " " + of(std::to_string(star.star)) + say("、", ", ");
        all += say(pack_.stars.unrated) + " " + of("unrated") + say("、", ", ") + say(pack_.stars.fails_grade) + " " +
               of("failed");
        return all + say("；取平均 × 权重 ", "; mean × weight ") + rules.weight.text() + "%";
    }

    void write_comparison(const Comparison& draft) {
        writer_.sheet(say("方案对比", "Draft"), heading("方案对比", "Draft"),
                      {{say("小区编码", "Code"), 14},
                       {say("小区名称", "Estate"), 22},
                       {say("街道", "Street"), 14},
                       {say("现行总分", "Total in force"), 10},
                       {say("现行星级", "Grade in force"), 14},
                       {say("方案总分", "Draft total"), 10},
                       {say("方案星级", "Draft grade"), 14},
                       {say("为什么", "Why"), 70}});
        for (auto const& change : draft.changes) {
            std::string why;
            for (auto const& reason : change.reasons) why += (why.empty() ? "" : "\n") + say(reason.text);
            auto const& estate = *change.before->estate;
            writer_.row({words(estate.code), words(estate.name), words(estate.street), figure(change.before->total),
                         words(say(change.before->verdict.grade)), figure(change.after->total),
                         words(say(change.after->verdict.grade)), wrapped(why)});
        }
    }

    const Report& report_;
    const Pack& pack_;
    const Progress& progress_;
    std::vector<Placed> placed_;
    WorkbookWriter writer_;
    std::map<std::string, std::string> titles_;  ///< chapters by code, groups by code and a slash (both may be "A")
};

}  // namespace

void write_results(const Report& report, const Comparison* draft, const std::filesystem::path& file,
                   const Progress& progress) {
    ResultWorkbook{report, file, progress}.write(draft);
}

}  // namespace anju::rate
