// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

// A value as configurations and summaries hold it, and how it is written as JSON.
namespace verigan::record {

using Value = std::variant<bool, std::int64_t, double, std::string, std::vector<double>>;

/// Keys in alphabetical order, so that equal objects have equal text.
using Object = std::map<std::string, Value>;

/// The object as JSON, two spaces of indentation, a line break at the end. Numbers carry the shortest
/// digits that read back; NaN is null, infinities are the texts "inf" and "-inf".
std::string json_text(const Object& object);

/// The reverse. Throws Error naming `source` when the text is no flat JSON object.
Object parse_json(const std::string& text, const std::string& source);

}  // namespace verigan::record
