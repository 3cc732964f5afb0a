#pragma once
// What would change: the same cases under the pack in force and under a draft. For each estate whose star changes it
// says why, by trying: which changed reading, put back alone, gives the old star again; whether the old marks would;
// which items hold other points.
#include "policy/pack_reader.hpp"
#include "rate/rate.hpp"

namespace anju::rate {

/// One difference between the two packs, or one reason for a change.
struct Difference {
    std::string kind;  ///< reading, mark, item; for reasons also total, together
    std::string name;  ///< reading or item; "5.points" for a mark
    std::string before, after;
    Text text;
};

struct StarChange {
    const Rated *before = nullptr, *after = nullptr;
    std::vector<Difference> reasons;
};

struct Comparison {
    std::vector<Difference> differences;  ///< between the packs
    std::vector<StarChange> changes;      ///< estates whose star or outcome changes, in the order of the cases
};

/// The draft with one changed reading put back to the choice in force.
struct PutBack {
    std::string reading;
    policy::Pack pack;
};
std::vector<PutBack> put_back_readings(const policy::Pack& pack, const policy::Pack& draft,
                                       const policy::PackFiles& draft_files,
                                       const std::map<std::string, std::string>& draft_chosen);

/// `before` and `after`: the same cases in the same order, rated with each pack.
Comparison compare(const policy::Pack& pack, const std::vector<Rated>& before, const policy::Pack& draft,
                   const std::vector<Rated>& after, const std::vector<PutBack>& put_back);

}  // namespace anju::rate
