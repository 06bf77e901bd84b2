// SPDX-License-Identifier: MIT
#include "drive/slurm.hpp"
#include "support/catch.hpp"
#include "support/error_of.hpp"

using namespace verigan;

TEST_CASE("a job's script has the lines that are meant and no others") {
  drive::SlurmRequest honest;
  honest.name = "alpha_toy";
  honest.out = "/home/a b/out";
  honest.program = "/usr/bin/verigan";
  honest.partition = "long,short";
  honest.account = "lab.1";
  honest.time = "1-00:00:00";
  const std::string script = drive::slurm_script(honest);
  CHECK(script.find("\n#SBATCH --output=\"/home/a b/out/work/logs/%A_%a.log\"\n") != std::string::npos);
  CHECK(script.find("\nexec /usr/bin/verigan work '/home/a b/out'\n") != std::string::npos);
  for (const char* text :
       {"a\n#SBATCH --uid=root", "a --wrap=id", "a\nrm -rf x\n", "a;id", "$(id)", "`id`", "a\tb"}) {
    CAPTURE(text);
    for (std::string drive::SlurmRequest::*field :
         {&drive::SlurmRequest::name, &drive::SlurmRequest::partition, &drive::SlurmRequest::account,
          &drive::SlurmRequest::time}) {
      drive::SlurmRequest request = honest;
      request.*field = text;
      CHECK(is_one_line(error_of([&] { drive::slurm_script(request); })));
    }
  }
  for (const char* folder : {"/tmp/x\nid\n", "/tmp/\"x", "/tmp/x\\"}) {
    drive::SlurmRequest request = honest;
    request.out = folder;
    CHECK(is_one_line(error_of([&] { drive::slurm_script(request); })));
  }
  drive::SlurmRequest request = honest;  // what a shell would take for more than a name is quoted
  request.out = "/tmp/$(id); 'x'";
  CHECK(drive::slurm_script(request).find(R"(work '/tmp/$(id); '\''x'\''')") != std::string::npos);
}
