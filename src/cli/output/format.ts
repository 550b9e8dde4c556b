// What people read of numbers is the same on the command line and in the dashboard.
export {
  countText,
  durationText,
  latencyText,
  shareText,
  signedPercentText,
  spanText,
} from '../../platform/format.js';
