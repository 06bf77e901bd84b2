// SPDX-License-Identifier: MIT
#pragma once

#include "theory/theorem.hpp"

// What a row of src/theory says, held against the code that trains and measures, which src/theory
// must not include. An exercise is a further check of that row, on draws of its own.
namespace verigan::verification {

struct Exercise {
  const char* id;         // of the row
  const char* exercises;  // the functions it calls, for the reader
  theory::Check check;
  const char* chosen = "";  // see Theorem::chosen; of rows that choose nothing themselves
};

// Of the losses of src/gan/objective.cpp.
Exercise zero_sum_losses();            // T07
Exercise equilibrium_losses();         // T10
Exercise non_saturating_gradient();    // T16
Exercise slopes_of_the_generator();    // T17
Exercise blind_losses();               // T63
// Of training with lying labels.
Exercise flipped_training();           // T20
Exercise labelled_training();          // T64
// Of the statistics of src/metrics.
Exercise sample_mmd();                 // T34
Exercise sample_inception_score();     // T38

}  // namespace verigan::verification
