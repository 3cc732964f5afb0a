#pragma once
// A see or an act begun inside another one of the same store would wait for itself under load. It is always our bug, so
// it is refused at once, on both databases alike.

namespace anju::kernel {

class Store;

/// Stands for as long as the calling thread is inside `store`; throws std::logic_error when it already is.
class Inside {
  public:
    explicit Inside(const Store* store);
    ~Inside();
    Inside(const Inside&) = delete;
    Inside& operator=(const Inside&) = delete;

  private:
    const Store* before_;
};

}  // namespace anju::kernel
