// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "data/images.hpp"
#include "data/locate.hpp"

// CIFAR-10 in its binary version (Krizhevsky 2009; cs.toronto.edu/~kriz/cifar.html): records of 3073
// bytes, a label 0 … 9, then 32 × 32 red, as many green, as many blue, row by row. In memory pixels lie
// channels last, as everywhere.
namespace verigan::data {

inline constexpr std::array<const char*, 10> kCifar10Classes = {
    "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"};

/// The images of one file of records, gzipped or not. Throws verigan::Error in one line with the file's
/// name: what read_decompressed refuses, a length that is no multiple of 3073, and, with the record's
/// number, a label above 9.
ImageSet read_cifar10(const std::filesystem::path& path);

/// The images of one class alone, in their order. Throws verigan::Error when there are none.
ImageSet only_class(const ImageSet& images, std::uint8_t label);

/// What a data set's name may be: cifar10; cifar10-subset, 1500 training and 300 test images of each
/// class; and cifar10-<class>, such as cifar10-horse.
std::vector<std::string> cifar10_names();

/// Loads the data set of this name from `folder`, or VERIGAN_DATA, or ./data, from the first of these that
/// is there, in the folder itself, in cifar10/ or in cifar-10-batches-bin/, each file gzipped or not:
///   cifar10:         data_batch_1.bin … data_batch_5.bin and test_batch.bin, or cifar-10-binary.tar.gz as
///                    it is downloaded, holding these
///   cifar10-subset:  subset_train.bin, subset_test.bin
///   cifar10-<class>: <class>_train.bin, <class>_test.bin, or what of cifar10 is of that class
/// Throws verigan::Error in one line: an unknown name, nothing found (MissingData: what was looked for), what
/// read_cifar10 refuses, a batch of other than 10,000 records, and an archive that is damaged, cut short
/// or lacks a batch.
ImageSet load_cifar10(const std::string& name, Split split,
                      const std::optional<std::filesystem::path>& folder = {});

/// Whether load_cifar10 would find files by this name, whatever they hold. Throws verigan::Error for an
/// unknown name.
bool finds_cifar10(const std::string& name, Split split,
                   const std::optional<std::filesystem::path>& folder = {});

}  // namespace verigan::data
