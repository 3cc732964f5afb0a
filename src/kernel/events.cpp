#include "kernel/events.hpp"

#include <boost/json.hpp>

namespace anju::kernel {

void EventStream::offer(const Event& event) {
    if (!wants_(event)) return;
    const boost::json::object data{{"kind", event.kind}, {"place", event.place_id}, {"id", event.id}};
    const std::lock_guard lock{mutex_};
    waiting_.push_back("event: change\ndata: " + boost::json::serialize(data) + "\n\n");
    if (waiting_.size() > most_waiting) {
        waiting_.clear();
        overflowed_ = true;
    }
    if (wake_) wake_();
}

std::string EventStream::take() {
    const std::lock_guard lock{mutex_};
    std::string text;
    if (overflowed_) text = "event: reload\ndata: {}\n\n";
    overflowed_ = false;
    for (const auto& one : waiting_) text += one;
    waiting_.clear();
    return text;
}

void EventStream::on_offer(std::function<void()> wake) {
    const std::lock_guard lock{mutex_};
    wake_ = std::move(wake);
}

std::shared_ptr<EventStream> Events::listen(EventStream::Wants wants) {
    auto stream = std::make_shared<EventStream>(std::move(wants));
    const std::lock_guard lock{mutex_};
    std::erase_if(streams_, [](const auto& each) { return each.expired(); });
    streams_.push_back(stream);
    return stream;
}

void Events::publish(const Event& event) {
    std::vector<std::shared_ptr<EventStream>> listening;
    {
        const std::lock_guard lock{mutex_};
        for (const auto& each : streams_)
            if (auto stream = each.lock()) listening.push_back(std::move(stream));
    }
    for (const auto& stream : listening) stream->offer(event);
}

std::size_t Events::listeners() const {
    const std::lock_guard lock{mutex_};
    std::size_t count = 0;
    for (const auto& each : streams_) count += each.expired() ? 0 : 1;
    return count;
}

}  // namespace anju::kernel
