#!/usr/bin/env bash
# @tensorflow/tfjs-tflite 0.0.1-alpha.10 (TFLite as WebAssembly): "count" in the profile counts the looks, not the inferences.
#
# Two inferences, then three calls of GetProfilingSummary(): the line "Timings (microseconds)" says count=1, 2 and 3, each with the sum of
# both inferences as the time of one. Means and "times called" of the rows stay right. Look once, at the end, and read the rows.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts --legacy-peer-deps \
  @tensorflow/tfjs-tflite@0.0.1-alpha.10 @mediapipe/face_detection@0.4.1657300184
cat >see.cjs <<'JS'
const { readFileSync } = require('node:fs');
const build = './node_modules/@tensorflow/tfjs-tflite/wasm/tflite_web_api_cc_simd';
const model = readFileSync('node_modules/@mediapipe/face_detection/face_detection_short_range.tflite');
const quiet = { print: () => undefined, printErr: () => undefined };
require(`${build}.js`)({ wasmBinary: readFileSync(`${build}.wasm`), ...quiet }).then((tflite) => {
  const address = tflite._malloc(model.length);
  tflite.HEAPU8.set(model, address);
  const options = { numThreads: 1, enableProfiling: true, maxProfilingBufferEntries: 100_000 };
  const runner = tflite.TFLiteWebModelRunner.CreateFromBufferAndOptions(address, model.length, options).value();
  runner.Infer();
  runner.Infer();
  const counts = [1, 2, 3].map((look) => {
    const summary = runner.GetProfilingSummary();
    const [line, count, sumUs] = /^Timings \(microseconds\): count=(\d+) curr=(\d+).*$/m.exec(summary) ?? [];
    const row = summary.split('\n').find((text) => text.includes('TfLiteXNNPackDelegate')) ?? '';
    const [meanMs, calls] = [2, 6].map((column) => Number(row.split('\t').slice(1)[column]));
    console.log(`look ${look}: ${line}; the row: ${meanMs} ms each, called ${calls} times`);
    return Math.abs(sumUs / 1000 - 2 * meanMs) < 0.01 && calls === 2 ? Number(count) : NaN;
  });
  process.exit(counts.join() === '1,2,3' ? 0 : 1);
});
JS
node see.cjs
