import { AppError } from '../errors/app-error.ts';
import { assertNever } from '../lib/assert-never.ts';
import type { BinaryOperator, Expression, ValueType } from './expression.ts';
import { NUMBER_FUNCTIONS } from './functions.ts';
import type { Types } from './functions.ts';

/**
 * Type of an expression. Run when a data file is loaded, so that a broken rule is found there and not in front of a patient.
 * @param choices names of inputs that have points
 * @throws AppError calculator/bad-data
 */
export function typeOf(expression: Expression, types: Types, choices: ReadonlySet<string>): ValueType {
  const inner = (of: Expression): ValueType => typeOf(of, types, choices);
  switch (expression.kind) {
    case 'literal':
      return literalType(expression.value);
    case 'name': {
      const type = types.get(expression.name);
      if (!type) throw bad(`there is no ${expression.name}`);
      return type;
    }
    case 'unary': {
      const wanted = expression.operator === 'not' ? 'boolean' : 'number';
      return same(inner(expression.of), wanted);
    }
    case 'binary':
      return binaryType(expression.operator, inner(expression.left), inner(expression.right));
    case 'call':
      return callType(expression.name, expression.args, inner, choices);
    default:
      return assertNever(expression);
  }
}

function literalType(value: number | string | boolean): ValueType {
  if (typeof value === 'number') return 'number';
  return typeof value === 'string' ? 'text' : 'boolean';
}

function binaryType(operator: BinaryOperator, left: ValueType, right: ValueType): ValueType {
  switch (operator) {
    case 'and':
    case 'or':
      same(left, 'boolean');
      return same(right, 'boolean');
    case '=':
    case '!=':
      same(left, right);
      return 'boolean';
    case '<':
    case '<=':
    case '>':
    case '>=':
      same(left, 'number');
      same(right, 'number');
      return 'boolean';
    case '+':
    case '-':
    case '*':
    case '/':
    case '^':
      same(left, 'number');
      return same(right, 'number');
    default:
      return assertNever(operator);
  }
}

function callType(
  name: string,
  args: readonly Expression[],
  inner: (of: Expression) => ValueType,
  choices: ReadonlySet<string>,
): ValueType {
  if (name === 'score') {
    const [choice] = args;
    if (args.length !== 1 || choice?.kind !== 'name' || !choices.has(choice.name))
      throw bad('score needs a choice with points');
    return 'number';
  }
  if (name === 'count') {
    for (const arg of args) same(inner(arg), 'boolean');
    return 'number';
  }
  const known = NUMBER_FUNCTIONS.get(name);
  if (!known) throw bad(`there is no function ${name}`);
  if (args.length < known.least || args.length > known.most) throw bad(`${name} has a wrong number of arguments`);
  for (const arg of args) same(inner(arg), 'number');
  return 'number';
}

function same(found: ValueType, wanted: ValueType): ValueType {
  if (found !== wanted) throw bad(`a ${found} stands where a ${wanted} belongs`);
  return found;
}

function bad(message: string): AppError {
  return new AppError('calculator/bad-data', message);
}
