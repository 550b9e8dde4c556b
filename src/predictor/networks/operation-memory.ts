import type { OperandTable } from '../../graph/description/operands.js';
import type { AttributeValue, Graph, Operation, Operand } from '../../graph/index.js';

/** Longest constant, in bytes, whose values may decide what an operation does: paddings, axes, sizes. */
const longestIntegers = 512;

interface Remembered<Answer> {
  readonly key: Float64Array;
  readonly answer: Answer;
  /** Another operation whose key has the same hash. */
  readonly next: Remembered<Answer> | undefined;
}

/**
 * Remembers an answer for each operation configuration: operator, attributes, and of every input shape, type, whether it is constant, and
 * the values of small integer constants. Two operations share an answer only when all of these are equal. The key is a row of
 * numbers, compared number by number, because texts would take most of a prediction's time to make and to look up.
 */
export class OperationMemory<Answer> {
  private readonly answers = new Map<number, Remembered<Answer>>();
  private readonly words = new Map<string, number>();
  private key = new Float64Array(256);
  private length = 0;
  private size = 0;

  /** Forgets everything when it holds `mostAnswers` and is asked again. */
  constructor(private readonly mostAnswers: number) {}

  /** What was answered for an operation of equal configuration, or what `compute` answers for it. */
  recall(graph: Graph, operation: Operation, operands: OperandTable, compute: () => Answer): Answer {
    if (this.size >= this.mostAnswers) this.forget();
    this.write(graph, operation, operands);
    const hash = this.hash();
    const same = this.answers.get(hash);
    for (let entry = same; entry !== undefined; entry = entry.next) {
      if (this.matches(entry.key)) return entry.answer;
    }
    const key = this.key.slice(0, this.length);
    const answer = compute();
    this.answers.set(hash, { key, answer, next: same });
    this.size++;
    return answer;
  }

  private forget(): void {
    this.answers.clear();
    this.words.clear();
    this.size = 0;
  }

  private write(graph: Graph, { operator, attributes, inputs }: Operation, operands: OperandTable): void {
    this.length = 0;
    this.push(this.word(operator));
    for (const name in attributes) {
      this.push(this.word(name));
      this.pushValue(attributes[name] as AttributeValue);
    }
    for (const index of inputs) this.pushOperand(graph, index, operands[index]);
  }

  /** Numbers stand for themselves, everything else for its text; which of the two comes first. */
  private pushValue(value: AttributeValue): void {
    const isNumber = typeof value === 'number';
    this.push(isNumber ? -1 : -2);
    this.push(isNumber ? value : this.word(JSON.stringify(value)));
  }

  private pushOperand(graph: Graph, index: number, operand: Operand | undefined): void {
    if (operand === undefined) {
      this.push(-3);
      return;
    }
    const { shape, type, constant, quantizedBy } = operand;
    const data = constant ? graph.tensors[index]?.data : undefined;
    this.push(!constant ? -4 : data === undefined ? -5 : -6);
    this.push(this.word(type));
    this.push(shape.length);
    for (const size of shape) this.push(size);
    if (quantizedBy !== undefined) {
      this.push(-7);
      this.push(this.word(quantizedBy));
    }
    if (typeof data === 'object' && !(data instanceof Uint8Array)) {
      this.push(-8);
      this.push(this.word(data.externalFile));
    }
    if (!(data instanceof Uint8Array) || data.byteLength > longestIntegers) return;
    if (type !== 'int32' && type !== 'int64') return;
    for (const byte of data) this.push(byte);
  }

  private push(value: number): void {
    if (this.length === this.key.length) {
      const longer = new Float64Array(2 * this.length);
      longer.set(this.key);
      this.key = longer;
    }
    this.key[this.length++] = value;
  }

  private word(text: string): number {
    let number = this.words.get(text);
    if (number === undefined) this.words.set(text, (number = this.words.size));
    return number;
  }

  /** FNV-1a over the key's numbers; fractions only matter when keys are compared. */
  private hash(): number {
    const { key, length } = this;
    let hash = 0x811c9dc5 | 0;
    for (let place = 0; place < length; place++) {
      hash = Math.imul(hash ^ (key[place] as number), 0x01000193);
      hash ^= hash >>> 15;
    }
    return hash;
  }

  private matches(other: Float64Array): boolean {
    if (other.length !== this.length) return false;
    for (let place = 0; place < other.length; place++) {
      if (other[place] !== this.key[place]) return false;
    }
    return true;
  }
}
