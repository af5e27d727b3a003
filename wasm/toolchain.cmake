# Compile with emcc, link with the wasm-ld beside it.
#
# emcc's own link step always writes JavaScript glue around a module with shared memory, renames
# the imports to suit it, and pulls in an allocator and a pthread runtime. Raptors ships its own
# loader, so none of that is wanted: wasm-ld alone gives a module whose one import is env.memory.

set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR wasm32)
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)

find_program(EMCC emcc REQUIRED)
find_program(EMAR emar REQUIRED)
find_program(EM_CONFIG em-config REQUIRED)
set(CMAKE_C_COMPILER ${EMCC})
set(CMAKE_AR ${EMAR})

foreach(key LLVM_ROOT BINARYEN_ROOT CACHE)
  execute_process(COMMAND ${EM_CONFIG} ${key} OUTPUT_VARIABLE EM_${key}
    OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
endforeach()
# Debian adds LLVM's version to the names of its tools.
file(GLOB versioned_linkers ${EM_LLVM_ROOT}/wasm-ld-[0-9]*)
find_program(WASM_LD NAMES wasm-ld ${versioned_linkers} HINTS ${EM_LLVM_ROOT} NO_DEFAULT_PATH REQUIRED)
find_program(WASM_OPT wasm-opt HINTS ${EM_BINARYEN_ROOT}/bin NO_DEFAULT_PATH REQUIRED)
set(EM_LIBRARIES ${EM_CACHE}/sysroot/lib/wasm32-emscripten)

set(CMAKE_EXECUTABLE_SUFFIX .wasm)
set(CMAKE_EXECUTABLE_SUFFIX_C .wasm)
set(CMAKE_C_ARCHIVE_FINISH "")
set(CMAKE_C_LINK_EXECUTABLE "${WASM_LD} <LINK_FLAGS> <OBJECTS> -o <TARGET> <LINK_LIBRARIES>")
