// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "record/value.hpp"

// Between verigan's values and the JSON library's. Included by sources only.
namespace verigan::record {

/// The library would make anything of 1e300 or −1. Throw Error naming `source` for what is no whole number of
/// the type.
std::int64_t signed_of(const nlohmann::json& in, const std::string& source);
std::size_t size_of(const nlohmann::json& in, const std::string& source);

nlohmann::json as_json(const Object& object);

/// Throws Error naming `source` unless `in` is a flat object.
Object object_of(const nlohmann::json& in, const std::string& source);

}  // namespace verigan::record
