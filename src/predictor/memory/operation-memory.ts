import type { OperandTable } from '../../graph/description/operands.js';
import type { Graph, Operation, Operand } from '../../graph/index.js';
import { AnswerMemory } from './answer-memory.js';
import type { NumberKey } from './number-key.js';

/** Longest constant, in bytes, whose values may decide what an operation does: paddings, axes, sizes. */
const longestIntegers = 512;

/**
 * Remembers an answer for each operation configuration: operator, attributes, and of every input shape, type, whether it is constant, and
 * the values of small integer constants. Two operations share an answer only when all of these are equal.
 */
export class OperationMemory<Answer> {
  readonly #memory: AnswerMemory<{ readonly answer: Answer }>;

  /** Forgets everything when it holds `mostAnswers` and is asked again. */
  constructor(mostAnswers: number) {
    this.#memory = new AnswerMemory(mostAnswers);
  }

  /** What was answered for an operation of equal configuration, or what `compute` answers for it. */
  recall(graph: Graph, operation: Operation, operands: OperandTable, compute: () => Answer): Answer {
    writeConfiguration(this.#memory.key, graph, operation, operands);
    const known = this.#memory.find();
    if (known !== undefined) return known.answer;
    const answer = compute();
    this.#memory.remember({ answer });
    return answer;
  }
}

function writeConfiguration(
  key: NumberKey,
  graph: Graph,
  { operator, attributes, inputs }: Operation,
  operands: OperandTable,
): void {
  key.begin();
  key.pushOperator(operator, attributes);
  for (const index of inputs) pushOperand(key, graph, index, operands[index]);
}

function pushOperand(key: NumberKey, graph: Graph, index: number, operand: Operand | undefined): void {
  if (operand === undefined) {
    key.push(-3);
    return;
  }
  const { shape, type, constant, quantizedBy } = operand;
  const data = constant ? graph.tensors[index]?.data : undefined;
  key.pushShape(!constant ? 0 : data === undefined ? 1 : 2, type, shape);
  if (quantizedBy !== undefined) {
    key.push(-7);
    key.pushWord(quantizedBy);
  }
  if (typeof data === 'object' && !(data instanceof Uint8Array)) {
    key.push(-8);
    key.pushWord(data.externalFile);
  }
  if (!(data instanceof Uint8Array) || data.byteLength > longestIntegers) return;
  if (type !== 'int32' && type !== 'int64') return;
  key.pushBytes(data);
}
