import { foldText } from '../dicom/person-name.ts';
import { PhraseFinder } from './phrase-finder.ts';
import type { PriorTable } from './prior-table.ts';

type Part = PriorTable['parts'][number];
export type Side = 'left' | 'right' | 'both';
export type Contrast = 'with' | 'without' | 'both';

/** What the words of a hospital say was done, in the order of a procedure's name: how, what of, which side, with what. */
export interface Examination {
  /** Names of the table: CT, XR … Empty where the words do not say. */
  readonly modalities: readonly string[];
  readonly parts: readonly Part[];
  /** Null too where the part has no sides. */
  readonly side: Side | null;
  readonly contrast: Contrast | null;
  readonly techniques: readonly string[];
}

/** Texts remembered: hospitals use the same few hundred over and over. */
const MOST_REMEMBERED = 5000;
/** "De l'épaule": no L for left. */
const ELISION = /(?<!\p{L})[ldLD]['’]/gu;
/** What is longer is no name of an examination (LO has 64 characters). */
const MOST_LETTERS = 400;

/** Reads descriptions by a table. Makes its indexes once: keep it. */
export class ExaminationReader {
  readonly #table: PriorTable;
  readonly #parts: PhraseFinder<Part | null>;
  readonly #partHints: PhraseFinder<Part>;
  readonly #modalities: PhraseFinder<string>;
  readonly #modalityHints: PhraseFinder<string>;
  readonly #sides: PhraseFinder<Side>;
  readonly #contrast: PhraseFinder<Contrast>;
  readonly #techniques: PhraseFinder<string>;
  readonly #read = new Map<string, Examination>();

  constructor(table: PriorTable) {
    this.#table = table;
    const { parts, modalities, sides, contrast, techniques } = table;
    this.#parts = new PhraseFinder<Part | null>([
      { words: table.ignore, means: null },
      ...parts.map((part) => ({ words: part.words, means: part })),
    ]);
    this.#partHints = new PhraseFinder(parts.map((part) => ({ words: part.hints ?? [], means: part })));
    this.#modalities = new PhraseFinder(modalities.map(({ name, words }) => ({ words, means: name })));
    this.#modalityHints = new PhraseFinder(modalities.map(({ name, hints }) => ({ words: hints, means: name })));
    this.#techniques = new PhraseFinder(techniques.map(({ name, words }) => ({ words, means: name })));
    this.#sides = new PhraseFinder(
      (['left', 'right', 'both'] as const).map((side) => ({ words: sides[side], means: side })),
    );
    this.#contrast = new PhraseFinder(
      (['both', 'without', 'with'] as const).map((kind) => ({ words: contrast[kind], means: kind })),
    );
  }

  /** @param text as it was sent; null and empty say nothing */
  read(text: string | null): Examination {
    const known = this.#read.get(text ?? '');
    if (known) return known;
    const words = foldText((text ?? '').slice(0, MOST_LETTERS).replace(ELISION, ' ')).split(' ');
    const examination = this.#examine(words.filter(Boolean));
    if (this.#read.size >= MOST_REMEMBERED) this.#read.clear();
    this.#read.set(text ?? '', examination);
    return examination;
  }

  #examine(words: readonly string[]): Examination {
    const named = this.#parts.find(words);
    const meant = [...named.means].filter((part) => part !== null);
    const parts = withoutWholes(meant.length > 0 ? meant : [...this.#partHints.find(words).means]);
    const said = this.#modalities.find(words).means;
    const modalities = this.#table.modalities
      .map(({ name }) => name)
      .filter((name) => (said.size > 0 ? said : this.#modalityHints.find(words).means).has(name));
    const rest = words.map((word, at) => (named.used.has(at) ? '' : word));
    return {
      modalities,
      parts,
      side: parts.some(({ sided }) => sided) ? sideOf(this.#sides.find(rest).means) : null,
      contrast: modalities.some((name) => this.#table.contrastOf.includes(name))
        ? contrastOf(this.#contrast.find(words).means)
        : null,
      techniques: [...this.#techniques.find(words).means].sort(),
    };
  }
}

/** "Spine, cervical" is the cervical spine: the whole says no more where a part of its region is named. */
function withoutWholes(parts: readonly Part[]): readonly Part[] {
  const COVERED: ReadonlySet<string> = new Set(['head', 'spine', 'upper limb', 'lower limb']);
  return parts.filter(
    (part) =>
      !(part.whole && COVERED.has(part.region) && parts.some((other) => !other.whole && other.region === part.region)),
  );
}

function sideOf(found: ReadonlySet<Side>): Side | null {
  if (found.has('both') || found.size > 1) return 'both';
  return [...found][0] ?? null;
}

function contrastOf(found: ReadonlySet<Contrast>): Contrast | null {
  if (found.has('both') || (found.has('with') && found.has('without'))) return 'both';
  return [...found][0] ?? null;
}

/** "CT chest+abdomen with contrast": the name of a procedure in the manner of the Playbook; null where no part is known. */
export function procedureName(examination: Examination): string | null {
  const { modalities, parts, side, contrast, techniques } = examination;
  if (parts.length === 0) return null;
  const what = parts.map(({ name }) => name).sort();
  const injected =
    contrast === null ? [] : [contrast === 'both' ? 'without and with contrast' : `${contrast} contrast`];
  return [modalities.join('/'), what.join('+'), side ?? '', ...techniques, ...injected].filter(Boolean).join(' ');
}
