// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <vector>

#include "core/matrix.hpp"

// Factors of covariance matrices, in double, by additions, products, quotients and roots in a fixed order:
// the same bits everywhere. Nothing here fails for a singular matrix.
namespace verigan::metrics {

/// R (rank, d) of a symmetric positive semidefinite S (d, d): S = RᵀR. Cholesky's factor with complete
/// pivoting (Higham 2002, section 10.3), its columns in the order of S; it ends where no pivot is above
/// d·2⁻⁵² of S's largest diagonal element, so that what remains, at most d times that in any element, is
/// rounding or counts as such. rank is 0 for S = 0.
struct SemidefiniteRoot {
  std::size_t rank = 0;
  Matrix<double> root;
};
/// Throws verigan::Error, naming the element, unless every diagonal element is finite and at least 0.
SemidefiniteRoot semidefinite_root(const Matrix<double>& s);

/// a·bᵀ for a (m, d) and b (n, d), every element one sum in a fixed order.
Matrix<double> product_transposed(const Matrix<double>& a, const Matrix<double>& b);

/// The singular values of a matrix, largest first, by one-sided Jacobi rotations of its shorter side in
/// cyclic order (Hestenes 1958): real and at least 0 whatever the matrix, each to a small multiple of
/// 2⁻⁵³ of the largest. All elements must be finite.
std::vector<double> singular_values(const Matrix<double>& m);

}  // namespace verigan::metrics
