/** Relative error of a mean printed with six significant digits. */
export const sixDigits = 5e-6;
