/** Points of a unit cube, without end, spread so that few of them cover it well. */
export interface Design {
  /** The next point, with coordinates in [0, 1). The array is the caller's. */
  next(): Float64Array;
}
