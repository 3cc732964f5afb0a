#pragma once
// Server-sent events: pages hear that something changed and ask for it again. Only ids travel, never content, so that what a page
// may see is decided where it always is. Events reach the listeners of this process; pages also ask again once a minute, which
// covers a second process on the same database.
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace anju::kernel {

struct Event {
    std::string kind;        ///< "live", "notice", "record", "job"
    std::string place_path;  ///< who may hear of it; empty: only `account_id`
    std::string place_id, id, account_id;
};

/// One listener. `offer` is called from any thread, `take` from the connection that sends.
class EventStream {
  public:
    using Wants = std::function<bool(const Event&)>;
    explicit EventStream(Wants wants) : wants_{std::move(wants)} {}
    void offer(const Event& event);
    /// What waits as text/event-stream; empty when nothing does. A listener too slow for 100 events gets one `reload` instead.
    std::string take();
    void on_offer(std::function<void()> wake);  ///< nullptr: nobody listens any more

  private:
    static constexpr std::size_t most_waiting = 100;
    Wants wants_;
    std::mutex mutex_;
    std::deque<std::string> waiting_;
    bool overflowed_ = false;
    std::function<void()> wake_;
};

class Events {
  public:
    std::shared_ptr<EventStream> listen(EventStream::Wants wants);
    void publish(const Event& event);  ///< after the transaction: see Context::after_commit
    [[nodiscard]] std::size_t listeners() const;

  private:
    mutable std::mutex mutex_;
    std::vector<std::weak_ptr<EventStream>> streams_;
};

}  // namespace anju::kernel
