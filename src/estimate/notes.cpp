#include "estimate/notes.hpp"

namespace anju::estimate {
namespace {

using base::Text;

Text note_lonely(std::size_t strata) {
    auto const count = std::to_string(strata);
    return {"有 " + count + " 层只抽到 1 个单位，看不出层内差别；改用它与总平均的差距计入误差。",
            count + (strata == 1 ? " stratum has" : " strata have") +
                " a single unit, which shows no spread; its distance from the mean of all is counted instead."};
}

Text why_exact(const Circumstances& c) {
    if (c.measured.answers == 1)
        return {
            "只有 1 份有意见的答卷。区间按实际份数用精确法给出，很宽。",
            "There is only one answer with an opinion. The interval is the exact one for the real count, and wide."};
    if (c.alike && c.measured.estimate > 0)
        return {"答卷全部算“是”（100%），但只问了一部分人。区间按实际份数用精确法给出。",
                "Every answer counts as yes (100 %), but not everybody was asked. The interval is the exact one for "
                "the real "
                "count."};
    if (c.alike)
        return {"答卷没有一份算“是”（0%），但只问了一部分人。区间按实际份数用精确法给出。",
                "No answer counts as yes (0 %), but not everybody was asked. The interval is the exact one for the "
                "real count."};
    return {"各层之内没有可用来估计误差的差别。区间按实际份数用精确法给出，只作参考。",
            "There is no spread inside the strata to measure the error by. The interval is the exact one for the real "
            "count, "
            "as a guide only."};
}

Text note_no_interval(std::int64_t answers) {
    if (answers == 1) return {"只有 1 份答卷，平均值没有区间。", "There is only one answer: the mean has no interval."};
    return {"每层只有 1 个单位，平均值没有区间。", "There is one unit a stratum: the mean has no interval."};
}

}  // namespace

Text note_no_opinion() {
    return {"没有一份答卷表示意见，无法估计。", "No answer holds an opinion: there is nothing to estimate."};
}

std::vector<Text> notes(const Circumstances& c) {
    if (c.measured.everybody && c.clustered)
        return {{"所有的群都抽到了；群内的抽样误差没有计入。",
                 "Every cluster was drawn; sampling inside the clusters is not counted as error."}};
    if (c.measured.everybody)
        return {{"这里的人全部问到了，没有抽样误差。", "Everybody here was asked: there is no sampling error."}};
    std::vector<Text> all;
    if (c.lonely != 0) all.push_back(note_lonely(c.lonely));
    if (!without_spread(c.measured)) {
        if (c.measured.standard_error <= 0)
            all.push_back({"各层之内数值都一样，误差显示为 0，但并没有问到所有人。",
                           "Inside each stratum all values are the same: the error shows as 0 although not everybody "
                           "was asked."});
        return all;
    }
    all.push_back(c.measured.share ? why_exact(c) : note_no_interval(c.measured.answers));
    if (c.measured.share && c.clustered && c.measured.answers > 1)
        all.push_back({"同一群里的人看法相近，真实的不确定比这个区间大。",
                       "People of one cluster think alike: the real uncertainty is larger than this interval."});
    return all;
}

}  // namespace anju::estimate
