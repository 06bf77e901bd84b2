// SPDX-License-Identifier: MIT
#pragma once

#include "gan/models.hpp"

// Models of images for any shape and all of ModelOptions, which are settled: no field asks for "the row's
// own".
namespace verigan::gan {

NetworkPair kth_simple(const ModelOptions& options);
NetworkPair kth_intermediate(const ModelOptions& options);
NetworkPair kth_complete(const ModelOptions& options);
NetworkPair dcgan(const ModelOptions& options);
NetworkPair conditional_dense(const ModelOptions& options);
NetworkPair conditional_dcgan(const ModelOptions& options);

}  // namespace verigan::gan
