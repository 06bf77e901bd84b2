// SPDX-License-Identifier: MIT
#include "judge/cache.hpp"

#include <cstdlib>
#include <memory>

#include "core/check.hpp"
#include "judge/classifier_trainer.hpp"
#include "record/file.hpp"
#include "record/hash.hpp"

namespace verigan::judge {

namespace {

constexpr std::uint64_t kSeed = 1;

std::optional<std::filesystem::path> variable(const char* name) {
  const char* const value = std::getenv(name);
  if (value == nullptr || *value == '\0') return {};
  return value;
}

}  // namespace

std::optional<std::filesystem::path> cache_folder() {
  if (const auto folder = variable("VERIGAN_CACHE")) return *folder;
  if (const auto folder = variable("XDG_CACHE_HOME")) return *folder / "verigan";
  if (const auto folder = variable("HOME")) return *folder / ".cache" / "verigan";
  return {};
}

std::string cached_name(const Recipe& recipe, const data::ImageSet& images) {
  record::Sha256 hash;
  hash.update(describe(recipe));
  const nn::Network network = recipe.build();
  for (const nn::Tensor& tensor : network.parameters()) hash.update(tensor.name);
  hash.update(std::as_bytes(std::span(images.pixels)));
  hash.update(std::as_bytes(std::span(images.labels)));
  return message("classifier-", recipe.name, '-', hash.finish().substr(0, 16), ".safetensors");
}

Classifier train_classifier(const Recipe& recipe, const data::ImageSet& images,
                            const TrainingProgress& progress) {
  ClassifierTrainer trainer(recipe, std::make_shared<data::ImageSet>(images), kSeed);
  while (trainer.steps_done() < trainer.steps()) {
    trainer.step();
    if (progress) progress(trainer.steps_done(), trainer.steps());
  }
  return trainer.classifier();
}

Obtained obtain_classifier(const Recipe& recipe, const data::ImageSet& images,
                           const std::optional<std::filesystem::path>& folder,
                           const TrainingProgress& progress) {
  std::error_code error;
  const std::filesystem::path file = folder ? *folder / cached_name(recipe, images) : "";
  if (folder && std::filesystem::exists(file, error)) return {load_classifier(file), false, file};
  Obtained found{train_classifier(recipe, images, progress), true, {}};
  if (!folder) {
    found.not_kept = "none of VERIGAN_CACHE, XDG_CACHE_HOME and HOME is set";
    return found;
  }
  try {
    record::make_folder(*folder);
    record::write_safetensors(file, found.classifier.save());
    found.file = file;
  } catch (const Error& reason) {
    found.not_kept = reason.what();
  }
  return found;
}

}  // namespace verigan::judge
