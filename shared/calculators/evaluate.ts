import { assertNever } from '../lib/assert-never.ts';
import type { BinaryOperator, Expression } from './expression.ts';
import { NUMBER_FUNCTIONS } from './functions.ts';

export type Plain = number | string | boolean;

/**
 * A value, or why there is none: inputs that nobody has given, or arithmetic without a result (a division by 0). `false and
 * unknown` is false: what does not matter is not asked for.
 */
export type Value = Readonly<{ known: true; value: Plain }> | Readonly<{ known: false; needs: readonly string[] }>;

/** `values` of what was given or computed; `points` of the option that a choice has. */
export type Scope = Readonly<{ values: ReadonlyMap<string, Value>; points: ReadonlyMap<string, number> }>;

/** Value of an expression that `typeOf` has accepted. Never throws. */
export function evaluate(expression: Expression, scope: Scope): Value {
  switch (expression.kind) {
    case 'literal':
      return known(expression.value);
    case 'name':
      return scope.values.get(expression.name) ?? { known: false, needs: [expression.name] };
    case 'unary': {
      const of = evaluate(expression.of, scope);
      if (!of.known) return of;
      return known(expression.operator === 'not' ? of.value !== true : -Number(of.value));
    }
    case 'binary':
      return expression.operator === 'and' || expression.operator === 'or'
        ? logic(expression.operator, [expression.left, expression.right], scope)
        : arithmetic(expression.operator, expression.left, expression.right, scope);
    case 'call':
      return call(expression.name, expression.args, scope);
    default:
      return assertNever(expression);
  }
}

function logic(operator: 'and' | 'or', sides: readonly Expression[], scope: Scope): Value {
  const values = sides.map((side) => evaluate(side, scope));
  const decides = operator === 'or';
  if (values.some((value) => value.known && value.value === decides)) return known(decides);
  return missing(values) ?? known(!decides);
}

function arithmetic(
  operator: Exclude<BinaryOperator, 'and' | 'or'>,
  l: Expression,
  r: Expression,
  scope: Scope,
): Value {
  const left = evaluate(l, scope);
  const right = evaluate(r, scope);
  if (!left.known || !right.known) return missing([left, right]) ?? left;
  if (operator === '=') return known(left.value === right.value);
  if (operator === '!=') return known(left.value !== right.value);
  return ofNumbers(operator, Number(left.value), Number(right.value));
}

function ofNumbers(operator: Exclude<BinaryOperator, 'and' | 'or' | '=' | '!='>, a: number, b: number): Value {
  switch (operator) {
    case '<':
      return known(a < b);
    case '<=':
      return known(a <= b);
    case '>':
      return known(a > b);
    case '>=':
      return known(a >= b);
    case '+':
      return number(a + b);
    case '-':
      return number(a - b);
    case '*':
      return number(a * b);
    case '/':
      return number(a / b);
    case '^':
      return number(a ** b);
    default:
      return assertNever(operator);
  }
}

function call(name: string, args: readonly Expression[], scope: Scope): Value {
  const [first] = args;
  if (name === 'score' && first?.kind === 'name') {
    const points = scope.points.get(first.name);
    return points === undefined ? { known: false, needs: [first.name] } : known(points);
  }
  const values = args.map((arg) => evaluate(arg, scope));
  const unknown = missing(values);
  if (unknown) return unknown;
  const plain = values.map((value) => (value.known ? value.value : NaN));
  if (name === 'count') return known(plain.filter((value) => value === true).length);
  return number(NUMBER_FUNCTIONS.get(name)?.of(plain.map(Number)) ?? NaN);
}

function missing(values: readonly Value[]): Value | null {
  const unknown = values.flatMap((value) => (value.known ? [] : [value]));
  if (unknown.length === 0) return null;
  return { known: false, needs: [...new Set(unknown.flatMap((value) => value.needs))] };
}

function number(value: number): Value {
  return Number.isFinite(value) ? known(value) : { known: false, needs: [] };
}

function known(value: Plain): Value {
  return { known: true, value };
}
