#pragma once
// A fresh, migrated database for a test: SQLite in a temporary folder, or a schema of its own on the PostgreSQL that
// ANJU_TEST_POSTGRES names. The same suite runs on both; the database is never mocked.
#include <memory>
#include <vector>

#include "kernel/store.hpp"

namespace anju::kernel {

class TestStore {
  public:
    explicit TestStore(const std::vector<Migration>& migrations);
    ~TestStore();
    Store& operator*() { return *store_; }
    Store* operator->() { return store_.get(); }
    [[nodiscard]] const std::string& directory() const { return directory_; }  ///< for files; removed afterwards

  private:
    std::string directory_, schema_, url_;
    std::unique_ptr<Store> store_;
};

}  // namespace anju::kernel
