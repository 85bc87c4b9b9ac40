# Speed of the build itself: ccache and mold where the machine has them.
find_program(TROUPE_CCACHE ccache)
if(TROUPE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # With precompiled headers ccache has to look past their time stamps.
  set(launcher "${CMAKE_COMMAND}" -E env
      "CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime"
      "CCACHE_BASEDIR=${PROJECT_SOURCE_DIR}" "${TROUPE_CCACHE}")
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
endif()

find_program(TROUPE_MOLD mold)
if(TROUPE_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND TROUPE_PCH)
  # ccache needs the preprocessor to tell it which header was precompiled.
  add_compile_options(-fpch-preprocess)
endif()

# The instruction set the binary may use: v2 is every x86-64 since 2009;
# "native" for this machine only; empty for the compiler's default.
if(CMAKE_SYSTEM_PROCESSOR STREQUAL "x86_64")
  set(TROUPE_ARCH "x86-64-v2" CACHE STRING "Value of -march")
  if(TROUPE_ARCH)
    # simdjson wants carry-less multiplication, which came with v2 processors.
    add_compile_options(-march=${TROUPE_ARCH} -mpclmul)
  endif()
endif()
