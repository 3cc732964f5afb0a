#include "estimate/quantile.hpp"

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

namespace anju::estimate {

namespace math = boost::math;

double normal_quantile(double p) {
    return math::quantile(math::normal{}, p);
}

double t_quantile(double p, double degrees_of_freedom) {
    return math::quantile(math::students_t{degrees_of_freedom}, p);
}

double t_cdf(double t, double degrees_of_freedom) {
    return math::cdf(math::students_t{degrees_of_freedom}, t);
}

double beta_quantile(double p, double a, double b) {
    if (a <= 0) return 0;
    if (b <= 0) return 1;
    return math::quantile(math::beta_distribution<>{a, b}, p);
}

double beta_cdf(double x, double a, double b) {
    if (a <= 0) return 1;
    if (b <= 0) return x < 1 ? 0 : 1;
    return math::cdf(math::beta_distribution<>{a, b}, x);
}

}  // namespace anju::estimate
