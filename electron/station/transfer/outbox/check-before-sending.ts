import { asAppError } from '../../../../shared/errors/app-error.ts';
import type { ErrorCode } from '../../../../shared/errors/codes.ts';
import type { ReportId, StudyId } from '../../../../shared/model/ids.ts';
import type { HoldReason } from '../../../../shared/model/outbox.ts';
import type { FoundSeries, FoundStudy } from '../../../../shared/model/source.ts';
import type { SignedDocument } from '../../../../shared/report/signed-document.ts';
import type { Source } from '../../sources/source.ts';

/** What the sites of a report say now. unknown: none of them could be asked. */
export type SiteSays =
  | { readonly kind: 'same' }
  | { readonly kind: 'changed'; readonly reasons: readonly HoldReason[] }
  | { readonly kind: 'unknown'; readonly code: ErrorCode };

/** Asks, as far as its sources tell, whether anything changed since a report was signed. Never throws for what a peer does. */
export type CheckBeforeSending = (reportId: ReportId, signal: AbortSignal) => Promise<SiteSays>;

/** Where nobody can be asked. */
export const NOBODY_TO_ASK: CheckBeforeSending = () => Promise.resolve({ kind: 'same' });

export interface CheckParts {
  readonly document: (reportId: ReportId) => SignedDocument;
  /** Sources of the site of the study; the first that answers counts. */
  readonly sources: (reportId: ReportId) => readonly Source[];
  /** Series that this station made for the study, and how many of their objects went out. */
  readonly own: (reportId: ReportId) => { readonly seriesUids: readonly string[]; readonly delivered: number };
  /** What became of the order, where somebody tells. */
  readonly order?: (studyId: StudyId) => readonly HoldReason[];
  readonly studyOf: (reportId: ReportId) => StudyId;
}

/** Series of one study that are looked through. */
const MOST_SERIES = 500;
/** A site that takes longer is asked again later, milliseconds. */
const ASK_MS = 20_000;

export function checkBeforeSending(parts: CheckParts): CheckBeforeSending {
  return async (reportId, signal) => {
    const bounded = AbortSignal.any([signal, AbortSignal.timeout(ASK_MS)]);
    const document = parts.document(reportId);
    const ofOrder = (parts.order?.(parts.studyOf(reportId)) ?? []).filter((reason) => !wasKnown(reason, document));
    // Copies of discs have no site that could be asked.
    let code: ErrorCode | null = null;
    for (const source of parts.sources(reportId)) {
      try {
        const reasons = [...ofOrder, ...(await compare(source, document, parts.own(reportId), bounded))];
        return reasons.length === 0 ? { kind: 'same' } : { kind: 'changed', reasons };
      } catch (error) {
        code = asAppError(error).code;
      }
    }
    if (ofOrder.length > 0) return { kind: 'changed', reasons: ofOrder };
    return code === null ? { kind: 'same' } : { kind: 'unknown', code };
  };
}

async function compare(
  source: Source,
  document: SignedDocument,
  own: ReturnType<CheckParts['own']>,
  signal: AbortSignal,
): Promise<readonly HoldReason[]> {
  const { studyUid } = document.study;
  const found = await first(source.studies({ studyUid }, { signal, limit: 2 }), (one) => one.studyUid === studyUid);
  if (found === null) return ['study-gone'];
  const series: FoundSeries[] = [];
  for await (const one of source.series(studyUid, { signal, limit: MOST_SERIES })) series.push(one);
  const reasons: HoldReason[] = [];
  if (isOtherPatient(found, document)) reasons.push('patient-changed');
  if (hasGrown(found, document, own.delivered)) reasons.push('new-images');
  const known = new Set([...own.seriesUids, ...document.evidence.map(({ seriesUid }) => seriesUid)]);
  if (series.some(({ modality, seriesUid }) => modality === 'SR' && !known.has(seriesUid)))
    reasons.push('other-report');
  return reasons;
}

/** The signer was told, and signed. */
function wasKnown(reason: HoldReason, { acknowledged }: SignedDocument): boolean {
  return reason === 'order-cancelled' && acknowledged.includes('permission/order-cancelled');
}

/** Another id, name or birth date. What the site does not say is no difference. */
function isOtherPatient(found: FoundStudy, { patient }: SignedDocument): boolean {
  const differs = (now: string | null, then: string | null): boolean =>
    now !== null && now.trim() !== '' && then !== null && now.trim() !== then.trim();
  const name = ({ alphabetic }: { readonly alphabetic: string }): string =>
    alphabetic.replace(/[\s^]+$/, '').toLowerCase();
  return (
    differs(found.patientId, patient.patientId) ||
    differs(found.birthDate, patient.birthDate) ||
    (name(found.patientName) !== '' && name(found.patientName) !== name(patient.name))
  );
}

function hasGrown({ instances }: FoundStudy, document: SignedDocument, delivered: number): boolean {
  return instances !== null && instances - delivered > document.objectsReceived;
}

async function first<T>(rows: AsyncIterable<T>, fits: (row: T) => boolean): Promise<T | null> {
  for await (const row of rows) if (fits(row)) return row;
  return null;
}
