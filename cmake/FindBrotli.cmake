# Debian ships no CMake package for Brotli. Defines Brotli::encoder and
# Brotli::decoder.
include(FindPackageHandleStandardArgs)
find_path(Brotli_INCLUDE_DIR brotli/encode.h)
find_library(Brotli_encoder_LIBRARY brotlienc)
find_library(Brotli_decoder_LIBRARY brotlidec)
find_package_handle_standard_args(
  Brotli REQUIRED_VARS Brotli_encoder_LIBRARY Brotli_decoder_LIBRARY
                       Brotli_INCLUDE_DIR)
foreach(part encoder decoder)
  if(Brotli_FOUND AND NOT TARGET Brotli::${part})
    add_library(Brotli::${part} UNKNOWN IMPORTED)
    set_target_properties(Brotli::${part} PROPERTIES
      IMPORTED_LOCATION "${Brotli_${part}_LIBRARY}"
      INTERFACE_INCLUDE_DIRECTORIES "${Brotli_INCLUDE_DIR}")
  endif()
endforeach()
