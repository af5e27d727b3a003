# One WebAssembly variant: {one thread, threads} x {SIMD128, relaxed SIMD}, as the preset says.
#
# What comes out:
#   import   env.memory, and nothing else: an undefined symbol is an error of the link.
#   export   every RP_EXPORT function of wasm/; the globals __stack_pointer (mutable) and
#            __heap_base; with threads also __tls_size, __tls_align, __tls_base, __wasm_init_tls.
#   memory   [stack, 1 MiB, growing down to 0][static data][__heap_base: the core's own heap].
#            The stack lies first so that its overflow traps instead of eating the data.
#            The module asks for the pages up to __heap_base; the loader's memory may be larger.
#   start    with threads, static data are passive segments which the start function copies in once:
#            the first instance on a memory does, the others wait until it is done. Every
#            instance, the first too, then needs its own stack and thread-local block.
#            (With one thread the data segments are active and there is no start function.)
#
# musl's functions come from Emscripten's libc. Of its three sorts, "-ww" (for wasm workers) is the
# one with atomics but without Emscripten's pthread runtime, which would need JavaScript.

set(wasm_flags -msimd128 -mbulk-memory -mnontrapping-fptoint -msign-ext ${RAPTORS_WASM_OPTIMIZE})
set(sort "")
if(RAPTORS_RELAXED)
  list(APPEND wasm_flags -mrelaxed-simd)
endif()
if(RAPTORS_THREADS)
  list(APPEND wasm_flags -pthread)
  set(sort -ww)
endif()
target_compile_options(raptors_core PUBLIC ${wasm_flags})

# Where time goes elsewhere, or into scalar arithmetic, half the bytes do.
set(small io/npy io/py_literal dtype/dtype_parse dtype/limits ufunc/float_errors ufunc/float_rules
  ufunc/float_rules_complex ufunc/float_sample ufunc/float_products ufunc/loops/complex_exponential
  ufunc/loops/complex_inverse ufunc/loops/complex_trigonometric
  ufunc/loops/divisors ufunc/loops/exponents stat/extrema array/memory_view array/flatten shape/packbits
  array/nditer array/nditer_new array/nditer_flags array/nditer_index array/nditer_arrays
  shape/concatenate shape/roll shape/tile shape/triangle_indices
  index/fancy index/index_plan index/put index/places index/ravel_index index/splice index/take)
list(TRANSFORM small PREPEND ${PROJECT_SOURCE_DIR}/src/)
list(TRANSFORM small APPEND .c)
set_source_files_properties(${small} PROPERTIES COMPILE_OPTIONS -Os)

# Bytes count as much as time: -O3 and unrolled loops are an eighth more over the wire, and no faster
# but in these files. (What else gains by it is unrolled by hand, or by a pragma.)
set(unrolled signal/correlate signal/interp ufunc/loops/product)
list(TRANSFORM unrolled PREPEND ${PROJECT_SOURCE_DIR}/src/)
list(TRANSFORM unrolled APPEND .c)
set_source_files_properties(${unrolled} PROPERTIES COMPILE_OPTIONS -O3)
set(others ${core_sources})
list(REMOVE_ITEM others ${unrolled})
set_property(SOURCE ${others} APPEND PROPERTY
  COMPILE_OPTIONS -mllvm -unroll-runtime=0 -mllvm -unroll-allow-partial=0)

set(libraries libbulkmemory libc${sort} libcompiler_rt${sort})
foreach(library IN LISTS libraries)
  if(NOT EXISTS ${EM_LIBRARIES}/${library}.a)  # some Emscripten packages make libraries on demand
    find_program(EMBUILDER embuilder REQUIRED)
    execute_process(COMMAND ${EMBUILDER} build ${library} COMMAND_ERROR_IS_FATAL ANY)
  endif()
endforeach()
list(TRANSFORM libraries PREPEND ${EM_LIBRARIES}/)
list(TRANSFORM libraries APPEND .a)

file(GLOB wasm_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/wasm/*.c)
if(NOT wasm_sources)
  message(WARNING "wasm/*.c: none yet, so no module to link")
  return()
endif()
add_executable(raptors ${wasm_sources})
target_link_libraries(raptors PRIVATE raptors_core ${libraries})
target_link_options(raptors PRIVATE
  --no-entry --import-memory --max-memory=4294967296 --stack-first -z stack-size=1048576
  --export=__stack_pointer --export=__heap_base --strip-debug --fatal-warnings)
if(RAPTORS_THREADS)
  target_link_options(raptors PRIVATE --shared-memory
    --export=__wasm_init_tls --export=__tls_size --export=__tls_align --export=__tls_base)
endif()

# The shipped file, dist/raptors-<variant>.wasm, is the linked one after wasm-opt.
string(REGEX REPLACE "^wasm-" "raptors-" shipped ${RAPTORS_VARIANT})
set(shipped ${PROJECT_SOURCE_DIR}/dist/${shipped}.wasm)
add_custom_command(OUTPUT ${shipped}
  COMMAND ${CMAKE_COMMAND} -E make_directory ${PROJECT_SOURCE_DIR}/dist
  COMMAND ${WASM_OPT} -O3 --strip-debug --strip-producers --strip-target-features
          $<TARGET_FILE:raptors> -o ${shipped}.new
  COMMAND ${CMAKE_COMMAND} -E rename ${shipped}.new ${shipped}  # readers never see half a file
  DEPENDS raptors VERBATIM)
add_custom_target(shipped ALL DEPENDS ${shipped})
