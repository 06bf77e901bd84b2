# SPDX-License-Identifier: MIT
find_package(ZLIB REQUIRED)
verigan_test(data
  SOURCES data/test_cifar.cpp data/test_density_source.cpp data/test_idx.cpp data/test_images.cpp data/test_mixture.cpp
          data/test_own_images.cpp data/test_packed_set.cpp data/test_points.cpp data/test_toy.cpp
  LINKS verigan::data ZLIB::ZLIB)
