// SPDX-License-Identifier: MIT
// Logs as they are written by programs that people use.
#include "diagnosis/loss_log.hpp"

#include <cmath>

#include "support/catch.hpp"
#include "support/error_of.hpp"
#include "support/text.hpp"

using namespace verigan::diagnosis;
using verigan::tests::contains;
using Numbers = std::vector<double>;

TEST_CASE("loss log: names of columns") {
  const std::pair<const char*, Role> names[] = {
      {"d_loss", Role::d_loss}, {"D_loss", Role::d_loss}, {"Loss_D", Role::d_loss}, {"errD", Role::d_loss},
      {"lossD", Role::d_loss}, {"dLoss", Role::d_loss}, {"D loss", Role::d_loss}, {"train/disc_loss", Role::d_loss},
      {"discriminator_loss", Role::d_loss}, {"critic_loss", Role::d_loss}, {"loss/D", Role::d_loss},
      {"d_loss_step", Role::d_loss}, {"dloss", Role::d_loss}, {"loss_dis", Role::d_loss},
      {"g_loss", Role::g_loss}, {"Loss_G", Role::g_loss}, {"errG", Role::g_loss}, {"generator_loss", Role::g_loss},
      {"gen_loss_epoch", Role::g_loss}, {"gLoss", Role::g_loss}, {"loss_gen", Role::g_loss},
      {"adversarial_loss", Role::g_loss},
      {"d_loss_real", Role::d_loss_real}, {"errD_real", Role::d_loss_real}, {"real_loss", Role::d_loss_real},
      {"d_loss_fake", Role::d_loss_fake}, {"fake_loss", Role::d_loss_fake},
      {"D(x)", Role::d_on_real}, {"D(G(z))", Role::d_on_fake}, {"D_x", Role::d_on_real}, {"D_G_z1", Role::d_on_fake},
      {"acc", Role::d_accuracy}, {"d_acc", Role::d_accuracy}, {"acc_real", Role::d_accuracy_real},
      {"accuracy_fake", Role::d_accuracy_fake}, {"disc_accuracy", Role::d_accuracy},
      {"epoch", Role::unused}, {"step", Role::unused}, {"val_loss", Role::unused}, {"lr-Adam", Role::unused},
      {"gradient_penalty", Role::unused}, {"time", Role::unused}, {"fid", Role::unused}};
  for (const auto& [name, role] : names) {
    INFO(name);
    CHECK(role_of(name) == role);
  }
}

TEST_CASE("loss log: Keras, with accuracy in per cent") {
  const LossLog log = parse_losses("0 [D loss: 0.693147, acc.: 51.56%] [G loss: 0.701]\n"
                                   "1 [D loss: 0.61, acc.: 62.50%] [G loss: 0.82]\n", "log.txt");
  CHECK(log.rows == 2);
  CHECK(log.of(Role::d_loss) == Numbers{0.693147, 0.61});
  CHECK(log.of(Role::g_loss) == Numbers{0.701, 0.82});
  CHECK(log.of(Role::d_accuracy) == Numbers{51.56 / 100, 62.5 / 100});
}

TEST_CASE("loss log: PyTorch-GAN and the DCGAN of PyTorch's examples") {
  const LossLog gan = parse_losses("[Epoch 0/200] [Batch 0/938] [D loss: 0.69] [G loss: 0.70]\n"
                                   "[Epoch 0/200] [Batch 1/938] [D loss: 0.50] [G loss: nan]\n", "log");
  CHECK(gan.of(Role::d_loss) == Numbers{0.69, 0.5});
  REQUIRE(gan.of(Role::g_loss).size() == 2);
  CHECK(std::isnan(gan.of(Role::g_loss)[1]));
  const LossLog dcgan = parse_losses(
      "[0/5][0/1583]\tLoss_D: 1.7410\tLoss_G: 4.9309\tD(x): 0.5343\tD(G(z)): 0.5771 / 0.0136\n"
      "[0/5][50/1583]\tLoss_D: 0.0473\tLoss_G: 12.2\tD(x): 0.9725\tD(G(z)): 0.0000 / 0.0000\n", "log");
  CHECK(dcgan.of(Role::d_loss) == Numbers{1.741, 0.0473});
  CHECK(dcgan.of(Role::g_loss) == Numbers{4.9309, 12.2});
  CHECK(dcgan.of(Role::d_on_real) == Numbers{0.5343, 0.9725});
}

TEST_CASE("loss log: Lightning's table, whose cells are empty in turn, and lines of JSON") {
  const LossLog log = parse_losses("d_loss,epoch,g_loss,step\n,0,0.7,0\n0.69,0,,0\n,0,0.8,1\n0.6,0,,1\n", "metrics.csv");
  CHECK(log.of(Role::d_loss) == Numbers{0.69, 0.6});
  CHECK(log.of(Role::g_loss) == Numbers{0.7, 0.8});
  const LossLog json = parse_losses("{\"step\": 1, \"d_loss\": 0.6, \"g_loss\": 0.9}\n"
                                    "{\"step\": 2, \"d_loss\": 0.5, \"g_loss\": 1.1}\n", "log.jsonl");
  CHECK(json.of(Role::d_loss) == Numbers{0.6, 0.5});
  CHECK(json.of(Role::g_loss) == Numbers{0.9, 1.1});
}

TEST_CASE("loss log: numbers that are none, as pandas writes them, and halves that are added") {
  const LossLog log = parse_losses("step,d_loss,g_loss\n1,0.6,0.8\n2,0.5,0.9\n3,,\n4,,\n", "x.csv");
  REQUIRE(log.of(Role::d_loss).size() == 4);
  CHECK(std::isnan(log.of(Role::d_loss)[2]));
  const LossLog halves = parse_losses("epoch;d_loss_real;d_loss_fake;gen_loss\n0;0,25;0,5;1\n1;0,125;0,5;2\n", "x.csv");
  CHECK(halves.of(Role::d_loss) == Numbers{0.75, 0.625});
}

TEST_CASE("loss log: columns by their names, and complaints that say what there is") {
  const std::string text = "a,b\n1,2\n3,4\n";
  CHECK(contains(error_of([&] { parse_losses(text, "x.csv"); }),
                 "x.csv: no column is known as a loss of D or G among a, b; --d-loss and --g-loss name them"));
  const LossLog log = parse_losses(text, "x.csv", {"b", "a"});
  CHECK(log.of(Role::d_loss) == Numbers{2, 4});
  CHECK(log.of(Role::g_loss) == Numbers{1, 3});
  CHECK(contains(error_of([&] { parse_losses(text, "x.csv", {"c", ""}); }), "x.csv: no column 'c'"));
  CHECK(contains(error_of([&] { parse_losses("d_loss,g_loss\n", "x.csv"); }), "x.csv: no rows"));
}
