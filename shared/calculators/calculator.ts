import { AppError } from '../errors/app-error.ts';
import { CalculatorFile } from './calculator-file.ts';
import type { CalculatorInput, CalculatorOutput } from './calculator-file.ts';
import { typeOf } from './check-types.ts';
import { evaluate } from './evaluate.ts';
import type { Plain, Scope, Value } from './evaluate.ts';
import type { Expression, ValueType } from './expression.ts';
import { RESERVED } from './functions.ts';
import { parseExpression } from './parse-expression.ts';

/** What a person entered or a measurement filled in; what is absent is not known. */
export type Given = Readonly<Record<string, Plain | undefined>>;

/** One result: a value with its unit, or what it still needs, or why it has none. */
export type Outcome = Readonly<{ id: string; label: string; unit: string }> &
  (
    | Readonly<{ state: 'known'; value: number | string; because: string | null }>
    | Readonly<{ state: 'needs'; inputs: readonly string[] }>
    | Readonly<{ state: 'none'; reason: string }>
  );

type Rule = Readonly<{ when: Expression; is: string; because: string | null }>;
type Output =
  | Readonly<{ of: Extract<CalculatorOutput, { kind: 'category' }>; rules: readonly Rule[] }>
  | Readonly<{ of: Extract<CalculatorOutput, { kind: 'number' }>; value: Expression; where: Expression | null }>;

/** A rule file that was read, checked and is ready to answer. */
export class Calculator {
  readonly file: CalculatorFile;
  readonly #steps: readonly Readonly<{ id: string; value: Expression }>[];
  readonly #outputs: readonly Output[];

  /** @throws AppError calculator/bad-data for a file whose rules do not hold together */
  constructor(json: unknown) {
    const parsed = CalculatorFile.safeParse(json);
    if (!parsed.success) throw new AppError('calculator/bad-data', 'not a rule file', { cause: parsed.error });
    this.file = parsed.data;
    const types = new Map<string, ValueType>();
    const scored = new Set<string>();
    const add = (id: string, type: ValueType): void => {
      if (types.has(id) || RESERVED.has(id)) throw new AppError('calculator/bad-data', `${id} stands for two things`);
      types.set(id, type);
    };
    for (const input of this.file.inputs) {
      add(input.id, inputType(input));
      if (input.kind === 'choice' && input.options.every((option) => option.points !== undefined)) scored.add(input.id);
    }
    const read = (source: string, wanted: ValueType | null): { expression: Expression; type: ValueType } => {
      const expression = parseExpression(source);
      const type = typeOf(expression, types, scored);
      if (wanted && type !== wanted) throw new AppError('calculator/bad-data', `not a ${wanted}: ${source}`);
      return { expression, type };
    };
    this.#steps = this.file.steps.map(({ id, value }) => {
      const { expression, type } = read(value, null);
      add(id, type);
      return { id, value: expression };
    });
    this.#outputs = this.file.outputs.map((output) =>
      readOutput(output, (source, type) => read(source, type).expression),
    );
  }

  /**
   * All outputs for what is given. Numbers are rounded to the decimals of their input first, so that a category follows
   * from the number on the screen.
   * @throws AppError calculator/bad-input for a value that is no option, no number, or out of its range
   */
  run(given: Given): readonly Outcome[] {
    const scope = this.#scope(given);
    return this.#outputs.map((output) => outcomeOf(output, scope));
  }

  #scope(given: Given): Scope {
    const values = new Map<string, Value>();
    const points = new Map<string, number>();
    for (const input of this.file.inputs) {
      const entered = given[input.id];
      if (entered === undefined) continue;
      values.set(input.id, { known: true, value: checkedInput(input, entered) });
      if (input.kind !== 'choice') continue;
      const option = input.options.find((each) => each.value === entered);
      if (option?.points !== undefined) points.set(input.id, option.points);
    }
    const unknown = Object.keys(given).find((id) => !this.file.inputs.some((input) => input.id === id));
    if (unknown !== undefined)
      throw new AppError('calculator/bad-input', 'no such input', { context: { id: unknown } });
    const scope = { values, points };
    for (const step of this.#steps) values.set(step.id, evaluate(step.value, scope));
    return scope;
  }
}

function inputType(input: CalculatorInput): ValueType {
  if (input.kind === 'number') return 'number';
  return input.kind === 'choice' ? 'text' : 'boolean';
}

function checkedInput(input: CalculatorInput, value: Plain): Plain {
  const bad = (): AppError =>
    new AppError('calculator/bad-input', 'not a value of this input', { context: { id: input.id } });
  switch (input.kind) {
    case 'yes-no':
      if (typeof value !== 'boolean') throw bad();
      return value;
    case 'choice':
      if (!input.options.some((option) => option.value === value)) throw bad();
      return value;
    case 'number': {
      if (typeof value !== 'number' || !(value >= input.min && value <= input.max)) throw bad();
      return roundTo(value, input.digits);
    }
  }
}

function readOutput(output: CalculatorOutput, read: (source: string, type: ValueType) => Expression): Output {
  if (output.kind === 'number') {
    const where = output.where === undefined ? null : read(output.where, 'boolean');
    return { of: output, value: read(output.value, 'number'), where };
  }
  const rules = output.rules.map((rule) => ({
    when: read(rule.when, 'boolean'),
    is: rule.is,
    because: rule.because ?? null,
  }));
  return { of: output, rules };
}

function outcomeOf(output: Output, scope: Scope): Outcome {
  const { of } = output;
  const base = { id: of.id, label: of.label, unit: of.kind === 'number' ? of.unit : '' };
  if ('rules' in output) {
    for (const rule of output.rules) {
      const holds = evaluate(rule.when, scope);
      if (!holds.known) return unknown(base, holds.needs);
      if (holds.value === true) return { ...base, state: 'known', value: rule.is, because: rule.because };
    }
    return { ...base, state: 'none', reason: 'the rules say nothing of this' };
  }
  const allowed = output.where ? evaluate(output.where, scope) : null;
  if (allowed && !allowed.known) return unknown(base, allowed.needs);
  if (allowed && allowed.value !== true)
    return { ...base, state: 'none', reason: 'the formula does not hold for these values' };
  const value = evaluate(output.value, scope);
  if (!value.known) return unknown(base, value.needs);
  return { ...base, state: 'known', value: roundTo(Number(value.value), output.of.digits), because: null };
}

function unknown(base: Readonly<{ id: string; label: string; unit: string }>, needs: readonly string[]): Outcome {
  return needs.length > 0
    ? { ...base, state: 'needs', inputs: needs }
    : { ...base, state: 'none', reason: 'these values have no result' };
}

/** Half away from zero, on the decimal that a person sees: 1.005 to two decimals is 1.01. */
function roundTo(value: number, digits: number): number {
  const factor = 10 ** digits;
  const scaled = Math.abs(value) * factor;
  return (Math.sign(value) * Math.round(scaled + scaled * Number.EPSILON)) / factor;
}
