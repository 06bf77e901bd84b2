// SPDX-License-Identifier: MIT
// verigan diagnose: what came of a training made elsewhere, from its losses and samples.
#include <cstdio>
#include <memory>
#include <optional>

#include "cli/command.hpp"
#include "core/check.hpp"
#include "core/terminal.hpp"
#include "core/text.hpp"
#include "diagnosis/loss_verdict.hpp"
#include "diagnosis/sample_verdict.hpp"
#include "record/file.hpp"
#include "record/npy.hpp"

namespace verigan::cli {
namespace {

struct Request {
  std::string losses, real, generated, loss;
  diagnosis::Named named;
  double alpha = 0.5;
};

/// Samples of any shape, a row each.
Matrix<float> samples_of(const std::string& option, const std::string& file) {
  const record::AnyArray array = record::read_any_npy(file);
  require(array.shape.size() >= 1 && array.shape.front() > 0, option, " ", file, ": no samples");
  const std::size_t rows = array.shape.front();
  return std::visit(
      [&](const auto& values) {
        Matrix<float> out(rows, values.size() / rows);
        for (std::size_t i = 0; i < values.size(); ++i)
          out.row(i / out.cols())[i % out.cols()] = static_cast<float>(values[i]);
        return out;
      },
      array.values);
}

void say(const std::string& text, const std::string& indent = "") {
  std::string begin;
  for (const std::string& line : wrapped(text, terminal_columns(stdout) - indent.size())) {
    std::printf("%s%s\n", begin.c_str(), line.c_str());
    begin = indent;
  }
}

void say_row(const std::string& head, const std::string& text) {
  const std::string indent(12, ' ');
  std::string begin = padded(head, indent.size());
  for (const std::string& line : wrapped(text, terminal_columns(stdout) - indent.size())) {
    std::printf("%s%s\n", begin.c_str(), line.c_str());
    begin = indent;
  }
}

void say_verdict(const gan::Verdict& verdict) {
  say(verdict.headline());
  if (!verdict.advice.empty()) say(verdict.advice);
}

int diagnose(const Request& request) {
  require(request.real.empty() == request.generated.empty(),
          "--real and --generated are given together, or neither");
  require(request.alpha > 0 && request.alpha < 1, "--alpha ", request.alpha, ", expected between 0 and 1");
  const diagnosis::LossLog log = diagnosis::parse_losses(record::read_file(request.losses), request.losses, request.named);
  std::string hints = request.losses;
  for (const auto& column : log.columns) hints += ' ' + column.name;
  const diagnosis::LossKind kind = diagnosis::recognise(request.loss, hints, log.of(diagnosis::Role::d_loss),
                                                        log.of(diagnosis::Role::g_loss), request.alpha);
  const diagnosis::LossJudgement losses = diagnosis::judge_losses(log, kind, request.alpha);
  std::optional<diagnosis::SampleJudgement> samples;
  if (!request.real.empty())
    samples = diagnosis::judge_samples(samples_of("--real", request.real), samples_of("--generated", request.generated));

  // Samples decide where there are any.
  say_verdict(samples ? samples->verdict : losses.verdict);
  if (samples) {
    std::puts("");
    for (const std::string& number : samples->numbers) say_row("samples", number);
    std::puts("");
    say("The losses alone: " + losses.verdict.headline());
    if (gan::failed(samples->verdict.outcome) && !losses.verdict.advice.empty()) say(losses.verdict.advice);
  }
  std::puts("");
  std::string used;
  for (const auto& column : log.columns)
    if (column.role != diagnosis::Role::unused)
      used += (used.empty() ? "" : "; ") + column.name + ": " + std::string(role_name(column.role));
  say_row("columns", used);
  say_row("rows", std::to_string(log.rows));
  if (log.has(diagnosis::Role::d_loss) || log.has(diagnosis::Role::g_loss))
    say_row("loss", kind.text() + " (" + kind.how + "; --loss says otherwise)");
  for (const std::string& number : losses.numbers) say_row("numbers", number);
  if (!samples) {
    std::puts("");
    say("Losses cannot tell how good samples are: a blind discriminator has those of a perfect generator. "
        "Samples can: --real REAL.npy --generated GENERATED.npy.");
  }
  return 0;
}

}  // namespace

Action diagnose_command(Arguments& arguments) {
  auto request = std::make_shared<Request>();
  arguments.add("LOSSES", request->losses, "CSV table, or log with D loss: 0.6 and the like").required();
  arguments.add("--real", request->real, "Real samples, .npy of shape (n, …)");
  arguments.add("--generated", request->generated, "Generated ones, (m, …)");
  arguments.add("--alpha", request->alpha, "Share of real samples in what D sees").shows_default();
  arguments.add("--loss", request->loss,
                "non-saturating, minimax, least-squares, hinge, wasserstein, …; default: recognised by its values");
  arguments.add("--d-loss", request->named.d_loss, "Column of D's loss; default: found by its name");
  arguments.add("--g-loss", request->named.g_loss, "Column of G's loss; default: found by its name");
  arguments.footer("LEARNT, NO FAILURE SEEN, UNDECIDED, TOO SHORT, NOT LEARNT, COLLAPSED, UNSTABLE or BROKEN; then what "
                   "to try, and the numbers it rests on.");
  return [request] { return diagnose(*request); };
}

}  // namespace verigan::cli
