#include "survey/signals.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace anju::survey {
namespace {

constexpr std::int64_t minute = 60'000'000;

std::string percent_text(double share) { return fmt::format("{:.1f} %", share * 100); }

template <class Item>
std::map<std::string, std::vector<Item>> by_interviewer(const std::vector<Item>& items) {
    std::map<std::string, std::vector<Item>> sorted;
    for (const auto& one : items) sorted[one.interviewer].push_back(one);
    return sorted;
}

double pairs(std::size_t count) { return static_cast<double>(count) * (static_cast<double>(count) - 1) / 2; }

double same_pairs(const std::vector<std::vector<int>>& sheets) {
    std::map<std::vector<int>, std::size_t> counts;
    for (const auto& sheet : sheets) ++counts[sheet];
    double same = 0;
    for (const auto& [sheet, count] : counts) same += pairs(count);
    return sheets.size() < 2 ? 0 : same / pairs(sheets.size());
}

/// Share of equal pairs if every question were answered by itself with these marginals.
double same_by_chance(const std::vector<std::vector<int>>& sheets) {
    if (sheets.empty()) return 0;
    double chance = 1;
    for (std::size_t question = 0; question < sheets.front().size(); ++question) {
        std::map<int, double> counts;
        for (const auto& sheet : sheets) counts[sheet[question]] += 1;
        double same = 0;
        for (const auto& [level, count] : counts) same += count * count;
        chance *= same / static_cast<double>(sheets.size() * sheets.size());
    }
    return chance;
}

/// From when on sheets are too much alike, against all the other ones.
double alike_limit(const std::vector<std::vector<int>>& mine, const std::vector<std::vector<int>>& others) {
    constexpr std::size_t enough = 8;
    double usual = 0;
    if (others.size() >= enough) {
        usual = std::max(same_pairs(others), same_by_chance(others));
    } else {
        auto all = mine;
        all.insert(all.end(), others.begin(), others.end());
        usual = same_by_chance(all);
    }
    return std::clamp(3 * usual, 0.10, 0.90);
}

bool timed(const Contact& contact) { return contact.outcome == "answered" && (contact.channel == "telephone" || contact.channel == "visit"); }

/// Hour of the day in Hangzhou.
std::int64_t hour_of(std::int64_t at) {
    constexpr std::int64_t hour = 60 * minute;
    return (at / hour + 8) % 24;
}

std::vector<Contact> sorted_by_time(std::vector<Contact> contacts) {
    std::stable_sort(contacts.begin(), contacts.end(), [](const Contact& a, const Contact& b) { return a.at < b.at; });
    return contacts;
}

struct Impossible { std::int64_t night = 0, short_ones = 0, overlapping = 0; };

Impossible impossible_ones(const std::vector<Contact>& contacts) {
    Impossible found;
    std::int64_t busy_until = 0;
    for (const auto& contact : contacts) {
        if (contact.channel == "visit" && (hour_of(contact.at) >= 22 || hour_of(contact.at) < 6)) ++found.night;
        if (!timed(contact) || !contact.minutes) continue;
        if (*contact.minutes < 1) ++found.short_ones;
        if (contact.at - *contact.minutes * minute < busy_until) ++found.overlapping;
        busy_until = contact.at;
    }
    return found;
}

}  // namespace

std::vector<Signal> alike(const std::vector<SignedSheet>& sheets) {
    constexpr std::size_t least = 8;
    std::vector<Signal> signals;
    for (const auto& [interviewer, own] : by_interviewer(sheets)) {
        if (interviewer.empty() || own.size() < least) continue;
        std::vector<std::vector<int>> mine, others;
        for (const auto& sheet : sheets) (sheet.interviewer == interviewer ? mine : others).push_back(sheet.levels);
        const auto share = same_pairs(mine), limit = alike_limit(mine, others);
        if (share < limit) continue;
        signals.push_back({"alike", interviewer, {"答卷过于一样", "Answers too much alike"},
                           {fmt::format("{} 份答卷两两相比，有 {} 每一题都一样。别人的答卷没有这么像；也可能是几户真的想得一样，请抽几户复核。", own.size(), percent_text(share)),
                            fmt::format("Of all pairs of these {} answer sheets, {} are the same in every answer. Other sheets are not. It may be chance; check some households.", own.size(), percent_text(share))},
                           percent_text(share), percent_text(limit)});
    }
    return signals;
}

