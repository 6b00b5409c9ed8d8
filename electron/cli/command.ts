import { mayUse } from '../../shared/contract/roles.ts';
import { AppError, asAppError } from '../../shared/errors/app-error.ts';
import { COMMON_OPTIONS, parseArguments, usage } from './arguments.ts';
import type { Station } from '../station/station.ts';
import { helpText } from './help.ts';
import { openStation } from './open-station.ts';
import type { ProgramFiles } from './program-files.ts';
import { verbs } from './verbs/index.ts';
import { FailedVerb } from './verb.ts';
import type { Verb } from './verb.ts';

/** What a command has of the process that it runs in. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly files: ProgramFiles;
  /** Standard output. */
  out(text: string): void;
  /** Standard error. */
  err(text: string): void;
}

/**
 * Runs `nightjar` with these words.
 * @returns the exit code: 0 done, 1 failed (the document says why), 2 wrong usage
 */
export async function runCommand(words: readonly string[], around: Surroundings): Promise<number> {
  const [name, ...rest] = words;
  try {
    if (name === undefined) throw usage(`a verb is missing\n\n${helpText(verbs, null)}`);
    if (name === 'help' || name === '--help') return help(rest[0] ?? null, around);
    const verb = find(name);
    if (rest.includes('--help')) return help(name, around);
    return await run(verb, rest, around);
  } catch (error) {
    const known = asAppError(error instanceof FailedVerb ? error.error : error);
    if (known.code === 'request/usage') {
      around.err(`nightjar: ${known.message}\n`);
      return 2;
    }
    const done = error instanceof FailedVerb ? error.done : {};
    print({ error: { code: known.code, message: known.message }, ...done }, around);
    return 1;
  }
}

function find(name: string): Verb {
  const verb = verbs.find((candidate) => candidate.name === name);
  if (!verb) throw usage(`no such verb: ${name}; type \`nightjar help\``);
  return verb;
}

function help(name: string | null, around: Surroundings): number {
  around.out(helpText(verbs, name === null ? null : find(name)));
  return 0;
}

async function run(verb: Verb, words: readonly string[], around: Surroundings): Promise<number> {
  const args = parseArguments(words, { ...COMMON_OPTIONS, ...verb.options });
  if (!verb.takesWords && args.positional.length > 0) throw usage(`${verb.name} takes no ${args.positional[0]}`);
  verb.check?.(args);
  const { env } = around;
  const say = (text: string): void => around.err(`${text}\n`);
  const line = (document: unknown): void => print(document, around);
  if (verb.alone !== undefined && (verb.isAlone?.(args) ?? true)) {
    line(await verb.alone({ args, say, env }));
    return 0;
  }
  const { station, secret, close } = await openStation(args, { ...around, say }, async (opening) =>
    verb.before?.(opening, args),
  );
  try {
    const roles = typeof verb.roles === 'function' ? verb.roles(args) : verb.roles;
    if (!mayUse(roles, station.access.roles)) {
      if (station.access.roles?.length === 0) throw new AppError('sign-in/needed', 'sign in first: nightjar sign-in');
      throw new AppError('access/not-allowed', `${verb.name} is not for your role`);
    }
    requireUnblinded(verb, station);
    const makes = typeof verb.makes === 'function' ? verb.makes(args) : (verb.makes ?? false);
    if (makes) station.access.requireStore().movement.requireLive();
    const document = await verb.run({ station, args, say, line, secret, env });
    if (document === null) return 0;
    const list = args.has('lines') && verb.listKey ? Reflect.get(Object(document), verb.listKey) : null;
    if (Array.isArray(list)) for (const element of list) line(element);
    else line(document);
    return 0;
  } finally {
    await close();
  }
}

/**
 * What a window keeps from somebody who reads a case blind, the command line keeps as well: whole, for it names studies in many ways.
 * @throws AppError review/blind
 */
function requireUnblinded(verb: Verb, station: Station): void {
  if (verb.tellsOfNoStudy === true || station.access.roles === null) return;
  if (station.rooms.reviewGate.blindStudies().size === 0) return;
  throw new AppError('review/blind', `${verb.name} waits until your cases of second reading are locked or skipped`);
}

function print(document: unknown, around: Surroundings): void {
  around.out(`${JSON.stringify(document)}\n`);
}
