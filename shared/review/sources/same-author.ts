import { foldText } from '../../dicom/person-name.ts';

/** Titles and what stands after names: they are in one spelling of a name and not in the other. */
const TITLES: ReadonlySet<string> = new Set(
  'dr md mbbs prof professor do phd frcr frcpc facr med habil univ pd priv doz doc mr mrs ms miss herr frau'.split(' '),
);

/**
 * Whether two names may be of the same person, whatever the order, titles, capitals and accents; a letter stands for any name that begins
 * with it. Wide on purpose: whoever may be the author is not given the report.
 */
export function maybeSamePerson(one: string, other: string): boolean {
  const [a, b] = [partsOf(one), partsOf(other)];
  const [few, many] = a.length <= b.length ? [a, b] : [b, a];
  // A single name is too little to know anybody by, unless it is all that both have.
  if (few.length === 0 || (few.length === 1 && many.length > 1)) return false;
  const left = [...many];
  let whole = 0;
  for (const part of [...few].sort((x, y) => y.length - x.length)) {
    const at = left.findIndex((candidate) => agree(part, candidate));
    const found = left[at];
    if (found === undefined) return false;
    if (part.length > 1 && found.length > 1) whole += 1;
    left.splice(at, 1);
  }
  return whole > 0;
}

function agree(a: string, b: string): boolean {
  return a === b || (a.length === 1 && b.startsWith(a)) || (b.length === 1 && a.startsWith(b));
}

function partsOf(name: string): string[] {
  return foldText(name)
    .split(' ')
    .filter((part) => part !== '' && !TITLES.has(part));
}
