import path from 'node:path';
import { Calculator } from '../../../shared/calculators/calculator.ts';
import type { CalculatorFile, CalculatorInput } from '../../../shared/calculators/calculator-file.ts';
import { reportSentence } from '../../../shared/calculators/result-words.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { loadCalculators } from '../../station/reporting/load-calculators.ts';
import { PROGRAM_FILES } from '../program-files.ts';
import { usage } from '../arguments.ts';
import type { Arguments } from '../arguments.ts';
import type { Verb } from '../verb.ts';

export const calculateVerb: Verb = {
  name: 'calculate',
  usage: 'calculate list | calculate ID [INPUT=VALUE …]',
  help: `The lexicons and small calculators of the window, without a store.
"list" prints { calculators: [{ id, title, version, date, source, inputs }] }. With an id: { id, version, date, source, outcomes, sentence };
an outcome is known with its value, or says which inputs it needs, or why there is none. A value that is none of its input is
refused as calculator/bad-input.`,
  options: {},
  roles: 'nobody-yet',
  takesWords: true,
  check(args) {
    if (args.positional.length === 0) throw usage('calculate what?');
    pairs(args);
  },
  alone({ args }) {
    const files = loadCalculators(path.join(PROGRAM_FILES.resources, 'calculators'));
    const [id = ''] = args.positional;
    if (id === 'list') {
      return Promise.resolve({
        calculators: files.map(({ title, version, date, source, inputs, ...file }) => ({
          ...{ id: file.id, title, version, date, source },
          inputs: inputs.map((input) => ({ id: input.id, label: input.label, kind: input.kind, ...more(input) })),
        })),
      });
    }
    const file = files.find((one) => one.id === id);
    if (!file) throw new AppError('calculator/bad-input', 'there is no such calculator', { context: { id } });
    const outcomes = new Calculator(file).run(givenOf(file, args));
    const { version, date, source } = file;
    return Promise.resolve({ id, version, date, source, outcomes, sentence: reportSentence(file, outcomes) });
  },
  run: () => Promise.resolve(null),
};

function more(input: CalculatorInput): object {
  if (input.kind === 'number') return { unit: input.unit, min: input.min, max: input.max };
  return input.kind === 'choice' ? { options: input.options.map(({ value }) => value) } : {};
}

function pairs(args: Arguments): readonly (readonly [string, string])[] {
  return args.positional.slice(1).map((word) => {
    const at = word.indexOf('=');
    if (at < 1) throw usage(`not INPUT=VALUE: ${word}`);
    return [word.slice(0, at), word.slice(at + 1)];
  });
}

function givenOf(file: CalculatorFile, args: Arguments): Readonly<Record<string, string | number | boolean>> {
  return Object.fromEntries(
    pairs(args).map(([id, text]) => {
      const kind = file.inputs.find((input) => input.id === id)?.kind;
      if (kind === 'number') return [id, text === '' ? Number.NaN : Number(text)];
      if (kind === 'yes-no') return [id, text === 'yes' ? true : text === 'no' ? false : text];
      return [id, text];
    }),
  );
}
