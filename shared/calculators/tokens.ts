import { AppError } from '../errors/app-error.ts';

/** `kind` says how `text` is to be read; `at` counts characters from 0. */
export type Token = Readonly<{ kind: 'number' | 'text' | 'word' | 'sign'; text: string; at: number }>;

/** Longer text in a data file is a mistake or an attack. */
const MOST_CHARACTERS = 2000;
const PATTERN = /\s*(?:(\d+(?:\.\d+)?)|'([^']*)'|([A-Za-z_][A-Za-z0-9_]*)|(<=|>=|!=|[=<>+\-*/^(),]))/y;

/** Cuts an expression into tokens. @throws AppError calculator/bad-data */
export function tokensOf(source: string): readonly Token[] {
  if (source.length > MOST_CHARACTERS) throw new AppError('calculator/bad-data', 'the expression is too long');
  const tokens: Token[] = [];
  const pattern = new RegExp(PATTERN);
  const end = source.trimEnd().length;
  while (pattern.lastIndex < end) {
    const at = pattern.lastIndex;
    const match = pattern.exec(source);
    if (!match) throw new AppError('calculator/bad-data', 'a character has no meaning here', { context: { at } });
    tokens.push(tokenOf(match, at));
  }
  return tokens;
}

function tokenOf([, number, text, word, sign]: RegExpExecArray, at: number): Token {
  if (number !== undefined) return { kind: 'number', text: number, at };
  if (text !== undefined) return { kind: 'text', text, at };
  return word === undefined ? { kind: 'sign', text: sign ?? '', at } : { kind: 'word', text: word, at };
}
