// SPDX-License-Identifier: MIT
#include "gan/described.hpp"

#include <charconv>
#include <sstream>
#include <vector>

#include "core/check.hpp"
#include "core/names.hpp"

namespace verigan::gan {
namespace {

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> parts;
  std::istringstream in(text);
  for (std::string part; std::getline(in, part, at);) parts.push_back(part);
  if (!text.empty() && text.back() == at) parts.emplace_back();
  return parts;
}

/// The words of one layer, taken one by one.
class Words {
 public:
  explicit Words(const std::string& layer) : layer_(layer) {
    std::istringstream in(layer);
    for (std::string word; in >> word;) words_.push_back(word);
    const std::size_t first = layer_.find_first_not_of(' ');
    layer_ = first == std::string::npos ? "" : layer_.substr(first, layer_.find_last_not_of(' ') + 1 - first);
  }
  bool empty() const { return at_ == words_.size(); }
  std::string next(const char* expected) {
    require(!empty(), "layer '", layer_, "' ends where ", expected, " was expected");
    return words_[at_++];
  }
  template <class Number>
  Number number(const char* expected) {
    const std::string word = next(expected);
    Number value{};
    const char* const end = word.data() + word.size();
    const auto result = std::from_chars(word.data(), end, value);
    require(result.ec == std::errc{} && result.ptr == end, "layer '", layer_, "': '", word, "', expected ", expected);
    return value;
  }
  std::size_t width(const char* expected) {
    const auto n = number<std::size_t>(expected);
    require(n >= 1 && n <= 65536, "layer '", layer_, "': ", n, ", expected ", expected, " from 1 to 65536");
    return n;
  }
  void end() const {
    require(empty(), "layer '", layer_, "': '", empty() ? "" : words_[at_], "' is left over, expected '|' before it");
  }
  nn::Activation activation() {
    if (empty()) return nn::kIdentity;
    const std::vector<std::string> names{"relu", "leaky", "tanh", "sigmoid"};
    const std::string word = next("an activation");
    if (word == "relu") return nn::kRelu;
    if (word == "tanh") return nn::kTanh;
    if (word == "sigmoid") return nn::kSigmoid;
    require(word == "leaky", "layer '", layer_, "': activation '", word, "'", expected_names(word, names));
    return nn::leaky_relu(number<float>("the slope of leaky, as in 0.2"));
  }
  const std::string& layer() const { return layer_; }

 private:
  std::string layer_;
  std::vector<std::string> words_;
  std::size_t at_ = 0;
};

void add(nn::NetworkBuilder& network, const std::string& layer) {
  const std::vector<std::string> kinds{"dense", "maxout", "batch_norm", "dropout"};
  Words words(layer);
  const std::string kind = words.next("a layer such as 'dense 64 relu'");
  if (kind == "dense") {
    const std::size_t outputs = words.width("a whole number of outputs");
    network.dense(outputs, words.activation());
  } else if (kind == "maxout") {
    const std::size_t outputs = words.width("a whole number of outputs");
    network.maxout(outputs, words.width("a whole number of pieces"));
  } else if (kind == "batch_norm") {
    network.batch_norm(words.activation());
  } else {
    require(kind == "dropout", "layer '", words.layer(), "': '", kind, "'", expected_names(kind, kinds));
    network.dropout(words.number<float>("a rate in [0, 1)"));
  }
  words.end();
}

nn::Network network_of(const std::vector<std::string>& layers, std::size_t inputs) {
  nn::NetworkBuilder network(inputs);
  for (const std::string& layer : layers) add(network, layer);
  return network.build();
}

/// "G: …" without its name; throws where another name stands there.
std::vector<std::string> layers_of(const std::string& text, char player) {
  const std::size_t at = text.find_first_not_of(' ');
  require(at != std::string::npos && text[at] == player && text.substr(at + 1).starts_with(":"), "model part '", text,
          "', expected '", player, ": …'");
  return split(text.substr(at + 2), '|');
}

}  // namespace

bool describes_networks(const std::string& text) { return text.find(' ') != std::string::npos; }

NetworkPair described_networks(const std::string& text, std::size_t noise, std::size_t dimension) {
  std::vector<std::string> of_g, of_d;
  if (text.find(';') != std::string::npos || text.find(':') != std::string::npos) {
    const std::vector<std::string> players = split(text, ';');
    require(players.size() == 2, "model '", text, "' has ", players.size(),
            " parts divided by ';', expected 'G: …; D: …'");
    of_g = layers_of(players[0], 'G');
    of_d = layers_of(players[1], 'D');
  } else {
    of_d = split(text, '|');
    of_g = of_d;
    of_g.back() = "dense " + std::to_string(dimension);
  }
  NetworkPair pair{network_of(of_g, noise), network_of(of_d, dimension), {-1, 1}};
  require(pair.discriminator.outputs() == 1, "model '", text, "': a discriminator of ", pair.discriminator.outputs(),
          " outputs, expected it to end in 'dense 1'");
  require(pair.generator.outputs() == dimension, "model '", text, "': a generator of ", pair.generator.outputs(),
          " outputs, expected it to end in 'dense ", dimension, "'");
  return pair;
}

}  // namespace verigan::gan
