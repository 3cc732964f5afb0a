# One folder = one namespace = one static library + one test program.
#   anju_folder(<name> DEPENDS <folders...> USES <outside libraries...>)
# Sources are every *.cpp under src/<name> but the *_test.cpp ones; those make <name>_test. Every src/<name>/*.sql
# becomes a constant of anju::<name>::sql (its text), so that a migration travels inside the program.

add_library(anju_warnings INTERFACE)
target_compile_options(anju_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror)
# g++ 12 at -O2 takes the inactive string of a std::variant for uninitialised; the sanitizers look for the real thing.
target_compile_options(anju_warnings INTERFACE -Wno-maybe-uninitialized)
# Optimised, it also sees overlapping copies in plain string sums (GCC bug 105651) and the like. Warnings are errors in the Debug build,
# which every test uses; an optimised build must not fail on what the optimiser imagines.
target_compile_options(anju_warnings INTERFACE "$<$<NOT:$<CONFIG:Debug>>:-Wno-restrict;-Wno-error>")
if(ANJU_SANITIZE STREQUAL "address")
  target_compile_options(anju_warnings INTERFACE -fsanitize=address,undefined -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
  target_link_options(anju_warnings INTERFACE -fsanitize=address,undefined)
elseif(ANJU_SANITIZE STREQUAL "thread")
  target_compile_options(anju_warnings INTERFACE -fsanitize=thread)
  target_link_options(anju_warnings INTERFACE -fsanitize=thread)
endif()

set_property(GLOBAL PROPERTY ANJU_TEST_PROGRAMS "")

function(anju_folder name)
  cmake_parse_arguments(F "" "" "DEPENDS;USES" ${ARGN})
  set(root ${CMAKE_SOURCE_DIR}/src/${name})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${root}/*.cpp)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")

  file(GLOB statements CONFIGURE_DEPENDS ${root}/*.sql)
  if(statements)
    set(header ${CMAKE_BINARY_DIR}/generated/${name}/sql.hpp)
    set(text "// Made from src/${name}/*.sql\n#pragma once\n#include <string_view>\nnamespace anju::${name}::sql {\n")
    foreach(file ${statements})
      get_filename_component(stem ${file} NAME_WE)
      file(READ ${file} body)
      set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
      string(APPEND text "inline constexpr std::string_view ${stem} = R\"anjusql(${body})anjusql\";\n")
    endforeach()
    string(APPEND text "}  // namespace anju::${name}::sql\n")
    file(CONFIGURE OUTPUT ${header} CONTENT "${text}" @ONLY)
  endif()

  set(dependencies ${F_DEPENDS})
  list(TRANSFORM dependencies PREPEND anju_)
  if(sources)
    add_library(anju_${name} STATIC ${sources})
    target_include_directories(anju_${name} PUBLIC ${CMAKE_SOURCE_DIR}/src ${CMAKE_BINARY_DIR}/generated)
    target_link_libraries(anju_${name} PUBLIC ${dependencies} ${F_USES} PRIVATE anju_warnings)
  else()
    add_library(anju_${name} INTERFACE)
    target_include_directories(anju_${name} INTERFACE ${CMAKE_SOURCE_DIR}/src ${CMAKE_BINARY_DIR}/generated)
    target_link_libraries(anju_${name} INTERFACE ${dependencies} ${F_USES})
  endif()

  if(tests AND ANJU_TESTS)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE anju_${name} anju_warnings GTest::gmock GTest::gtest GTest::gtest_main rapidcheck)
    target_compile_definitions(${name}_test PRIVATE ANJU_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    set_property(GLOBAL APPEND PROPERTY ANJU_TEST_PROGRAMS ${name}_test)
  endif()
endfunction()
