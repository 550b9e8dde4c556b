/**
 * Features that take time in proportion: arithmetic as the kernel pads it, and memory traffic by kind. Where an operator has a
 * padded count it stands beside the plain one, and the fit decides which of the two costs time.
 */
const termNames = [
  'flops',
  'paddedMacs',
  'im2colBytes',
  'inputBytes',
  'outputBytes',
  'weightBytes',
  'inputElements',
  'outputElements',
];

/** The terms of the roofline prior among a table's features. */
export function rooflineTerms(names: readonly string[]): string[] {
  return termNames.filter((name) => names.includes(name));
}
