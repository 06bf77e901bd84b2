// SPDX-License-Identifier: MIT
// Networks written in one line.
#include "gan/described.hpp"
#include "support/catch.hpp"
#include "support/error_of.hpp"

using namespace verigan;
using namespace verigan::gan;

TEST_CASE("a description is the networks it says, both or the discriminator alone") {
  const NetworkPair both = described_networks("G: dense 8 relu | batch_norm leaky 0.1 | dense 2 tanh; D: maxout 6 3 | dropout 0.25 | dense 1", 5, 2);
  REQUIRE(both.generator.layers().size() == 3);
  CHECK(both.generator.inputs() == 5);
  CHECK(both.generator.layers()[1]->activation().slope == Approx(0.1F));
  CHECK(both.generator.layers()[2]->activation().kind == nn::Nonlinearity::tanh);
  CHECK(both.discriminator.inputs() == 2);
  CHECK(both.discriminator.layers()[0]->outputs() == 18);
  const NetworkPair one = described_networks("dense 64 leaky 0.2 | dense 32 sigmoid | dense 1", 4, 3);
  CHECK(one.generator.outputs() == 3);
  CHECK(one.generator.layers()[1]->outputs() == 32);
  CHECK(one.discriminator.outputs() == 1);
  CHECK(describes_networks("dense 1 tanh"));
  CHECK_FALSE(describes_networks("toy-wide"));
}

TEST_CASE("what a description cannot mean is refused with the nearest word") {
  const auto refused = [](const char* text, const char* expected) {
    const std::string said = error_of([&] { described_networks(text, 4, 2); });
    INFO(text << ": " << said);
    CHECK(said.find(expected) != std::string::npos);
  };
  refused("dens 64 relu | dense 1", "layer 'dens 64 relu': 'dens', did you mean 'dense'?");
  refused("dense 64 leeky 0.2 | dense 1", "activation 'leeky', did you mean 'leaky'?");
  refused("dense 64 leaky | dense 1", "ends where the slope of leaky, as in 0.2 was expected");
  refused("dense many | dense 1", "'many', expected a whole number of outputs");
  refused("dense 0 | dense 1", "0, expected a whole number of outputs from 1 to 65536");
  refused("dense 64 relu 3 | dense 1", "'3' is left over, expected '|' before it");
  refused("dense 64 relu | dense 2", "a discriminator of 2 outputs, expected it to end in 'dense 1'");
  refused("G: dense 3; D: dense 1", "a generator of 3 outputs, expected it to end in 'dense 2'");
  refused("D: dense 1; G: dense 2", "expected 'G: …'");
  refused("dense 64 relu |", "ends where a layer such as 'dense 64 relu' was expected");
  refused("dropout 1.5 | dense 1", "1.5");
}
