// SPDX-License-Identifier: MIT
#include "record/safetensors.hpp"

#include "record/file.hpp"
#include "support/catch.hpp"
#include "support/error_of.hpp"
#include "support/temporary_folder.hpp"

using namespace verigan;

namespace {

record::Tensors sample() {
  record::Tensors tensors;
  tensors.arrays["g.0.weight"] = {{2, 3}, {1, 2, 3, 4, 5, 6}};
  tensors.arrays["g.0.bias"] = {{3}, {-1, 0.5F, 1e-40F}};
  tensors.arrays["empty"] = {{0, 4}, {}};
  tensors.arrays["scalar"] = {{}, {7}};
  tensors.metadata = {{"step", "12"}, {"config", "alpha = 0.3\nname = \"α\"\n"}};
  return tensors;
}

// A file with this header and `data` bytes behind it.
std::string file_of(const std::string& header, std::size_t data) {
  std::string bytes(8, '\0');
  bytes[0] = static_cast<char>(header.size());
  return bytes + header + std::string(data, '\0');
}

}  // namespace

TEST_CASE("tensors and metadata are read back, equal contents give equal bytes") {
  const TemporaryFolder folder;
  const record::Tensors tensors = sample();
  record::write_safetensors(folder / "a", tensors);
  record::write_safetensors(folder / "b", sample());
  CHECK(record::read_file(folder / "a") == record::read_file(folder / "b"));
  const record::Tensors back = record::read_safetensors(folder / "a");
  CHECK(back.metadata == tensors.metadata);
  REQUIRE(back.arrays.size() == tensors.arrays.size());
  for (const auto& [name, array] : tensors.arrays) {
    CHECK(back.arrays.at(name).shape == array.shape);
    CHECK(back.arrays.at(name).values == array.values);
  }
  record::write_safetensors(folder / "c", {});
  CHECK(record::read_safetensors(folder / "c").arrays.empty());
}

TEST_CASE("a file cut anywhere or with bytes behind it is refused") {
  const TemporaryFolder folder;
  record::write_safetensors(folder / "a", sample());
  const std::string good = record::read_file(folder / "a");
  for (std::size_t n = 0; n < good.size(); ++n) {
    record::write_file(folder / "a", good.substr(0, n));
    REQUIRE(is_one_line(error_of([&] { record::read_safetensors(folder / "a"); })));
  }
  record::write_file(folder / "a", good + '\0');
  CHECK(is_one_line(error_of([&] { record::read_safetensors(folder / "a"); })));
}

TEST_CASE("headers that lie are refused") {
  const TemporaryFolder folder;
  const auto reading = [&](const std::string& header, std::size_t data) {
    record::write_file(folder / "a", file_of(header, data));
    return error_of([&] { record::read_safetensors(folder / "a"); });
  };
  CHECK(reading(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})", 8).empty());
  for (const char* header : {
           R"({"a":{"dtype":"F16","shape":[2],"data_offsets":[0,8]}})",           // another type
           R"({"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}})",           // another size
           R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,80]}})",          // past the end
           R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}})",           // backwards
           R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})",           // a gap
           R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})",           // a rest
           R"({"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}})",          // negative
           R"({"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]}})",
           R"({"a":{"dtype":"F32","shape":[2]}})",                                // no place
           R"({"a":{"dtype":"F32","shape":"2","data_offsets":[0,8]}})",           // no shape
           R"({"__metadata__":{"a":1},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})",
           R"([1, 2])", R"({"a")"}) {
    INFO(header);
    CHECK(is_one_line(reading(header, 8)));
  }
}
