#pragma once
// The distributions an interval needs; the only door to Boost.Math. p in (0, 1), degrees of freedom and shapes above 0.
namespace anju::estimate {

double normal_quantile(double p);
double t_quantile(double p, double degrees_of_freedom);
double t_cdf(double t, double degrees_of_freedom);
/// A shape of 0 is the limit: all of it at 0 (a = 0) or at 1 (b = 0).
double beta_quantile(double p, double a, double b);
double beta_cdf(double x, double a, double b);

}  // namespace anju::estimate
