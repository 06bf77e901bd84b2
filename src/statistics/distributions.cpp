// SPDX-License-Identifier: MIT
#include "statistics/distributions.hpp"

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/non_central_t.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/binomial.hpp>

namespace verigan::statistics {

namespace bm = boost::math;

double normal_below(double x) { return bm::cdf(bm::normal(), x); }
double normal_quantile(double p) { return bm::quantile(bm::normal(), p); }

double student_above(double degrees, double x) {
  return bm::cdf(bm::complement(bm::students_t(degrees), x));
}
double student_quantile(double degrees, double p) { return bm::quantile(bm::students_t(degrees), p); }

double noncentral_student_beyond(double degrees, double shift, double x) {
  const bm::non_central_t law(degrees, shift);
  return bm::cdf(bm::complement(law, x)) + bm::cdf(law, -x);
}

double chi_squared_above(double degrees, double x) {
  return bm::cdf(bm::complement(bm::chi_squared(degrees), x));
}
double chi_squared_quantile(double degrees, double p) {
  return bm::quantile(bm::chi_squared(degrees), p);
}
double chi_squared_upper_quantile(double degrees, double p) {
  return bm::quantile(bm::complement(bm::chi_squared(degrees), p));
}

double binomial_chance(std::size_t n, std::size_t k, double share) {
  return bm::pdf(bm::binomial(static_cast<double>(n), share), static_cast<double>(k));
}
double binomial_lower_bound(double trials, double successes, double tail) {
  return bm::binomial::find_lower_bound_on_p(trials, successes, tail);
}
double binomial_upper_bound(double trials, double successes, double tail) {
  return bm::binomial::find_upper_bound_on_p(trials, successes, tail);
}

double choices(std::size_t n, std::size_t k) {
  return bm::binomial_coefficient<double>(static_cast<unsigned>(n), static_cast<unsigned>(k));
}

}  // namespace verigan::statistics
