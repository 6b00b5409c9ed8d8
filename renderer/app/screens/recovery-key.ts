/** Groups of a recovery key as they are read out; a key without separators is cut in fours. */
export function recoveryGroups(key: string): readonly string[] {
  const groups = key.split(/[-\s]+/).filter((group) => group !== '');
  return groups.length > 1 ? groups : (key.match(/.{1,4}/g) ?? []);
}

/** True when the typed text is the last group, in any case and with any spaces. */
export function isLastGroup(key: string, typed: string): boolean {
  const last = recoveryGroups(key).at(-1);
  return last !== undefined && typed.replaceAll(/[-\s]/g, '').toLowerCase() === last.toLowerCase();
}
