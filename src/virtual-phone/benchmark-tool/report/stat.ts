import { ostreamNumber } from './number-format.js';

/** Count, first, last, extremes and moments of whole microseconds, as stats_calculator.h keeps them. */
export class Stat {
  count = 0;
  first = 0;
  last = 0;
  min = Infinity;
  max = -Infinity;
  sum = 0;
  private sumOfSquares = 0;

  add(value: number): void {
    if (this.count === 0) this.first = value;
    this.last = value;
    this.min = Math.min(this.min, value);
    this.max = Math.max(this.max, value);
    this.sum += value;
    this.sumOfSquares += value * value;
    this.count += 1;
  }

  get average(): number {
    return this.count === 0 ? 0 : this.sum / this.count;
  }

  /** Population standard deviation, cut to a whole number. */
  get deviation(): number {
    if (this.count === 0) return 0;
    return Math.trunc(Math.sqrt(Math.max(0, this.sumOfSquares / this.count - this.average ** 2)));
  }

  /** `count=10 first=… curr=… min=… max=… avg=… std=…`, shorter when there is nothing to spread. */
  toString(): string {
    if (this.count === 0) return 'count=0';
    if (this.min === this.max) {
      return `count=${this.count} curr=${this.last}${this.count > 1 ? '(all same)' : ''}`;
    }
    return (
      `count=${this.count} first=${this.first} curr=${this.last} min=${this.min} max=${this.max} ` +
      `avg=${ostreamNumber(this.average)} std=${this.deviation}`
    );
  }
}
