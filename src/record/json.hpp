// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "record/value.hpp"

// Between verigan's values and the JSON library's. Included by sources only.
namespace verigan::record {

nlohmann::json as_json(const Object& object);

/// Throws Error naming `source` unless `in` is a flat object.
Object object_of(const nlohmann::json& in, const std::string& source);

}  // namespace verigan::record
