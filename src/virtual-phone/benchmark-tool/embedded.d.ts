/** TFLite's WebAssembly build, put into the bundle as bytes by scripts/bundle-benchmark-tool.js. */
declare module '@tensorflow/tfjs-tflite/wasm/tflite_web_api_cc_simd.wasm' {
  const bytes: Uint8Array;
  export = bytes;
}

/** The JavaScript that Emscripten wrote for the module above. */
declare module '@tensorflow/tfjs-tflite/wasm/tflite_web_api_cc_simd.js' {
  const createModule: (options: object) => Promise<unknown>;
  export = createModule;
}
