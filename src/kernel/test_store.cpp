#include "kernel/test_store.hpp"

#include <cstdlib>
#include <filesystem>

#include "base/id.hpp"

namespace anju::kernel {

TestStore::TestStore(const std::vector<Migration>& migrations) {
    auto id = base::new_id();
    std::erase(id, '-');
    const auto directory = std::filesystem::temp_directory_path() / ("anju-test-" + id);
    std::filesystem::create_directories(directory);
    directory_ = directory.string();
    const char* url = std::getenv("ANJU_TEST_POSTGRES");
    if (url != nullptr && *url != '\0') {
        url_ = url;
        schema_ = "test_" + id;
        open_postgres(url_, 1)->act([&](Transaction& transaction) { transaction.script("CREATE SCHEMA " + schema_); });
        const char join = url_.find('?') == std::string::npos ? '?' : '&';
        store_ = open_postgres(url_ + join + "options=-csearch_path%3D" + schema_, 8);
    } else {
        store_ = open_sqlite((directory / "anju.sqlite").string(), 4);
    }
    migrate(*store_, migrations);
}

TestStore::~TestStore() {
    store_.reset();
    try {
        if (!schema_.empty())
            open_postgres(url_, 1)->act(
                [&](Transaction& transaction) { transaction.script("DROP SCHEMA " + schema_ + " CASCADE"); });
        std::filesystem::remove_all(directory_);
    } catch (...) {  // what is left over lies in a temporary place
    }
}

}  // namespace anju::kernel
