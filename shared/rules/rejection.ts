import type { RejectedImages, RejectionNote, RejectionReason, StudyRejections } from '../model/rejection.ts';

/** Key Object Selection Document Storage. */
export const KEY_OBJECT_CLASS = '1.2.840.10008.5.1.4.1.1.88.59';

/** Codes of DCM that make a key object document a rejection note (Part 16, CID 7011). */
const REASONS: Readonly<Record<string, RejectionReason>> = {
  '113001': 'quality',
  '113037': 'safety',
  '113038': 'worklist',
  '113039': 'retention',
};

/** The gravest first: of several notes about one image that one stands. */
export const REJECTION_REASONS: readonly RejectionReason[] = ['safety', 'worklist', 'retention', 'quality'];

/** Null: the title says nothing of a rejection. */
export function rejectionReason(code: string, scheme: string): RejectionReason | null {
  return scheme === 'DCM' && Object.hasOwn(REASONS, code) ? (REASONS[code] ?? null) : null;
}

export function gravest(reasons: readonly RejectionReason[]): RejectionReason | null {
  return REJECTION_REASONS.find((reason) => reasons.includes(reason)) ?? null;
}

/** Nobody looks at such images here: only those of poor quality can be asked for. */
export function isSealed(reason: RejectionReason): boolean {
  return reason !== 'quality';
}

/**
 * What a note takes back: objects of its own study, from the site that has that study here. A site can take back what it sent, and in
 * one study; a note that names more is a mistake of somebody, and hiding images by mistake is as bad as showing them.
 * @returns SOP Instance UIDs, each once, and how many references do not count
 */
export function takenBack(
  note: Pick<RejectionNote, 'references'>,
  of: { readonly noteStudyUid: string | null; readonly sameSite: boolean },
): { readonly sopUids: readonly string[]; readonly elsewhere: number } {
  const counting = note.references.filter(({ studyUid }) => of.sameSite && studyUid === of.noteStudyUid);
  const named = new Set(note.references.map(({ sopUid }) => sopUid)).size;
  const sopUids = [...new Set(counting.map(({ sopUid }) => sopUid))];
  return { sopUids, elsewhere: named - sopUids.length };
}

export const REJECTION_WORDS: Readonly<Record<RejectionReason, string>> = {
  quality: 'poor quality',
  safety: 'patient safety',
  worklist: 'wrong worklist entry, it may be another patient',
  retention: 'the site’s time to keep them is over',
};

/** "3 images rejected by the site: poor quality"; empty: none. */
export function rejectedWords(rejected: readonly RejectedImages[]): string {
  return rejected
    .filter(({ images }) => images > 0)
    .map(({ reason, images }) => `${counted(images)} rejected by the site: ${REJECTION_WORDS[reason]}`)
    .join('; ');
}

/** The same with what was made of them here: what nobody may read over. */
export function rejectionsWords({ rejected, notApplied }: StudyRejections): string {
  const lines = rejected.map(({ reason, images, measured, reported }) => {
    const made = [
      ...(measured > 0 ? [`${measured} ${measured === 1 ? 'measurement' : 'measurements'} on them`] : []),
      ...(reported > 0 ? ['a signed report was made from them'] : []),
    ];
    return [rejectedWords([{ reason, images }]), ...made].join(', ');
  });
  const foreign = notApplied > 0 ? ['a rejection note that names images of another study or site was not applied'] : [];
  return [...lines.filter((line) => line !== ''), ...foreign].join(' · ');
}

function counted(images: number): string {
  return `${images} ${images === 1 ? 'image' : 'images'}`;
}
