#include <cstdio>

#include "theory/divergence.hpp"
#include "theory/spec.hpp"

int main() {
  const auto p = verigan::theory::parse_density("normal(0,1)");
  const auto q = verigan::theory::parse_density("normal(1,1)");
  std::printf("%.6f\n", verigan::theory::kl(*p, *q).value);
}
