/** What a key that goes through a row of things comes to, and what is told of it: the title, and the rest. */
export interface Turn<T> {
  readonly to: T | null;
  readonly said: readonly [title: string, detail: string] | null;
}

/**
 * The next or the one before, round and round. Past an end it says so: who does not know that the row began anew would look through it
 * twice, or believe that there is more.
 * @param here place of the one that was gone to last; below 0: none was
 * @param noun of one of them: "measurement"
 */
export function inTurn<T>(all: readonly T[], here: number, by: 1 | -1, noun: string): Turn<T> {
  const last = all.length - 1;
  if (here < 0 || last < 0) return { to: all.at(by === 1 ? 0 : -1) ?? null, said: null };
  const to = all[(here + by + all.length) % all.length] ?? null;
  if (last === 0) return { to, said: [`The only ${noun}`, 'There is no other one in this case.'] };
  if (by === 1 && here === last)
    return { to, said: [`The first ${noun} again`, `That was the last of ${all.length} in this case.`] };
  if (by === -1 && here === 0)
    return { to, said: [`The last ${noun} again`, `That was the first of ${all.length} in this case.`] };
  return { to, said: null };
}

/** The next or the one before, to the end and no further. @param where of what they are: "of this study" */
export function inLine<T>(all: readonly T[], here: number, by: 1 | -1, noun: string, where: string): Turn<T> {
  const to = all[here < 0 ? 0 : here + by] ?? null;
  if (to !== null) return { to, said: null };
  if (all.length < 2) return { to, said: [`No other ${noun}`, `There is no other one ${where}.`] };
  const [end, way] = by === 1 ? ['last', 'after'] : ['first', 'before'];
  return { to, said: [`The ${end} ${noun}`, `There is none ${way} it ${where}.`] };
}
