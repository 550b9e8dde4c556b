#!/usr/bin/env bash
# @tensorflow/tfjs-tflite 0.0.1-alpha.10 (TFLite as WebAssembly): the profile that programs are given has whole milliseconds, and none of
# the operations that a delegate executed.
#
# After one inference of a MediaPipe model, GetProfilingResults(), which the package's types describe as a row for each node, has a single
# row (the delegate's) in whole milliseconds. GetProfilingSummary(), text meant for people, has the same row in microseconds and a
# hundred more under "Delegate internal". Read the text.
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
  const results = runner.GetProfilingResults();
  const rows = Array.from({ length: results.size() }, (_, index) => results.get(index));
  const summary = runner.GetProfilingSummary();
  const wholeUs = Number(/^Timings \(microseconds\): count=1 curr=(\d+)/m.exec(summary)?.[1]);
  const delegated = new Set(summary.match(/Delegate\/.*:\d+$/gm));
  console.log(`results: ${rows.map(({ nodeType, nodeExecMs }) => `${nodeType} ${nodeExecMs} ms`).join(', ')}`);
  console.log(`summary: ${wholeUs} us in all, ${delegated.size} operations inside the delegate`);
  const isSo = rows.length === 1 && rows[0].nodeExecMs === Math.trunc(wholeUs / 1000) && delegated.size > 50;
  process.exit(isSo ? 0 : 1);
});
JS
node see.cjs
