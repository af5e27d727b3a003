/* An entry point that JavaScript calls. */
#ifndef RP_WASM_EXPORT_H
#define RP_WASM_EXPORT_H

#define RP_EXPORT(name) __attribute__((used, export_name(#name)))

#endif
