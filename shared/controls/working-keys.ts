import type { OwnKeys } from '../model/controls.ts';
import { meet } from './key-scope.ts';
import type { KeyScope } from './key-scope.ts';

/** What of a command counts for its keys. Keys are canonical. */
export interface KeyedCommand {
  readonly id: string;
  readonly scope: KeyScope;
  readonly defaultKeys: readonly string[];
}

/**
 * The keys that really work, by command. Own keys come before those of the program, and of two own keys the first stays: a key that
 * acts in one place never stands for two commands.
 */
export function workingKeys<T extends KeyedCommand>(
  commands: readonly T[],
  own: OwnKeys,
): ReadonlyMap<string, readonly string[]> {
  const taken = new Map<string, KeyScope[]>();
  const working = new Map<string, readonly string[]>();
  const take = ({ id, scope }: T, keys: readonly string[]): void => {
    const free = [...new Set(keys)].filter((key) => !(taken.get(key) ?? []).some((other) => meet(other, scope)));
    for (const key of free) taken.set(key, [...(taken.get(key) ?? []), scope]);
    working.set(id, free);
  };
  for (const command of commands) {
    const keys = ownOf(own, command.id);
    if (keys !== undefined) take(command, keys);
  }
  for (const command of commands) {
    if (ownOf(own, command.id) === undefined) take(command, command.defaultKeys);
  }
  return working;
}

/** Commands that would lose a key if it were given to this one. */
export function losersOf<T extends KeyedCommand>(
  commands: readonly T[],
  own: OwnKeys,
  to: Pick<KeyedCommand, 'id' | 'scope'>,
  key: string,
): readonly T[] {
  const working = workingKeys(commands, own);
  return commands.filter(
    (one) => one.id !== to.id && meet(one.scope, to.scope) && (working.get(one.id) ?? []).includes(key),
  );
}

/** Gives a command one key more, and takes it from whoever had it in the same place. */
export function giveKey(commands: readonly KeyedCommand[], own: OwnKeys, id: string, key: string): OwnKeys {
  const to = commands.find((one) => one.id === id);
  if (!to) return own;
  // A key that waits behind another one does not come back by the way.
  const settled = tidy(commands, own);
  const working = workingKeys(commands, own);
  const losers = losersOf(commands, own, to, key);
  const changed: [string, readonly string[]][] = losers.map((one) => [
    one.id,
    (working.get(one.id) ?? []).filter((other) => other !== key),
  ]);
  const keys = working.get(id) ?? [];
  return tidy(commands, {
    ...settled,
    ...Object.fromEntries(changed),
    [id]: keys.includes(key) ? keys : [...keys, key],
  });
}

export function takeKey(commands: readonly KeyedCommand[], own: OwnKeys, id: string, key: string): OwnKeys {
  const keys = workingKeys(commands, own).get(id) ?? [];
  return tidy(commands, { ...tidy(commands, own), [id]: keys.filter((one) => one !== key) });
}

/** Gives a command the keys of the program again, as far as nobody else was given them. */
export function resetKeys(own: OwnKeys, id: string): OwnKeys {
  return Object.fromEntries(Object.entries(own).filter(([one]) => one !== id));
}

/** Who lost a key of the program to an own key says so in the table; who has the program's keys is not in it. */
export function tidy(commands: readonly KeyedCommand[], own: OwnKeys): OwnKeys {
  const working = workingKeys(commands, own);
  const known = new Set(commands.map(({ id }) => id));
  const others = Object.entries(own).filter(([id]) => !known.has(id));
  const changed = commands.flatMap(({ id, defaultKeys }): [string, readonly string[]][] => {
    const keys = working.get(id) ?? [];
    return keys.join(' | ') === defaultKeys.join(' | ') ? [] : [[id, keys]];
  });
  return Object.fromEntries([...others, ...changed]);
}

/** Names come from files: "constructor" is no entry. */
function ownOf(own: OwnKeys, id: string): readonly string[] | undefined {
  return Object.hasOwn(own, id) ? own[id] : undefined;
}
