// Made by scripts/build-js.mjs while bundling.
declare module 'virtual:wasm/*' {
    const bytes: Uint8Array<ArrayBuffer>;
    export default bytes;
}
declare module 'virtual:worker' {
    const source: string;
    export default source;
}
