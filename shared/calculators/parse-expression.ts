import { AppError } from '../errors/app-error.ts';
import type { BinaryOperator, Expression } from './expression.ts';
import { tokensOf } from './tokens.ts';
import type { Token } from './tokens.ts';

/** From what binds least to what binds most. Comparisons do not chain: `1 < x < 3` would not mean what it says. */
const LEVELS: readonly Readonly<{ operators: readonly BinaryOperator[]; chains: boolean }>[] = [
  { operators: ['or'], chains: true },
  { operators: ['and'], chains: true },
  { operators: ['=', '!=', '<', '<=', '>', '>='], chains: false },
  { operators: ['+', '-'], chains: true },
  { operators: ['*', '/'], chains: true },
];
const COMPARISON = 2;
const MOST_DEPTH = 50;

/** Reads one expression. @throws AppError calculator/bad-data with the place */
export function parseExpression(source: string): Expression {
  const parser = new Parser(tokensOf(source));
  const expression = parser.level(0, 0);
  parser.end();
  return expression;
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  level(index: number, depth: number): Expression {
    if (depth > MOST_DEPTH) throw this.#wrong('nested too deeply');
    const level = LEVELS[index];
    if (!level) return this.#power(depth);
    if (index === COMPARISON && this.#take('not')) {
      return { kind: 'unary', operator: 'not', of: this.level(COMPARISON, depth + 1) };
    }
    let left = this.level(index + 1, depth);
    for (let operator = this.#one(level.operators); operator; operator = this.#one(level.operators)) {
      left = { kind: 'binary', operator, left, right: this.level(index + 1, depth) };
      if (!level.chains) break;
    }
    return left;
  }

  end(): void {
    if (this.#at < this.#tokens.length) throw this.#wrong('something follows the end');
  }

  /** Right to left, and above the minus sign: -2 ^ 2 is -4. */
  #power(depth: number): Expression {
    if (this.#take('-')) return { kind: 'unary', operator: '-', of: this.#power(depth + 1) };
    const base = this.#atom(depth);
    if (!this.#take('^')) return base;
    if (depth > MOST_DEPTH) throw this.#wrong('nested too deeply');
    return { kind: 'binary', operator: '^', left: base, right: this.#power(depth + 1) };
  }

  #atom(depth: number): Expression {
    const token = this.#tokens[this.#at];
    if (!token) throw this.#wrong('something is missing at the end');
    this.#at += 1;
    switch (token.kind) {
      case 'number':
        return { kind: 'literal', value: Number(token.text) };
      case 'text':
        return { kind: 'literal', value: token.text };
      case 'word':
        return this.#word(token.text, depth);
      case 'sign': {
        if (token.text !== '(') throw this.#wrong('a value is missing');
        const inner = this.level(0, depth + 1);
        this.#need(')');
        return inner;
      }
    }
  }

  #word(name: string, depth: number): Expression {
    if (name === 'true' || name === 'false') return { kind: 'literal', value: name === 'true' };
    if (['and', 'or', 'not'].includes(name)) throw this.#wrong('a value is missing');
    if (!this.#take('(')) return { kind: 'name', name };
    const args: Expression[] = [];
    if (!this.#take(')')) {
      do args.push(this.level(0, depth + 1));
      while (this.#take(','));
      this.#need(')');
    }
    return { kind: 'call', name, args };
  }

  #one(operators: readonly BinaryOperator[]): BinaryOperator | null {
    return operators.find((operator) => this.#take(operator)) ?? null;
  }

  #take(text: string): boolean {
    const token = this.#tokens[this.#at];
    if (token?.text !== text || (token.kind !== 'sign' && token.kind !== 'word')) return false;
    this.#at += 1;
    return true;
  }

  #need(text: string): void {
    if (!this.#take(text)) throw this.#wrong(`${text} is missing`);
  }

  #wrong(message: string): AppError {
    const at = this.#tokens[this.#at]?.at ?? null;
    return new AppError('calculator/bad-data', message, { context: { at } });
  }
}
