// What leaves the farm as files and comes into it as files. A door of its own, so that commands that exchange nothing do not
// load the formats.
export { exportPredictor } from '../registry/export-predictor.js';
