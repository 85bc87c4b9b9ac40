# Makes a text file a raw string literal: cmake -DIN=... -DOUT=... -DNAME=...
# -P embed_text.cmake. Long texts are cut, as compilers limit one literal.
file(READ "${IN}" text)
set(pieces "")
string(LENGTH "${text}" size)
set(at 0)
while(at LESS size)
  string(SUBSTRING "${text}" ${at} 8000 piece)
  string(APPEND pieces "R\"~~(${piece})~~\"\n")
  math(EXPR at "${at} + 8000")
endwhile()
file(WRITE "${OUT}" "#include \"cli/demo_data.hpp\"\n\nnamespace troupe::cli {\n\nstd::string_view ${NAME}() noexcept {\n  return ${pieces};\n}\n\n} // namespace troupe::cli\n")
