/**
 * Small arithmetic and logic over named numbers and texts, for constraints and derived values:
 * `||`, `&&`, `!`, `== != < <= > >=`, `+ - * / %`, parentheses, `min max abs ceil floor round`, 'texts', numbers and names.
 * A truth value is a number: 0 is false, anything else true. There is nothing in it to call or to reach but what is listed.
 */
export interface Expression {
  readonly text: string;
  /** The names it reads. */
  readonly names: ReadonlySet<string>;
  /** Its value. Throws {@link ExpressionError} when texts meet arithmetic. Names must be present: see {@link names}. */
  evaluate(scope: Scope): Value;
}

export type Value = number | string;
export type Scope = (name: string) => Value;

/** Says at which character (from 0) of an expression what is wrong. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';

  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

const tokenKinds = ['number', 'text', 'name', 'sign'] as const;

type Evaluate = (scope: Scope) => Value;

interface Token {
  readonly kind: (typeof tokenKinds)[number] | 'end';
  readonly text: string;
  readonly offset: number;
}

const tokenPattern =
  /\s*(?:(?<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|'(?<text>[^']*)'|(?<name>[A-Za-z_]\w*)|(?<sign>&&|\|\||[<>=!]=|[-+*/%<>!(),]))/y;

const functions: Readonly<Record<string, (...values: number[]) => number>> = {
  min: Math.min,
  max: Math.max,
  abs: (value = NaN) => Math.abs(value),
  ceil: (value = NaN) => Math.ceil(value),
  floor: (value = NaN) => Math.floor(value),
  round: (value = NaN) => Math.round(value),
};

/** Operators from loosest to tightest; those of a line bind alike, from left to right. */
const binaryLevels: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['==', '!='],
  ['<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/', '%'],
];

const onNumbers: Readonly<Record<string, (left: number, right: number) => number>> = {
  '<': (left, right) => Number(left < right),
  '<=': (left, right) => Number(left <= right),
  '>': (left, right) => Number(left > right),
  '>=': (left, right) => Number(left >= right),
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '%': (left, right) => left % right,
};

/** Far more than any constraint has; reading and evaluating call themselves once a level of nesting. */
const mostCharacters = 1_000;

/** Reads an expression. Throws {@link ExpressionError} on anything that is not one, and on what no person would write. */
export function parseExpression(text: string): Expression {
  if (text.length > mostCharacters) {
    throw new ExpressionError(`longer than ${mostCharacters} characters`, mostCharacters);
  }
  const tokens = tokenize(text);
  const names = new Set<string>();
  let position = 0;

  const peek = (): Token => tokens[position] as Token;
  const isSign = (...signs: readonly string[]): boolean =>
    peek().kind === 'sign' && signs.includes(peek().text);

  function expectSign(sign: string): void {
    if (!isSign(sign)) throw unexpected(peek(), `"${sign}"`);
    position++;
  }

  function binary(level: number): Evaluate {
    const signs = binaryLevels[level];
    if (signs === undefined) return unary();
    let left = binary(level + 1);
    while (isSign(...signs)) {
      const sign = peek();
      position++;
      left = combine(sign, left, binary(level + 1));
    }
    return left;
  }

  function unary(): Evaluate {
    const sign = peek();
    if (!isSign('-', '!')) return primary();
    position++;
    const operand = unary();
    if (sign.text === '-') return (scope) => -asNumber(operand(scope), sign);
    return (scope) => Number(!isTrue(operand(scope)));
  }

  function primary(): Evaluate {
    const token = peek();
    position++;
    if (token.kind === 'number') return () => Number(token.text);
    if (token.kind === 'text') return () => token.text;
    if (token.kind === 'name') return isSign('(') ? call(token) : read(token);
    if (token.kind === 'sign' && token.text === '(') {
      const inner = binary(0);
      expectSign(')');
      return inner;
    }
    throw unexpected(token, 'a value');
  }

  function read(token: Token): Evaluate {
    names.add(token.text);
    return (scope) => scope(token.text);
  }

  function call(token: Token): Evaluate {
    const apply = Object.hasOwn(functions, token.text) ? functions[token.text] : undefined;
    if (apply === undefined) throw new ExpressionError(`unknown function "${token.text}"`, token.offset);
    expectSign('(');
    const operands = [binary(0)];
    while (isSign(',')) {
      position++;
      operands.push(binary(0));
    }
    expectSign(')');
    return (scope) => apply(...operands.map((operand) => asNumber(operand(scope), token)));
  }

  const evaluate = binary(0);
  if (peek().kind !== 'end') throw unexpected(peek(), 'the end');
  return { text, names, evaluate };
}

/** True for every value but 0, the empty text and what is not a number. */
export function isTrue(value: Value): boolean {
  return value !== 0 && value !== '' && !Number.isNaN(value);
}

function combine(sign: Token, left: Evaluate, right: Evaluate): Evaluate {
  if (sign.text === '||') return (scope) => Number(isTrue(left(scope)) || isTrue(right(scope)));
  if (sign.text === '&&') return (scope) => Number(isTrue(left(scope)) && isTrue(right(scope)));
  if (sign.text === '==') return (scope) => Number(left(scope) === right(scope));
  if (sign.text === '!=') return (scope) => Number(left(scope) !== right(scope));
  const apply = onNumbers[sign.text];
  if (apply === undefined) throw unexpected(sign, 'an operator');
  return (scope) => apply(asNumber(left(scope), sign), asNumber(right(scope), sign));
}

function asNumber(value: Value, token: Token): number {
  if (typeof value === 'number') return value;
  throw new ExpressionError(`"${token.text}" needs numbers, not '${value}'`, token.offset);
}

function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  const pattern = new RegExp(tokenPattern);
  const end = text.trimEnd().length;
  while (pattern.lastIndex < end) {
    const start = pattern.lastIndex;
    const match = pattern.exec(text);
    if (match === null) throw new ExpressionError(`cannot read "${text.slice(start).trim()}"`, start);
    const { kind, content } = contentOf(match);
    tokens.push({
      kind,
      text: content,
      offset: pattern.lastIndex - content.length - (kind === 'text' ? 1 : 0),
    });
  }
  tokens.push({ kind: 'end', text: 'the end', offset: end });
  return tokens;
}

function contentOf({ groups = {} }: RegExpExecArray): { kind: Token['kind']; content: string } {
  const found = tokenKinds.flatMap((kind) => {
    const content = groups[kind];
    return content === undefined ? [] : [{ kind, content }];
  });
  return found[0] ?? { kind: 'end', content: '' };
}

function unexpected(token: Token, expected: string): ExpressionError {
  return new ExpressionError(
    `expected ${expected}, found ${token.kind === 'end' ? 'the end' : `"${token.text}"`}`,
    token.offset,
  );
}
