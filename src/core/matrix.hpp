// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <memory>
#include <span>
#include <utility>

#include "core/check.hpp"

// Row-major matrices, rows = samples. Rows start on 64-byte boundaries and the leading dimension is
// never a multiple of 4096 bytes, which would map every row onto the same cache sets.
namespace verigan {

inline constexpr std::size_t kAlignment = 64;

/// Memory of at least `bytes` on a 64-byte boundary, to be given back with std::free. From 2 MiB on it
/// asks the system for huge pages: walking weights of that size through a page table of 4 KiB pages
/// costs a training step some per cent. Throws std::bad_alloc.
void* allocate_aligned(std::size_t bytes);

/// A rectangle inside somebody else's memory. T may be const. Element (i, j) is data[i * ld + j].
template <class T>
struct MatrixView {
  T* data = nullptr;
  std::size_t rows = 0;
  std::size_t cols = 0;
  std::size_t ld = 0;  // leading dimension, in elements; ld >= cols

  MatrixView() = default;
  MatrixView(T* data_, std::size_t rows_, std::size_t cols_, std::size_t ld_)
      : data(data_), rows(rows_), cols(cols_), ld(ld_) {}
  /// A view of T converts to a view of const T.
  template <class U>
    requires(std::is_same_v<const U, T> && !std::is_same_v<U, T>)
  MatrixView(const MatrixView<U>& other)  // NOLINT: implicit on purpose
      : data(other.data), rows(other.rows), cols(other.cols), ld(other.ld) {}

  T& operator()(std::size_t i, std::size_t j) const { return data[i * ld + j]; }
  std::span<T> row(std::size_t i) const { return {data + i * ld, cols}; }
  /// Rows first, first + 1, …, first + count − 1.
  MatrixView block_rows(std::size_t first, std::size_t count) const {
    ensure(first + count <= rows, "block_rows inside the matrix");
    return {data + first * ld, count, cols, ld};
  }
};

/// The leading dimension used for `cols` elements of `size` bytes: whole 64-byte lines, and one line
/// more where that would be a multiple of 4096 bytes. A single column stays dense.
constexpr std::size_t padded_ld(std::size_t cols, std::size_t size) {
  const std::size_t line = kAlignment / size;
  if (cols <= 1) return cols;
  const std::size_t ld = (cols + line - 1) / line * line;
  return (ld * size) % 4096 == 0 ? ld + line : ld;
}

/// An owning matrix, zero-initialised, padding included. Moves cheaply, copies deeply.
template <class T>
class Matrix {
 public:
  Matrix() = default;
  Matrix(std::size_t rows, std::size_t cols)
      : rows_(rows), cols_(cols), ld_(padded_ld(cols, sizeof(T))), data_(allocate(rows * ld_)) {}
  Matrix(const Matrix& other) : Matrix(other.rows_, other.cols_) {
    std::copy_n(other.data_.get(), rows_ * ld_, data_.get());
  }
  Matrix(Matrix&& other) noexcept { swap(other); }
  Matrix& operator=(Matrix other) noexcept {
    swap(other);
    return *this;
  }

  std::size_t rows() const { return rows_; }
  std::size_t cols() const { return cols_; }
  std::size_t ld() const { return ld_; }
  T* data() { return data_.get(); }
  const T* data() const { return data_.get(); }
  T& operator()(std::size_t i, std::size_t j) { return data_[i * ld_ + j]; }
  const T& operator()(std::size_t i, std::size_t j) const { return data_[i * ld_ + j]; }
  std::span<T> row(std::size_t i) { return {data_.get() + i * ld_, cols_}; }
  std::span<const T> row(std::size_t i) const { return {data_.get() + i * ld_, cols_}; }
  MatrixView<T> view() { return {data_.get(), rows_, cols_, ld_}; }
  MatrixView<const T> view() const { return {data_.get(), rows_, cols_, ld_}; }
  operator MatrixView<T>() { return view(); }              // NOLINT: implicit on purpose
  operator MatrixView<const T>() const { return view(); }  // NOLINT: implicit on purpose

 private:
  struct Free {
    void operator()(T* p) const { std::free(p); }
  };
  static std::unique_ptr<T[], Free> allocate(std::size_t n) {
    if (n == 0) return nullptr;
    T* p = static_cast<T*>(allocate_aligned(n * sizeof(T)));
    std::fill_n(p, n, T{});
    return std::unique_ptr<T[], Free>(p);
  }
  void swap(Matrix& other) noexcept {
    std::swap(rows_, other.rows_);
    std::swap(cols_, other.cols_);
    std::swap(ld_, other.ld_);
    std::swap(data_, other.data_);
  }

  std::size_t rows_ = 0, cols_ = 0, ld_ = 0;
  std::unique_ptr<T[], Free> data_;
};

}  // namespace verigan
