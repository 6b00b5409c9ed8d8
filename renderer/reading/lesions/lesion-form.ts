import type { MeasurementId, StudyId } from '../../../shared/model/ids.ts';
import type { LedgerLesion, LesionCell, LesionFindingKind, LesionLedger, LesionNature, LesionRole } from '../../../shared/model/lesion.ts'; // prettier-ignore
import type { Measurement } from '../../../shared/model/measurement.ts';
import { FINDINGS_OF, mayBeFound } from '../../../shared/rules/recist/lesion-cell.ts';
import type { LesionAsked, LesionMark } from './lesion-keeper.ts';

/** No lesion of the ledger: a fresh one. */
export const FRESH = 'fresh';

/** What the reader has chosen so far. */
export interface LesionDraft {
  /** Tracking UID, `FRESH`, or '' while nobody chose. */
  readonly lesion: string;
  readonly role: LesionRole;
  readonly nature: LesionNature;
  readonly organ: string;
  readonly kind: LesionFindingKind;
  readonly measurements: readonly MeasurementId[];
  readonly into: string;
  readonly reason: string;
}

/** A time point of the ledger, by the study that is asked about; the ledger may have none of it yet. */
export function cellAt(ledger: LesionLedger, lesion: LedgerLesion, studyId: StudyId): LesionCell | null {
  return lesion.cells.find((cell) => cell.studyId === studyId) ?? lesion.cells[placeOf(ledger, studyId)] ?? null;
}

export function placeOf({ points }: LesionLedger, studyId: StudyId): number {
  return points.findIndex(({ studies }) => studies.some((study) => study.studyId === studyId));
}

/** What a lesion is can be said anew while it stands in no other study. */
export function isSettled(lesion: LedgerLesion, studyId: StudyId): boolean {
  return lesion.cells.some((cell) => cell.kind !== null && cell.studyId !== studyId);
}

/**
 * What the dialog begins with. Where lesions wait for a value nothing is chosen: which one it is, is the reader's to say, and a wrong one
 * would be followed for years.
 */
export function firstDraft(ledger: LesionLedger, { studyId, trackingUid, measurementId }: LesionAsked): LesionDraft {
  const drawn = ledger.lesions.find((one) =>
    one.cells.some((cell) => cell.drawings.some((drawing) => drawing.measurementId === measurementId)),
  );
  const known = ledger.lesions.find((one) => one.trackingUid === trackingUid) ?? drawn;
  const wait = ledger.lesions.some((one) => (cellAt(ledger, one, studyId)?.kind ?? null) === null);
  const fresh: LesionDraft = {
    ...{ lesion: wait ? '' : FRESH, role: 'target', nature: 'mass', organ: '', kind: 'measured' },
    ...{ measurements: measurementId === null ? [] : [measurementId as MeasurementId], into: '', reason: '' },
  };
  return known ? { ...withLesion(fresh, known, ledger, studyId) } : fresh;
}

/** The draft with a lesion of the ledger, as it was entered before where it was. */
export function withLesion(
  draft: LesionDraft,
  lesion: LedgerLesion,
  ledger: LesionLedger,
  studyId: StudyId,
): LesionDraft {
  const { trackingUid, role, nature, organ } = lesion;
  const cell = cellAt(ledger, lesion, studyId);
  const before = cell?.drawings.map((drawing) => drawing.measurementId) ?? [];
  const measurements = [...new Set([...before, ...draft.measurements])];
  return settleKind({
    ...{ ...draft, lesion: trackingUid, role, nature, organ, measurements },
    kind: cell?.kind ?? FINDINGS_OF[role][0] ?? 'not-evaluated',
  });
}

/** What cannot be found of such a lesion gives way to the most usual. */
export function settleKind(draft: LesionDraft): LesionDraft {
  return mayBeFound(draft.kind, draft) ? draft : { ...draft, kind: FINDINGS_OF[draft.role][0] ?? 'not-evaluated' };
}

/** What is missing yet, in words; null: it can be entered. */
export function missingOf({ lesion, organ, kind, measurements, into, reason }: LesionDraft): string | null {
  if (lesion === '') return 'Choose which lesion it is.';
  if (lesion === FRESH && organ.trim() === '') return 'Name the organ.';
  if (kind === 'measured' && measurements.length === 0) return 'Choose its measurement.';
  if (kind === 'merged' && into === '') return 'Choose the lesion it has grown together with.';
  return kind === 'not-evaluated' && reason.trim() === '' ? 'Say why it was not evaluated.' : null;
}

export function markOf(draft: LesionDraft, studyId: StudyId): LesionMark {
  const { lesion, role, nature, organ, kind, measurements, into, reason } = draft;
  const drawn = kind === 'gone' || kind === 'not-evaluated' || kind === 'merged' ? [] : [...measurements];
  return {
    ...{ studyId, trackingUid: lesion === FRESH ? null : lesion, role, nature, organ: organ.trim() },
    finding: {
      ...{ kind, measurements: drawn, into: kind === 'merged' ? into : null },
      reason: kind === 'not-evaluated' ? reason.trim() : '',
    },
  };
}

/** "M3 length 20.0 mm". */
export interface DiameterChoice {
  readonly measurementId: MeasurementId;
  readonly label: string;
}

/** Diameters that can stand for it: those on pictures of that study, and those it was entered by. */
export function diameterChoices(
  measurements: readonly Measurement[],
  isOfStudy: (objectId: Measurement['objectId']) => boolean,
  cell: LesionCell | null,
  words: (one: Measurement) => string,
): readonly DiameterChoice[] {
  const own = measurements
    .filter(
      ({ tool, deleted, objectId }) =>
        !deleted && (tool === 'length' || tool === 'bidirectional') && isOfStudy(objectId),
    ) // prettier-ignore
    .map((one) => ({ measurementId: one.measurementId, label: `M${one.ordinal} ${words(one)}` }));
  const known = new Set(own.map(({ measurementId }) => measurementId));
  const before = (cell?.drawings ?? []).filter(({ measurementId }) => !known.has(measurementId));
  return [...before.map(({ measurementId, label }) => ({ measurementId, label: `${label} of that study` })), ...own];
}
