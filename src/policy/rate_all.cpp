#include "policy/rate_all.hpp"

#include <algorithm>
#include <exception>
#include <thread>

#include "policy/score_lines.hpp"

namespace anju::policy {
namespace {

constexpr std::size_t least_cases = 256;  // of a thread: about a millisecond, twenty times what it costs to start it

/// The card is one for all cases of a thread: after the first few nothing of it is allocated any more.
void rate_one(const Pack& pack, const Case& c, Scorecard& card, Rating& rating) {
    score_lines(pack, c, Words::without, card);
    rating.total = card.total;
    rating.held.reserve(card.lines.size());
    rating.lost.reserve(card.lines.size());
    for (auto const& line : card.lines) {
        rating.held.push_back(line.held);
        rating.lost.push_back(line.lost);
    }
    rating.chapters.reserve(pack.chapters.size());
    std::size_t next = 0;
    for (auto const& chapter : pack.chapters) {
        auto& in_chapter = rating.chapters.emplace_back();
        for (auto const& group : chapter.groups) {
            for (std::size_t i = 0; i < group.items.size(); ++i) in_chapter += card.lines.at(next++).held;
        }
    }
    rating.verdict = star(pack, c, card, Words::without);
}

std::size_t threads_for(std::size_t cases, std::size_t wanted) {
    if (wanted == 0) wanted = std::max(1U, std::thread::hardware_concurrency());
    return std::clamp<std::size_t>(cases / least_cases, 1, wanted);
}

}  // namespace

std::vector<Rating> rate_all(const Pack& pack, std::span<const Case* const> cases, std::size_t threads) {
    std::vector<Rating> ratings(cases.size());
    auto const parts = threads_for(cases.size(), threads);
    std::vector<std::exception_ptr> errors(parts);
    auto const rate_part = [&](std::size_t part) noexcept {
        try {
            Scorecard card;
            auto const end = cases.size() * (part + 1) / parts;
            for (auto i = cases.size() * part / parts; i < end; ++i) rate_one(pack, *cases[i], card, ratings[i]);
        } catch (...) {
            errors[part] = std::current_exception();
        }
    };
    {
        std::vector<std::jthread> others;
        for (std::size_t part = 1; part < parts; ++part) others.emplace_back(rate_part, part);
        rate_part(0);
    }
    for (auto const& error : errors) {
        if (error) std::rethrow_exception(error);
    }
    return ratings;
}

std::vector<Rating> rate_all(const Pack& pack, std::span<const Case> cases, std::size_t threads) {
    std::vector<const Case*> places;
    places.reserve(cases.size());
    for (auto const& one : cases) places.push_back(&one);
    return rate_all(pack, std::span<const Case* const>{places}, threads);
}

}  // namespace anju::policy
