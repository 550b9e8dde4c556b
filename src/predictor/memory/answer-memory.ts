import { mostWords, NumberKey } from './number-key.js';

interface Remembered<Answer> {
  readonly key: Int32Array;
  readonly answer: Answer;
  /** Another answer whose key has the same hash. */
  readonly next: Remembered<Answer> | undefined;
}

/** Answers by keys of numbers. */
export class AnswerMemory<Answer> {
  /** The key that is asked for, written before each question. */
  readonly key = new NumberKey();
  readonly #answers = new Map<number, Remembered<Answer>>();
  #size = 0;

  /** Forgets everything when it holds `mostAnswers` and is told another one. */
  constructor(private readonly mostAnswers: number) {}

  /** Forgets everything when keys have come to hold too many words; before a key is written, for that one would hold forgotten ones. */
  makeRoom(): void {
    if (this.#hasTooManyWords()) this.#forget();
  }

  /** The answer for the key that was written; `undefined` where there is none. */
  find(): Answer | undefined {
    for (let known = this.#answers.get(this.key.hash()); known !== undefined; known = known.next) {
      if (this.key.equals(known.key)) return known.answer;
    }
    return undefined;
  }

  /** Keeps an answer for the key that was written, which has none. Returns false when it has forgotten all, this one too. */
  remember(answer: Answer): boolean {
    if (this.#size >= this.mostAnswers || this.#hasTooManyWords()) {
      this.#forget();
      return false;
    }
    const hash = this.key.hash();
    this.#answers.set(hash, { key: this.key.copy(), answer, next: this.#answers.get(hash) });
    this.#size++;
    return true;
  }

  #hasTooManyWords(): boolean {
    return 2 * this.key.words > mostWords;
  }

  #forget(): void {
    this.#answers.clear();
    this.key.forgetWords();
    this.#size = 0;
  }
}
