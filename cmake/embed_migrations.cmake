# Makes a folder of SQL files a list of migrations:
#   cmake -DIN=FOLDER -DOUT=FILE.cpp -DNAMESPACE=troupe::db::postgres -P ...
# NNNN_name.sql is version NNNN. Long texts are cut, as compilers limit one
# literal.
file(GLOB files "${IN}/*.sql")
list(SORT files)
set(rows "")
foreach(file IN LISTS files)
  get_filename_component(name "${file}" NAME_WE)
  string(REGEX MATCH "^0*([0-9]+)_" ignored "${name}")
  set(version "${CMAKE_MATCH_1}")
  file(READ "${file}" text)
  string(LENGTH "${text}" size)
  set(pieces "")
  set(at 0)
  while(at LESS size)
    string(SUBSTRING "${text}" ${at} 8000 piece)
    string(APPEND pieces "R\"~~(${piece})~~\"\n")
    math(EXPR at "${at} + 8000")
  endwhile()
  string(APPEND rows "  {${version}, \"${name}\",\n${pieces}},\n")
endforeach()
file(WRITE "${OUT}"
     "#include \"db/migrations.hpp\"\n\nnamespace ${NAMESPACE} {\n\nstd::span<const migration> migrations() noexcept {\n  static constexpr migration all[] = {\n${rows}  };\n  return all;\n}\n\n} // namespace ${NAMESPACE}\n")
