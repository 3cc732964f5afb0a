#include "survey/guesses.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace anju::survey {
namespace {

constexpr std::int64_t hour = 3'600'000'000;

}  // namespace

std::string address_group(const std::string& address) {
    const auto plain = address.substr(0, address.find('%'));  // without the zone
    std::array<unsigned char, 16> bytes{};
    if (inet_pton(AF_INET6, plain.c_str(), bytes.data()) != 1) return address.substr(0, 64);
    constexpr std::array<unsigned char, 12> version_4_inside{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (std::equal(version_4_inside.begin(), version_4_inside.end(), bytes.begin())) {
        inet_ntop(AF_INET, bytes.data() + 12, text.data(), text.size());
        return text.data();
    }
    std::fill(bytes.begin() + 8, bytes.end(), static_cast<unsigned char>(0));
    inet_ntop(AF_INET6, bytes.data(), text.data(), text.size());
    return std::string{text.data()} + "/64";
}

bool Guesses::may_try(const std::string& address, base::Instant now) {
    const std::scoped_lock lock{mutex_};
    forget(now);
    const auto found = by_address_.find(address_group(address));
    if (found == by_address_.end()) return true;
    auto& mine = found->second;
    while (!mine.empty() && mine.front().at + hour <= now.microseconds) mine.pop_front();
    const bool attacked = all_.size() > limits_.in_all;
    return mine.size() < (attacked ? limits_.when_attacked : limits_.an_address);
}

void Guesses::wrong(const std::string& address, base::Instant now, std::size_t stamp) {
    const std::scoped_lock lock{mutex_};
    const auto group = address_group(address);
    if (!by_address_.contains(group) && by_address_.size() >= limits_.addresses) make_room();
    auto& mine = by_address_[group];
    if (std::any_of(mine.begin(), mine.end(), [&](const Guess& one) { return one.at == now.microseconds && one.stamp == stamp; })) return;
    mine.push_back({now.microseconds, stamp});
    if (mine.size() > limits_.an_address) mine.pop_front();
    all_.push_back(now.microseconds);
    forget(now);
}

void Guesses::forget(base::Instant now) {
    while (!all_.empty() && (all_.front() + hour <= now.microseconds || all_.size() > limits_.in_all + 1)) all_.pop_front();
}

void Guesses::make_room() {
    by_address_.erase(std::min_element(by_address_.begin(), by_address_.end(), [](const auto& a, const auto& b) { return a.second.back().at < b.second.back().at; }));
}

}  // namespace anju::survey
