import type { Attributes, AttributeValue, ElementType, Shape } from '../../graph/index.js';

/** An operator that was met, and what its attributes were called then: they are called the same from one operation to the next. */
interface KnownOperator {
  readonly number: number;
  names: readonly string[];
  /** The number of all names together. */
  namesNumber: number;
  /** At each name's place the text that its attribute had last, and the text's number. */
  texts: (string | undefined)[];
  textNumbers: number[];
}

/**
 * A key that is a row of integers of 32 bits, compared one by one, because texts would take most of a prediction's time to make and to look
 * up. It is written anew for each question; words in it, and numbers that are no such integers, are numbers that it gives them.
 */
export class NumberKey {
  #numbers = new Int32Array(256);
  #length = 0;
  readonly #words = new Map<string, number>();
  readonly #operators = new Map<string, KnownOperator>();

  /** Begins the next key. */
  begin(): void {
    this.#length = 0;
  }

  /** Writes an integer of 32 bits. */
  push(value: number): void {
    if (this.#length === this.#numbers.length) this.#lengthen();
    this.#numbers[this.#length++] = value;
  }

  pushWord(text: string): void {
    this.push(this.#word(text));
  }

  pushBytes(bytes: Uint8Array): void {
    const { length } = bytes;
    this.push(length);
    // Four at a time; what is not there counts as zero.
    for (let at = 0; at < length; at += 4) {
      this.push(
        byteAt(bytes, at) |
          (byteAt(bytes, at + 1) << 8) |
          (byteAt(bytes, at + 2) << 16) |
          (byteAt(bytes, at + 3) << 24),
      );
    }
  }

  /** A kind, below 4, of values of a type, and their shape, whose sizes are not negative. */
  pushShape(kind: number, type: ElementType, shape: Shape): void {
    const rank = shape.length;
    // Nearly all are float32, which is told without looking the word up.
    const typeNumber = type === 'float32' ? 0 : 1 + this.#word(type);
    this.push(kind + 4 * (typeNumber + mostWords * rank));
    for (let axis = 0; axis < rank; axis++) {
      const size = shape[axis] as number;
      this.push((size | 0) === size ? size : -1 - this.#word(`size ${size}`));
    }
  }

  /** An operator with its attributes. */
  pushOperator(operator: string, attributes: Attributes): void {
    const known = this.#operators.get(operator) ?? this.#newOperator(operator);
    this.push(known.number);
    const start = this.#length;
    this.push(known.namesNumber);
    let place = 0;
    for (const name in attributes) {
      if (known.names[place] !== name) {
        this.#length = start;
        this.#pushOthers(known, attributes);
        return;
      }
      this.#pushValue(known, place++, attributes[name] as AttributeValue);
    }
    if (place === known.names.length) return;
    this.#length = start;
    this.#pushOthers(known, attributes);
  }

  /** How many words it has given numbers. */
  get words(): number {
    return this.#words.size;
  }

  /** Gives words other numbers from now on: keys of before mean nothing any more. */
  forgetWords(): void {
    this.#words.clear();
    this.#operators.clear();
  }

  /** FNV-1a over the numbers. */
  hash(): number {
    const numbers = this.#numbers;
    const length = this.#length;
    let hash = 0x811c9dc5 | 0;
    for (let place = 0; place < length; place++) {
      hash = Math.imul(hash ^ (numbers[place] as number), 0x01000193);
      hash ^= hash >>> 15;
    }
    return hash;
  }

  equals(other: Int32Array): boolean {
    const numbers = this.#numbers;
    if (other.length !== this.#length) return false;
    for (let place = 0; place < other.length; place++) {
      if (other[place] !== numbers[place]) return false;
    }
    return true;
  }

  copy(): Int32Array {
    return this.#numbers.slice(0, this.#length);
  }

  /** Attributes that are called otherwise than those of the operator's last operation. */
  #pushOthers(known: KnownOperator, attributes: Attributes): void {
    known.names = Object.keys(attributes);
    known.namesNumber = this.#word(known.names.join(' '));
    known.texts = known.names.map(() => undefined);
    known.textNumbers = known.names.map(() => 0);
    this.push(known.namesNumber);
    known.names.forEach((name, place) => {
      this.#pushValue(known, place, attributes[name] as AttributeValue);
    });
  }

  /** Small integers are even, whatever else there is has an odd number. */
  #pushValue(known: KnownOperator, place: number, value: AttributeValue): void {
    if (typeof value === 'number' && (value << 1) >> 1 === value) this.push(value << 1);
    else if (typeof value === 'string') this.push(this.#textNumber(known, place, value));
    else this.push(2 * this.#word(`value ${JSON.stringify(value)}`) + 1);
  }

  #textNumber(known: KnownOperator, place: number, text: string): number {
    if (known.texts[place] !== text) {
      known.texts[place] = text;
      known.textNumbers[place] = 2 * this.#word(text) + 1;
    }
    return known.textNumbers[place] as number;
  }

  #word(text: string): number {
    let number = this.#words.get(text);
    if (number === undefined) this.#words.set(text, (number = this.#words.size));
    return number;
  }

  #newOperator(operator: string): KnownOperator {
    const known = { number: this.#word(operator), names: [], namesNumber: -1, texts: [], textNumbers: [] };
    this.#operators.set(operator, known);
    return known;
  }

  #lengthen(): void {
    const longer = new Int32Array(2 * this.#length);
    longer.set(this.#numbers);
    this.#numbers = longer;
  }
}

function byteAt(bytes: Uint8Array, at: number): number {
  return bytes[at] ?? 0;
}

/** Words that keys may have: networks of files may bring names of their own. */
export const mostWords = 10_000;
