import { AppError } from '../../shared/errors/app-error.ts';

/** What an option takes: nothing, one value, or (list) one value each time it is named. */
export type OptionKind = 'flag' | 'value';
export type OptionTable = Readonly<Record<string, OptionKind>>;

export interface Arguments {
  readonly positional: readonly string[];
  has(name: string): boolean;
  /** The last value given; null when absent. */
  value(name: string): string | null;
  /** As `value`, but `request/usage` when absent. */
  required(name: string): string;
}

/** Options every verb takes. */
export const COMMON_OPTIONS: OptionTable = {
  data: 'value',
  lines: 'flag',
  json: 'flag',
  'passphrase-fd': 'value',
  reader: 'value',
};

/** Splits words after the verb. `--name value` and `--name=value`; `--` ends the options. Unknown ones are refused. */
export function parseArguments(words: readonly string[], table: OptionTable): Arguments {
  const positional: string[] = [];
  const options = new Map<string, string>();
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '--') {
      positional.push(...words.slice(at + 1));
      break;
    }
    if (!word.startsWith('--')) {
      positional.push(word);
      continue;
    }
    const [name = '', inline] = split(word.slice(2));
    const kind = Object.hasOwn(table, name) ? table[name] : undefined;
    if (kind === undefined) throw usage(`unknown option --${name}`);
    if (kind === 'flag') {
      if (inline !== undefined) throw usage(`--${name} takes no value`);
      options.set(name, '');
      continue;
    }
    const value = inline ?? words[++at];
    if (value === undefined) throw usage(`--${name} needs a value`);
    options.set(name, value);
  }
  return {
    positional,
    has: (name) => options.has(name),
    value: (name) => options.get(name) ?? null,
    required: (name) => {
      const value = options.get(name);
      if (value === undefined) throw usage(`--${name} is missing`);
      return value;
    },
  };
}

export function usage(message: string): AppError {
  return new AppError('request/usage', message);
}

/** A whole number of at least `least`, or a usage error that names the option. */
export function wholeNumber(text: string, name: string, least: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < least) {
    throw usage(`--${name} must be a whole number of at least ${least}`);
  }
  return value;
}

function split(text: string): readonly [string, string | undefined] {
  const at = text.indexOf('=');
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
