import type { ReaderPseudonym } from '../../../shared/model/ids.ts';
import type { PassedOver, PickReason, ShownDraw, Stratum } from '../../../shared/model/review/draw.ts';
import type { Dimension } from '../../../shared/model/review/programme.ts';
import type { BringRefusal } from '../../../shared/model/review/brought.ts';
import type { Shift, SourceFlag } from '../../../shared/model/review/source-report.ts';

export type NameOf = (reader: ReaderPseudonym) => string;

export const FLAG_WORDS: Readonly<Record<SourceFlag, string>> = {
  addendum: 'addendum',
  discrepancy: 'preliminary and final differ',
  critical: 'critical finding',
  'ai-discordance': 'a program says otherwise',
  complaint: 'complaint',
  pathology: 'pathology',
};

export const DIMENSION_WORDS: Readonly<Record<Dimension, string>> = {
  ...{ author: 'author', modality: 'modality', region: 'region', shift: 'shift' },
};

export const SHIFT_WORDS: Readonly<Record<Shift, string>> = {
  ...{ day: 'day', evening: 'evening', night: 'night', weekend: 'weekend', unknown: 'shift not known' },
};

export const PASSED_WORDS: Readonly<Record<PassedOver, string>> = {
  'outside-window': 'signed too long ago',
  'author-not-in-programme': 'by an author who is not in the programme',
  'drawn-before': 'drawn before',
  'own-case': 'nobody else could read them',
  'pair-not-in-programme': 'by an author whom nobody here reads',
  'reciprocal-pair': 'two would have read each other',
  'beyond-reviewers': 'of a modality or region that nobody here reads',
  'quota-full': 'their quota was full',
  'not-drawn': 'their lot was not among the lowest',
};

export const REFUSAL_WORDS: Readonly<Record<BringRefusal, string>> = {
  cells: 'another number of cells than the first line',
  'not-text': 'bytes that are no text (save the file as UTF-8)',
  'too-long': 'longer than a report may be',
  unreadable: 'no report that can be read',
  'no-number': 'no number',
  'no-author': 'no author',
  'author-unclear': 'two people of this station may be the author',
  'no-time': 'no time of signing',
  'bad-time': 'a time that cannot be read',
  'no-zone': 'a time without a zone',
  'bad-modality': 'no modality of DICOM',
  'bad-region': 'a region that is not known',
  'bad-shift': 'a shift that is not known',
  'bad-flag': 'a flag that is not known',
  'bad-study': 'no UID of a study',
  'no-text': 'no text',
  'not-final': 'not final',
  'nothing-to-add-to': 'an addendum to a report that is not here',
};

/** "CT, chest, night, by Ada Reader"; "any" where it says nothing. */
export function stratumWords({ author, modality, region, shift }: Stratum, nameOf: NameOf): string {
  const parts = [
    ...(modality === null ? [] : [modality]),
    ...(region === null ? [] : [region]),
    ...(shift === null ? [] : [SHIFT_WORDS[shift]]),
    ...(author === null ? [] : [`by ${nameOf(author)}`]),
  ];
  return parts.length === 0 ? 'any' : parts.join(', ');
}

/** Why this case and this reader, in a sentence. */
export function pickWords({ reason, rank, of, reviewer, before }: ShownDraw['picks'][number], nameOf: NameOf): string {
  if (reason === null) return 'Kept back until you have locked what you found';
  const lot = of === 1 ? 'the only one there was' : `lot ${rank} of ${of}`;
  const had = before === 0 ? 'had none yet' : `had ${before} before`;
  return `${whyWords(reason, nameOf)}: ${lot}. ${nameOf(reviewer)} ${had}.`;
}

function whyWords(reason: PickReason, nameOf: NameOf): string {
  switch (reason.kind) {
    case 'targeted':
      return `Looked for on purpose (${FLAG_WORDS[reason.flag]})`;
    case 'quota':
      return `Quota ${reason.quota + 1}, at least ${reason.least} of ${stratumWords(reason.stratum, nameOf)}`;
    case 'stratum':
      return reason.by.length === 0 ? 'Out of all reports' : `Dealt to ${stratumWords(reason.stratum, nameOf)}`;
  }
}
