# Native builds: the core with sanitizers, one ctest per test/c/test_*.c, one fuzzer per
# test/fuzz/fuzz_*.c.

find_package(Threads REQUIRED)
find_path(SIMDE_INCLUDE simde/wasm/simd128.h)
if(NOT SIMDE_INCLUDE)
  message(FATAL_ERROR "simde/wasm/simd128.h is missing: install libsimde-dev")
endif()
# SIMDe has wasm_f64x2_add and the like on x86 and Arm. A system directory: its warnings are not ours.
target_include_directories(raptors_core SYSTEM PUBLIC ${SIMDE_INCLUDE})
target_link_libraries(raptors_core PUBLIC Threads::Threads m)

if(RAPTORS_SANITIZE)
  target_compile_options(raptors_core PUBLIC
    -fsanitize=${RAPTORS_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(raptors_core PUBLIC -fsanitize=${RAPTORS_SANITIZE})
endif()

# ThreadSanitizer of clang 14 dies where the kernel randomises more than 28 bits of addresses.
set(launcher "")
if(RAPTORS_SANITIZE STREQUAL thread AND EXISTS /proc/sys/vm/mmap_rnd_bits)
  file(READ /proc/sys/vm/mmap_rnd_bits random_bits)
  if(random_bits GREATER 28)
    set(launcher setarch -R)
  endif()
endif()

enable_testing()
file(GLOB test_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/test/c/test_*.c)
file(GLOB support_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/test/c/support*.c)
foreach(source IN LISTS test_sources)
  get_filename_component(name ${source} NAME_WE)
  # It computes for half a minute: once, at full speed.
  if(name STREQUAL test_accuracy AND RAPTORS_SANITIZE)
    continue()
  endif()
  add_executable(${name} ${source} ${support_sources})
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/test/c)
  target_link_libraries(${name} PRIVATE raptors_core)
  add_test(NAME ${name} COMMAND ${launcher} $<TARGET_FILE:${name}> WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  # A request that is too large must come back as NULL, as it does without a sanitizer.
  set_tests_properties(${name} PROPERTIES ENVIRONMENT
    "ASAN_OPTIONS=allocator_may_return_null=1;TSAN_OPTIONS=allocator_may_return_null=1;UBSAN_OPTIONS=print_stacktrace=1")
endforeach()

# What test_keys reads: NumPy's results for random keys.
find_program(NODE_PROGRAM node)
if(NOT NODE_PROGRAM)
  message(FATAL_ERROR "node is missing: it unpacks test/oracle/fixtures/keys.gz")
endif()
set(keys ${PROJECT_BINARY_DIR}/keys.txt)
set(keys_packed ${PROJECT_SOURCE_DIR}/test/oracle/fixtures/keys.gz)
add_custom_command(OUTPUT ${keys} DEPENDS ${keys_packed} VERBATIM COMMAND ${NODE_PROGRAM} -e
  "fs.writeFileSync(process.argv[2],zlib.gunzipSync(fs.readFileSync(process.argv[1])))"
  ${keys_packed} ${keys})
add_custom_target(keys_unpacked DEPENDS ${keys})
add_dependencies(test_keys keys_unpacked)
target_compile_definitions(test_keys PRIVATE KEYS_FIXTURE="${keys}")

if(TARGET test_accuracy)
  find_library(MPFR mpfr)
  if(NOT MPFR)
    message(FATAL_ERROR "mpfr.h is missing: install libmpfr-dev")
  endif()
  target_link_libraries(test_accuracy PRIVATE ${MPFR})
endif()

if(RAPTORS_FUZZ)
  target_compile_options(raptors_core PUBLIC -fsanitize=fuzzer-no-link)
  file(GLOB fuzz_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/test/fuzz/fuzz_*.c)
  foreach(source IN LISTS fuzz_sources)
    get_filename_component(name ${source} NAME_WE)
    add_executable(${name} ${source})
    target_link_options(${name} PRIVATE -fsanitize=fuzzer)
    target_link_libraries(${name} PRIVATE raptors_core)
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/fuzz)
  endforeach()
endif()
