#include "estimate/exact_share.hpp"

#include <boost/multiprecision/cpp_int.hpp>
#include <stdexcept>

namespace anju::estimate {

using boost::multiprecision::cpp_int;
using boost::multiprecision::cpp_rational;

Fraction exact_share(const std::vector<StratumCount>& strata) {
    cpp_rational value, opinions;
    for (auto const& stratum : strata) {
        if (stratum.answered == 0) continue;
        if (stratum.population <= 0 || stratum.answered < 0 || stratum.opinions < 0 || stratum.value < 0 ||
            stratum.opinions > stratum.answered) {
            throw std::invalid_argument{"exact_share: population > 0, 0 <= opinions <= answered, value >= 0"};
        }
        cpp_rational const each{cpp_int{stratum.population}, cpp_int{stratum.answered}};
        value += each * stratum.value;
        opinions += each * stratum.opinions;
    }
    if (opinions == 0) return {"0", "0"};
    cpp_rational const share = value / opinions;
    return {numerator(share).str(), denominator(share).str()};
}

base::Percent percent_of_record(const Fraction& fraction, int factor, int shift) {
    auto const whole = [](const std::string& text) {
        if (text.empty() || text.find_first_not_of("0123456789") != std::string::npos ||
            (text.size() > 1 && text[0] == '0'))
            throw std::invalid_argument{"percent_of_record: not a whole number: " + text};
        return cpp_int{text};
    };
    auto const denominator = whole(fraction.denominator);
    if (denominator == 0) throw std::invalid_argument{"percent_of_record: nothing to divide by"};
    cpp_int const units = (whole(fraction.numerator) * factor - denominator * shift) * base::Percent::scale;
    if (units < 0 || units > denominator * 100 * base::Percent::scale)
        throw std::invalid_argument{"percent_of_record: outside 0 to 100 %"};
    return base::Percent::of_units(static_cast<std::int64_t>(cpp_int{units / denominator}));
}

}  // namespace anju::estimate
