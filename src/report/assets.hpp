// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

// The files next to this one that pages are made of, as the build found them.
namespace verigan::report {

std::string_view page_template();   ///< page.html, with {title}, {style} and {body}
std::string_view style_sheet();     ///< style.css
std::string_view gallery_script();  ///< gallery.js

}  // namespace verigan::report
