#pragma once
// Sealing again (重新加密): after a new key has come first in the key file, or after the pack made a field sensitive or plain. A round goes
// through one register record by record, old versions too, a batch a transaction; broken off, it goes on where it was. Once a round is
// over nothing of the register is sealed under an older key.
#include <map>
#include <string>

#include "record/record.hpp"

namespace anju::record {

/// How far sealing again is, over all registers.
struct SealRound {
    std::string register_name;
    std::int64_t looked = 0, changed = 0, unopened = 0;
    bool finished = false;
};
std::vector<SealRound> seal_rounds(kernel::Transaction& transaction);

/// One batch of a round that is wanted, in a transaction of its own; how many records it looked at, 0 when no round is wanted. Journals
/// a batch that changed something (numbers only). Safe when several processes do it.
std::int64_t reseal_some(kernel::Store& store, const Registers& registers, base::Instant now, std::int64_t most = 500);
std::int64_t reseal_all(kernel::Store& store, const Registers& registers, base::Instant now);  ///< until nothing is left; records looked at
/// Lets every round begin again: after a restore, or when something is still sealed under an old key.
void begin_rounds_again(kernel::Store& store);
/// At start and whenever a round is wanted, for a second at a time, so that clocks go on ringing meanwhile.
void keep_sealed(kernel::Jobs& jobs, kernel::Store& store, const Registers& registers);

/// What is sealed under a key: "record", "record_before" (old versions), "record_filter", "job" (waiting or running) → how many.
std::map<std::string, std::int64_t> sealed_under(kernel::Transaction& transaction, const std::string& key);

}  // namespace anju::record
