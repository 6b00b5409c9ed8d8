import type { FindingCertainty, FindingSide, ReviewFinding } from '../model/review/finding.ts';

export const SIDE_WORDS: Readonly<Record<FindingSide | 'none', string>> = {
  none: 'no side',
  left: 'left',
  right: 'right',
  both: 'both',
  midline: 'midline',
};

export const CERTAINTY_WORDS: Readonly<Record<FindingCertainty, string>> = {
  definite: 'definite',
  probable: 'probable',
  possible: 'possible',
  absent: 'looked for, not there',
};

/** The whole of a finding, sizes in mm: "Nodule, right upper lobe, right, 12 x 8 mm, probable". */
export function findingWords({ what, where, side, sizes, certainty }: ReviewFinding): string {
  return [
    what,
    where,
    side === null ? '' : SIDE_WORDS[side],
    sizes.length === 0 ? '' : `${sizes.join(' x ')} mm`,
    certainty === 'definite' ? '' : CERTAINTY_WORDS[certainty],
  ]
    .filter((part) => part !== '')
    .join(', ');
}