std::vector<Signal> burst(const std::vector<Contact>& contacts) {
    constexpr std::size_t most = 4;
    std::vector<Signal> signals;
    for (const auto& [interviewer, own] : by_interviewer(contacts)) {
        std::vector<std::int64_t> times;
        for (const auto& contact : sorted_by_time(own))
            if (timed(contact)) times.push_back(contact.at);
        std::size_t found = 0;
        for (std::size_t from = 0, to = 0; to < times.size(); ++to) {
            while (times[to] - times[from] > 10 * minute) ++from;
            found = std::max(found, to - from + 1);
        }
        if (found <= most) continue;
        signals.push_back({"burst", interviewer, {"一下子完成太多", "Too many at once"},
                           {fmt::format("10 分钟里登记了 {} 份访问。也可能是先记在纸上、后来一起录入，请问清楚。", found),
                            fmt::format("{} interviews were entered within 10 minutes. They may have been noted on paper and entered later; ask.", found)},
                           std::to_string(found), std::to_string(most)});
    }
    return signals;
}

std::vector<Signal> impossible_time(const std::vector<Contact>& contacts) {
    std::vector<Signal> signals;
    for (const auto& [interviewer, own] : by_interviewer(contacts)) {
        const auto found = impossible_ones(sorted_by_time(own));
        const auto together = found.night + found.short_ones + found.overlapping;
        if (together == 0) continue;
        signals.push_back({"impossible_time", interviewer, {"时间对不上", "Times that cannot be"},
                           {fmt::format("夜里（22 点到 6 点）登记的上门 {} 次，不到 1 分钟的访问 {} 份，和前一份时间重叠的 {} 份。也可能是事后补录，请问清楚。", found.night, found.short_ones, found.overlapping),
                            fmt::format("Visits entered at night (22:00 to 06:00): {}; interviews of less than a minute: {}; interviews that overlap the one before: {}. They may have been entered later; ask.",
                                        found.night, found.short_ones, found.overlapping)},
                           std::to_string(together), "0"});
    }
    return signals;
}

std::vector<Signal> failed_back_check(const std::vector<CheckResult>& results) {
    std::vector<Signal> signals;
    for (const auto& [interviewer, own] : by_interviewer(results)) {
        const auto count = [&](std::string_view result) { return std::count_if(own.begin(), own.end(), [&](const CheckResult& one) { return one.result == result; }); };
        const auto never = count("not_interviewed"), differs = count("differs"), reached = never + differs + count("confirmed");
        if (never == 0 && (differs == 0 || differs * 100 < reached * 20)) continue;
        const bool by_never = never > 0;
        signals.push_back({"failed_back_check", interviewer, {"复核不过", "Back-check failed"},
                           {fmt::format("复核联系上 {} 户：{} 户说没有人来问过，{} 户说的和登记的不一样。", reached, never, differs),
                            fmt::format("Of {} households reached, {} say nobody asked them and {} say otherwise than was entered.", reached, never, differs)},
                           by_never ? std::to_string(never) : percent_text(static_cast<double>(differs) / static_cast<double>(reached)), by_never ? "1" : "20 %"});
    }
    return signals;
}

std::vector<Signal> many_seconds(const std::vector<Brought>& brought) {
    constexpr std::int64_t least = 3;
    std::vector<Signal> signals;
    for (const auto& one : brought) {
        const auto all = one.counted + one.second;
        if (one.second < least || one.second * 10 <= all) continue;
        const auto share = percent_text(static_cast<double>(one.second) / static_cast<double>(all));
        signals.push_back({"many_seconds", one.interviewer, {"同一户重复答得多", "Many second answers"},
                           {fmt::format("交来的 {} 份里有 {} 份是同一户的第二份，已经单独存放、没有计入。请看是不是信发错了、或者有人代答。", all, one.second),
                            fmt::format("{} of {} answers are a household's second; they are kept apart and not counted. See whether letters went astray or somebody answered for others.", one.second, all)},
                           share, "10 %"});
    }
    return signals;
}

}  // namespace anju::survey
