// Stands for the headers of the standard library that folders have precompiled.
#include <string>
