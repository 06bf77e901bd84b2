// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The numbers that a training made elsewhere wrote down: as a table (CSV of any separator) or as lines of text
// such as "[Epoch 3/200] [D loss: 0.61] [G loss: 0.92]". Which column is what is found by its name.
namespace verigan::diagnosis {

/// What a column holds.
enum class Role {
  unused,
  d_loss,
  g_loss,
  d_loss_real,
  d_loss_fake,
  d_accuracy,
  d_accuracy_real,
  d_accuracy_fake,
  d_on_real,  ///< D's mean answer
  d_on_fake
};
std::string_view role_name(Role role);  ///< "D's loss"

/// By its name alone: "errD", "Loss_G", "d_loss_step", "train/disc_loss", "D(G(z))", "acc_fake", "critic loss".
Role role_of(std::string_view column);

struct LossLog {
  struct Column {
    std::string name;
    Role role;
    std::vector<double> values;  ///< of the rows that have one; NaN where it says so
  };
  std::vector<Column> columns;
  std::size_t rows = 0;

  /// Values of a role: empty if there is no such column. D's accuracy as a share, whatever it was written
  /// in; D's loss as the sum of its halves where only these are there.
  std::vector<double> of(Role role) const;
  bool has(Role role) const { return !of(role).empty(); }
};

/// Columns to be taken whatever they are called.
struct Named {
  std::string d_loss, g_loss;
};

/// Throws verigan::Error naming `source` for a file that is no table and no log, for a column that was named
/// and is not there, and where no column is a loss, an accuracy or an answer of D.
LossLog parse_losses(const std::string& text, const std::string& source, const Named& named = {});

}  // namespace verigan::diagnosis
