/** Spoken units, the longest first, with what is written. Times that a report gives in words (days, months) stay words. */
const UNITS: readonly (readonly [spoken: string, written: string])[] = [
  ['milligray centimeters', 'mGy·cm'],
  ['millimeters per second', 'mm/s'],
  ['centimeters per second', 'cm/s'],
  ['meters per second', 'm/s'],
  ['cubic centimeters', 'cm³'],
  ['cubic millimeters', 'mm³'],
  ['square centimeters', 'cm²'],
  ['square millimeters', 'mm²'],
  ['hounsfield units', 'HU'],
  ['millimeters of mercury', 'mmHg'],
  ['millimeters', 'mm'],
  ['centimeters', 'cm'],
  ['milliliters', 'mL'],
  ['milligrams', 'mg'],
  ['kilograms', 'kg'],
  ['millisieverts', 'mSv'],
  ['megabecquerels', 'MBq'],
  ['milligray', 'mGy'],
  ['milliseconds', 'ms'],
  ['percent', '%'],
  ['degrees', '°'],
];

/** One of it, and the other way to spell it. */
const FORMS: ReadonlyMap<string, string> = new Map(
  UNITS.flatMap(([spoken, written]) =>
    ['', 's'].flatMap((ending) => {
      const one = ending === '' ? spoken.replace(/s\b/, '') : spoken;
      return [one, one.replaceAll('meter', 'metre').replaceAll('liter', 'litre')].map(
        (form) => [form, written] as const,
      );
    }),
  ),
);
const SHORT: ReadonlySet<string> = new Set(UNITS.map(([, written]) => written));
const MOST_WORDS = 3;

/** The unit that begins here; null: none does. */
export function unitAt(
  words: readonly string[],
  from: number,
): { readonly text: string; readonly words: number } | null {
  for (let count = MOST_WORDS; count > 0; count -= 1) {
    const spoken = words.slice(from, from + count);
    const text = spoken.length < count ? undefined : FORMS.get(spoken.join(' '));
    if (text !== undefined) return { text, words: count };
  }
  const own = words[from] ?? '';
  return SHORT.has(own) ? { text: own, words: 1 } : null;
}

/** Whether it stands close to its number. */
export function isClose(unit: string): boolean {
  return unit === '%' || unit === '°';
}
