// Stands for the headers that all tests have precompiled.
#include <catch2/catch.hpp>
