# SPDX-License-Identifier: MIT
if(TARGET verigan_analysis)
  verigan_test(analysis SOURCES analysis/test_series.cpp analysis/test_tables.cpp support/made_up_results.cpp
    LINKS verigan::analysis verigan::drive)
  target_compile_definitions(test_analysis PRIVATE
    TABLE_ALPHA_TOY="$<TARGET_FILE:table_alpha_toy>" TABLE_ALPHA_MNIST="$<TARGET_FILE:table_alpha_mnist>"
    TABLE_BILINEAR_GAME="$<TARGET_FILE:table_bilinear_game>"
    TABLE_DIRECT_VS_INDIRECT="$<TARGET_FILE:table_direct_vs_indirect>"
    TABLE_DISCRIMINATOR_STRENGTH="$<TARGET_FILE:table_discriminator_strength>"
    TABLE_GMMN="$<TARGET_FILE:table_gmmn>"
    TABLE_LEARNT_DISCRIMINATOR="$<TARGET_FILE:table_learnt_discriminator>"
    TABLE_MODE_COLLAPSE="$<TARGET_FILE:table_mode_collapse>"
    TABLE_MODE_PROTOCOLS="$<TARGET_FILE:table_mode_protocols>"
    TABLE_PUBLISHED="$<TARGET_FILE:table_published>"
    TABLE_RANDOM_ALPHA="$<TARGET_FILE:table_random_alpha>"
    TABLE_SATURATING_GRADIENT="$<TARGET_FILE:table_saturating_gradient>")
  add_dependencies(test_analysis table_discriminator_strength table_mode_collapse table_mode_protocols
    table_alpha_toy table_alpha_mnist table_bilinear_game table_direct_vs_indirect table_gmmn
    table_learnt_discriminator table_published table_random_alpha table_saturating_gradient)
  verigan_test(claims SOURCES analysis/test_claims.cpp analysis/test_claims_command.cpp analysis/test_picture_claims.cpp
      support/made_up_results.cpp
    LINKS verigan_claims_register verigan::report nlohmann_json::nlohmann_json)
  target_compile_definitions(test_claims PRIVATE VERIGAN_PROGRAM="$<TARGET_FILE:verigan>")
  add_dependencies(test_claims verigan verigan_claims)
endif()
