import { countCalls, subgraphAt } from '../../graph/description/called-graphs.js';
import { gapOf, leftOutOf, type Graph, type LeftOut } from '../../graph/index.js';
import { finiteUs } from '../totals/finite-us.js';
import type { OperationPrediction } from './prediction.js';

/** Predictions of the operations of a graph and of what it calls, each subgraph once. */
export class FollowedAnswers {
  readonly #answers = new Map<Graph, readonly OperationPrediction[]>();

  /** `answer` predicts the operations of one graph, in their order, whatever they call. */
  constructor(
    private readonly first: Graph,
    private readonly answer: (graph: Graph) => readonly OperationPrediction[],
  ) {}

  /** A prediction for each operation of a subgraph of the file, in their order; what an operation calls is in its own. */
  of(graph: Graph): readonly OperationPrediction[] {
    let answers = this.#answers.get(graph);
    if (answers === undefined) {
      answers = this.answer(graph);
      if (this.first.others !== undefined) {
        answers = answers.map((answer, index) => this.#withCalls(graph, answer, index));
      }
      this.#answers.set(graph, answers);
    }
    return answers;
  }

  /** What is not counted, or not whole, in the first graph and in what it calls. */
  leftOut(): readonly LeftOut[] {
    const { first } = this;
    if (first.others === undefined && this.of(first).every((each) => each.leftOut === undefined)) return [];
    return leftOutOf(first, (graph, _operation, index) => this.of(graph)[index]?.leftOut);
  }

  #withCalls(graph: Graph, answer: OperationPrediction, index: number): OperationPrediction {
    const operation = graph.operations[index];
    if (operation?.calls === undefined) return answer;
    const calledUs = countCalls(operation, (subgraph) => {
      const called = subgraphAt(this.first, subgraph);
      return called === undefined ? 0 : this.of(called).reduce((sum, each) => sum + each.predictedUs, 0);
    });
    const predictedUs = finiteUs(calledUs, `what ${operation.operator} calls`);
    const reason = gapOf(graph, operation) ?? 'no definition';
    const source = predictedUs === 0 ? 'none' : 'called';
    return { ...answer, predictedUs, source, leftOut: reason };
  }
}
