// SPDX-License-Identifier: MIT
#include "nn/layer.hpp"

#include <utility>

namespace verigan::nn {

Tensor& append(std::vector<Tensor>& list, std::string name, Role role, std::size_t rows,
               std::size_t cols) {
  Tensor tensor;
  tensor.name = std::move(name);
  tensor.role = role;
  tensor.rows = rows;
  tensor.cols = cols;
  // Narrow tensors stay dense: a line per row would cost more memory traffic than it saves.
  tensor.ld = cols < 16 ? cols : padded_ld(cols, sizeof(float));
  tensor.offset = list.empty() ? 0 : list.back().offset + list.back().size();
  if (rows == 1)
    tensor.shape = {cols};
  else
    tensor.shape = {rows, cols};
  return list.emplace_back(std::move(tensor));
}

}  // namespace verigan::nn
