/** What is known of the way from the program's greys to the eye. Null: the system does not say. */
export interface DisplayFacts {
  /** Physical pixels for one of the system's, as a number: 1.25 is 125 %. */
  readonly scale: number;
  /** Bits of one colour that reach the screen. */
  readonly depth: number | null;
  /** The system mixes pictures of more than the usual range of brightness. */
  readonly hdr: boolean | null;
  /** The screen shows more colours than sRGB: the system turns ours into its own. */
  readonly wideGamut: boolean | null;
  /** The system draws pages in colours of its own (high contrast). */
  readonly forcedColours: boolean | null;
  readonly invertedColours: boolean | null;
  /** Warm colours in the evening. */
  readonly nightLight: boolean | null;
  /** The monitor was measured against the grey scale function and is within its limits. */
  readonly measured: boolean | null;
}

const LEAST_DEPTH = 8;

/**
 * Why what stands on the glass is no diagnostic picture, in words; empty where nothing speaks against it (rule 3.14). What the
 * system does not say cannot be excluded, and speaks against it too.
 */
export function displayDoubts(facts: DisplayFacts): readonly string[] {
  const { scale, depth } = facts;
  return [
    ...(Number.isInteger(scale) ? [] : [`the system scales the screen to ${Math.round(scale * 100)} %`]),
    ...(depth === null
      ? ['bits of a grey are not known']
      : depth < LEAST_DEPTH
        ? [`only ${depth} bits of a grey`]
        : []),
    ...doubt(facts.hdr, 'HDR is on', 'HDR cannot be excluded'),
    ...doubt(
      facts.wideGamut,
      'the system changes colours for a wide-gamut screen',
      'a colour profile cannot be excluded',
    ),
    ...doubt(facts.forcedColours, 'the system forces its own colours', 'forced colours cannot be excluded'),
    ...doubt(facts.invertedColours, 'the system inverts colours', 'inverted colours cannot be excluded'),
    ...doubt(facts.nightLight, 'night light is on', 'night light cannot be excluded'),
    ...(facts.measured === true ? [] : ['the grey scale of the monitor was not measured']),
  ];
}

function doubt(fact: boolean | null, known: string, unknown: string): readonly string[] {
  if (fact === null) return [unknown];
  return fact ? [known] : [];
}
