#!/usr/bin/env bash
# @mediapipe/selfie_segmentation 0.1.1675465747 and @tensorflow/tfjs-tflite 0.0.1-alpha.10, of one vendor: the models of the one cannot be
# loaded by the other, and the error that a program is given does not say why.
#
# The segmentation models hold MediaPipe's own operator Convolution2DTransposeBias, which their file declares as custom. TFLite's build for
# the web has no such kernel: it refuses the model as "Can't initialize model", and only its log names the operator (twice). A model of
# @mediapipe/face_detection, made of built-in operators, loads. That a file is a .tflite does not mean that TFLite alone executes it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts --legacy-peer-deps @tensorflow/tfjs-tflite@0.0.1-alpha.10 \
  @mediapipe/face_detection@0.4.1657300184 @mediapipe/selfie_segmentation@0.1.1675465747
cat >see.cjs <<'JS'
const { readFileSync } = require('node:fs');
const build = './node_modules/@tensorflow/tfjs-tflite/wasm/tflite_web_api_cc_simd';
const said = [];
const log = { print: (line) => said.push(line), printErr: (line) => said.push(line) };
const options = { numThreads: 1, enableProfiling: false, maxProfilingBufferEntries: 1024 };
const files = ['face_detection/face_detection_short_range', 'selfie_segmentation/selfie_segmentation'];
require(`${build}.js`)({ wasmBinary: readFileSync(`${build}.wasm`), ...log }).then((tflite) => {
  const seen = files.map((file) => {
    const model = readFileSync(`node_modules/@mediapipe/${file}.tflite`);
    const address = tflite._malloc(model.length);
    tflite.HEAPU8.set(model, address);
    const made = tflite.TFLiteWebModelRunner.CreateFromBufferAndOptions(address, model.length, options);
    const refusal = made.ok() ? 'loads' : made.errorMessage();
    const operators = said.splice(0).flatMap((line) => /unresolved custom op: (\w+)/.exec(line)?.[1] ?? []);
    console.log(`${file}: ${refusal}; its log: ${operators.join(', ') || 'nothing of operators'}`);
    return { refusal, operators };
  });
  const isSo =
    seen[0].refusal === 'loads' &&
    seen[1].refusal === "INVALID_ARGUMENT: Can't initialize model" &&
    seen[1].operators.includes('Convolution2DTransposeBias');
  process.exit(isSo ? 0 : 1);
});
JS
node see.cjs
