// SPDX-License-Identifier: MIT
#include "report/html.hpp"
#include "support/catch.hpp"

using namespace verigan::report;

TEST_CASE("text is made safe for HTML") {
  CHECK(escaped("p < q & \"r\" > 0") == "p &lt; q &amp; &quot;r&quot; &gt; 0");
}

TEST_CASE("indices are set low, names keep their underscores") {
  CHECK(with_indices("C_α(G)") == "C<sub>α</sub>(G)");
  CHECK(with_indices("max_D V < JS_{1−α}(q,p)") == "max<sub>D</sub> V &lt; JS<sub>1−α</sub>(q,p)");
  CHECK(with_indices("σ_p² = E_p") == "σ<sub>p</sub>² = E<sub>p</sub>");
  CHECK(with_indices("alpha_toy, n_true, _x") == "alpha_toy, n_true, _x");
  CHECK(with_indices("x_") == "x_");
  CHECK(with_indices("x_{1") == "x<sub>1</sub>");
  CHECK(with_indices("") == "");
}

TEST_CASE("a table's cells carry their headings for narrow screens") {
  const HtmlTable table{{{"id"}, {"D & G", true}}, {{"a", "1"}}};
  const std::string text = html(table);
  for (const char* part : {"<th>id</th>", "<th class=\"number\">D &amp; G</th>",
                           "<td data-head=\"id\"><span>a</span></td>",
                           "<td class=\"number\" data-head=\"D &amp; G\"><span>1</span></td>"})
    CHECK(text.find(part) != std::string::npos);
}
