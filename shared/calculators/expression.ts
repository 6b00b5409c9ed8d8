/**
 * The language of rule data: arithmetic, comparison and logic over named inputs. It has no loops, no assignment and no access
 * to anything but its inputs, so that a data file can compute and can do nothing else.
 */
export type BinaryOperator = 'or' | 'and' | '=' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | '^';
export type UnaryOperator = 'not' | '-';

export type Expression =
  | Readonly<{ kind: 'literal'; value: number | string | boolean }>
  | Readonly<{ kind: 'name'; name: string }>
  | Readonly<{ kind: 'unary'; operator: UnaryOperator; of: Expression }>
  | Readonly<{ kind: 'binary'; operator: BinaryOperator; left: Expression; right: Expression }>
  | Readonly<{ kind: 'call'; name: string; args: readonly Expression[] }>;

/** Type of a value in rule data. */
export type ValueType = 'number' | 'text' | 'boolean';
