import { ResultMapping } from '../../../shared/model/result-mapping.ts';

type Place = ResultMapping['accessionIn'][number];
export const PLACES: readonly Place[] = ['OBR-2', 'OBR-3', 'OBR-19', 'ORC-2', 'ORC-3'];

/** What is typed of a mapping. */
export interface MappingDraft {
  readonly sendingApplication: string;
  readonly sendingFacility: string;
  readonly receivingApplication: string;
  readonly receivingFacility: string;
  readonly charset: ResultMapping['charset'];
  readonly text: ResultMapping['text'];
  readonly longestSegment: string;
  /** Letters for preliminary, final and corrected. */
  readonly preliminary: string;
  readonly final: string;
  readonly corrected: string;
  readonly accessionIn: readonly Place[];
  /** A line a code: "FROM = value^meaning^scheme". */
  readonly codes: string;
}

export type MappingProblems = Readonly<Partial<Record<keyof MappingDraft, string>>>;

const USUAL = ResultMapping.parse({});

export function mappingDraft(mapping: ResultMapping | null): MappingDraft {
  const { status, codes, accessionIn, charset, text, ...own } = mapping ?? USUAL;
  return {
    ...{ sendingApplication: own.sendingApplication ?? '', sendingFacility: own.sendingFacility ?? '' },
    ...{ receivingApplication: own.receivingApplication ?? '', receivingFacility: own.receivingFacility ?? '' },
    ...{ charset, text, longestSegment: own.longestSegment === null ? '' : String(own.longestSegment) },
    ...{ preliminary: status.P ?? '', final: status.F ?? '', corrected: status.C ?? '' },
    accessionIn,
    codes: codes.map(({ from, to }) => `${from} = ${to.value}^${to.meaning}^${to.scheme}`).join('\n'),
  };
}

/** What a draft says, or what is wrong with it, in words by its field. */
export function mappingOf(draft: MappingDraft): ResultMapping | { readonly problems: MappingProblems } {
  const problems: Partial<Record<keyof MappingDraft, string>> = {};
  const lines = draft.codes
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const codes = lines.map(codeOf);
  const broken = codes.findIndex((one) => one === null);
  if (broken >= 0) problems.codes = `Line ${String(broken + 1)}: write FROM = value^meaning^scheme.`;
  const read = ResultMapping.safeParse({
    ...{ sendingApplication: named(draft.sendingApplication), sendingFacility: named(draft.sendingFacility) },
    ...{ receivingApplication: named(draft.receivingApplication), receivingFacility: named(draft.receivingFacility) },
    ...{ charset: draft.charset, text: draft.text, accessionIn: [...draft.accessionIn] },
    longestSegment: draft.longestSegment.trim() === '' ? null : Number(draft.longestSegment),
    status: { ...letter('P', draft.preliminary), ...letter('F', draft.final), ...letter('C', draft.corrected) },
    codes: codes.filter((one) => one !== null),
  });
  for (const { path } of read.error?.issues ?? []) {
    const field = FIELDS[path.slice(0, 2).join('.')] ?? FIELDS[String(path[0])] ?? 'codes';
    problems[field] ??= WORDS[field] ?? 'Shorter: at most 200 characters.';
  }
  return read.success && Object.keys(problems).length === 0 ? read.data : { problems };
}

function named(text: string): string | null {
  return text.trim() === '' ? null : text;
}

function letter(name: 'P' | 'F' | 'C', text: string): Readonly<Record<string, string>> {
  return text.trim() === '' ? {} : { [name]: text.trim() };
}

function codeOf(line: string): ResultMapping['codes'][number] | null {
  const [, from, value, meaning, scheme] = /^(.+?)\s*=\s*([^^]+)\^([^^]*)\^([^^]*)$/u.exec(line) ?? [];
  if (from === undefined || value === undefined || meaning === undefined || scheme === undefined) return null;
  return { from, to: { value: value.trim(), meaning: meaning.trim(), scheme: scheme.trim() } };
}

const FIELDS: Readonly<Record<string, keyof MappingDraft>> = {
  ...{ sendingApplication: 'sendingApplication', sendingFacility: 'sendingFacility' },
  ...{ receivingApplication: 'receivingApplication', receivingFacility: 'receivingFacility' },
  ...{ longestSegment: 'longestSegment', 'status.P': 'preliminary', 'status.F': 'final', 'status.C': 'corrected' },
};
const WORDS: Readonly<Partial<Record<keyof MappingDraft, string>>> = {
  longestSegment: 'A whole number from 500 to 1000000, or nothing.',
  ...{ preliminary: 'One capital letter.', final: 'One capital letter.', corrected: 'One capital letter.' },
  codes: 'At most 300 codes, each of at most 60 characters.',
};
