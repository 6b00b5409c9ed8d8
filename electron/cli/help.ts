import type { Verb } from './verb.ts';

/** All verbs, or one with its whole text. */
export function helpText(verbs: readonly Verb[], one: Verb | null): string {
  if (one) return `nightjar ${one.usage}\n\n${one.help}\n${COMMON}`;
  const width = Math.max(...verbs.map((verb) => verb.name.length));
  const lines = verbs.map((verb) => `  ${verb.name.padEnd(width)}  ${verb.help.split('\n')[0]}`);
  return `nightjar <verb> [--data DIR]\n\n${lines.join('\n')}\n\nType \`nightjar help VERB\` for one of them.\n${COMMON}`;
}

const COMMON = `
Every verb takes --data DIR (the store), --lines (one JSON document a line), --passphrase-fd N and --reader NAME
(who opens it; or whom a store that does not exist yet is made for). NIGHTJAR_PASSPHRASE serves evaluation stores. Exit code: 0 done, 1 failed with
{"error":{"code","message"}} on standard output, 2 wrong usage.
`;
