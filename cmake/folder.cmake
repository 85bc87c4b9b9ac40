# One library per folder. What it may link is in layers.txt and nowhere else:
# troupe_folder() reads that row, and scripts/check_layers.py holds every
# #include to the same row.
#
#   troupe_folder(HEADERS ... SOURCES ... [USES Third::party ...]
#                 [HIDES Third::party ...] [PCH <heavy.hpp> ...])
#
# USES is for libraries whose headers our headers include, HIDES for those that
# stay inside our sources. PCH names headers worth precompiling for the folder;
# folders that name none share the standard library's.
add_library(troupe_standard OBJECT "${PROJECT_SOURCE_DIR}/cmake/standard.cpp")
target_link_libraries(troupe_standard PRIVATE troupe_warnings)
if(TROUPE_PCH)
  target_precompile_headers(
    troupe_standard PRIVATE <algorithm> <charconv> <chrono> <deque> <functional>
    <map> <memory> <optional> <set> <span> <string> <string_view>
    <unordered_map> <utility> <variant> <vector>)
endif()

function(troupe_folder)
  cmake_parse_arguments(arg "" "" "HEADERS;SOURCES;USES;HIDES;PCH" ${ARGN})
  file(RELATIVE_PATH folder "${PROJECT_SOURCE_DIR}"
       "${CMAKE_CURRENT_SOURCE_DIR}")
  string(REPLACE "/" "_" name "${folder}")

  file(STRINGS "${PROJECT_SOURCE_DIR}/layers.txt" row REGEX "^${folder}:")
  if(NOT row)
    message(FATAL_ERROR "${folder} has no row in layers.txt")
  endif()
  string(REGEX REPLACE "^[^:]*:[ ]*" "" below "${row}")
  separate_arguments(below)
  list(TRANSFORM below REPLACE "/" "_")
  list(TRANSFORM below PREPEND "troupe::")

  if(arg_SOURCES)
    add_library(troupe_${name} STATIC ${arg_SOURCES})
    set(scope PUBLIC)
  else()
    add_library(troupe_${name} INTERFACE)
    set(scope INTERFACE)
  endif()
  add_library(troupe::${name} ALIAS troupe_${name})
  set_target_properties(troupe_${name} PROPERTIES EXPORT_NAME ${name})
  target_sources(
    troupe_${name} ${scope}
    FILE_SET HEADERS BASE_DIRS "${PROJECT_SOURCE_DIR}" FILES ${arg_HEADERS})
  target_compile_features(troupe_${name} ${scope} cxx_std_20)
  target_link_libraries(troupe_${name} ${scope} ${below} ${arg_USES})
  if(arg_SOURCES)
    target_link_libraries(troupe_${name}
                          PRIVATE $<BUILD_INTERFACE:troupe_warnings> ${arg_HIDES})
    if(arg_PCH AND TROUPE_PCH)
      target_precompile_headers(troupe_${name} PRIVATE ${arg_PCH})
    elseif(TROUPE_PCH)
      target_precompile_headers(troupe_${name} REUSE_FROM troupe_standard)
      # GCC 12 sees these where precompiled templates are inlined; none is real.
      target_compile_options(
        troupe_${name} PRIVATE -Wno-array-bounds -Wno-restrict
                               -Wno-stringop-overflow -Wno-stringop-overread)
    endif()
  endif()
  install(
    TARGETS troupe_${name}
    EXPORT troupeTargets
    FILE_SET HEADERS DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/troupe"
    INCLUDES DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/troupe")
endfunction()
