/**
 * A number as C++'s ostream writes it by default: six significant digits, trailing zeros dropped, exponents of at least two
 * digits (`1.23457e+06`).
 */
export function ostreamNumber(value: number): string {
  if (value === 0) return '0';
  const [mantissa = '', exponentText = '0'] = value.toExponential(5).split('e');
  const exponent = Number(exponentText);
  const trim = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);
  if (exponent >= -4 && exponent < 6) return trim(value.toFixed(5 - exponent));
  const sign = exponent < 0 ? '-' : '+';
  return `${trim(mantissa)}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`;
}
