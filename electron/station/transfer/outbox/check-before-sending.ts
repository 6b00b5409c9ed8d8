import { asAppError } from '../../../../shared/errors/app-error.ts';
import type { ErrorCode } from '../../../../shared/errors/codes.ts';
import type { ReportId, StudyId } from '../../../../shared/model/ids.ts';
import type { HoldReason } from '../../../../shared/model/outbox.ts';
import type { SiteDifference } from '../../../../shared/model/site-difference.ts';
import type { SignedDocument } from '../../../../shared/report/signed-document.ts';
import { siteDifferences } from '../../../../shared/rules/outbox/site-differences.ts';
import type { KnownStudy } from '../../../../shared/rules/outbox/site-differences.ts';
import type { Source } from '../../sources/source.ts';
import { askSite } from '../reconcile/ask-site.ts';
import { ofOther } from '../reconcile/known-study.ts';

/** What the sites of a report say now. unknown: none of them answered, though somebody could be asked. */
export type SiteSays =
  | { readonly kind: 'same' }
  | { readonly kind: 'changed'; readonly reasons: readonly HoldReason[] }
  | { readonly kind: 'unknown'; readonly code: ErrorCode };

/** Asks, as far as its sources tell, whether anything changed since a report was signed. Never throws for what a peer does. */
export type CheckBeforeSending = (reportId: ReportId, signal: AbortSignal) => Promise<SiteSays>;

export interface CheckParts {
  readonly document: (reportId: ReportId) => SignedDocument;
  /** Sources of the site of the study; the first that answers counts. */
  readonly sources: (reportId: ReportId) => readonly { open(): Source }[];
  /** Series that this station made for the study, and how many of their objects went out. */
  readonly own: (reportId: ReportId) => { readonly seriesUids: readonly string[]; readonly delivered: number };
  /** What became of the order since the signature, where somebody tells. */
  readonly order?: (reportId: ReportId, studyId: StudyId) => readonly SiteDifference[];
  /** What the site said otherwise when it was asked at the signature. */
  readonly told?: (reportId: ReportId) => readonly SiteDifference[];
  /** Whether the site made two ids of the patients of a study one. */
  readonly isMerged?: (studyId: StudyId, a: string, b: string) => boolean;
  /** Keeps what was said, both sides, for whoever looks at it; empty: nothing is other. */
  readonly keep?: (reportId: ReportId, said: readonly SiteDifference[]) => void;
  readonly studyOf: (reportId: ReportId) => StudyId;
  /** What else a report is about, as it is here now; nothing where it is absent. */
  readonly others?: (reportId: ReportId) => readonly { readonly name: string; readonly known: KnownStudy | null }[];
}

/** A site that takes longer is asked again later, milliseconds. */
const ASK_MS = 20_000;

export function checkBeforeSending(parts: CheckParts): CheckBeforeSending {
  const {
    order = () => [],
    told = () => [],
    isMerged = () => false,
    keep = () => undefined,
    others = () => [],
  } = parts;
  return async (reportId, signal) => {
    const studyId = parts.studyOf(reportId);
    const document = parts.document(reportId);
    const said = told(reportId);
    const isNew = (one: SiteDifference): boolean => !wasKnown(one, document, said);
    const ofOrder = order(reportId, studyId).filter(isNew);
    // Copies of discs have no site that could be asked; a source that cannot answer such questions says nothing.
    const answer = await askSite(parts.sources(reportId), document.study.studyUid, signal, ASK_MS);
    if (signal.aborted) return { kind: 'unknown', code: asAppError(signal.reason).code };
    const ofSite =
      answer.kind === 'said'
        ? siteDifferences(knownOf(document, parts.own(reportId)), answer, (a, b) => isMerged(studyId, a, b))
        : [];
    const ofOthers: SiteDifference[] = [];
    let failed = answer.kind === 'failed' ? answer.code : null;
    for (const { name, known } of answer.kind === 'said' ? others(reportId) : []) {
      if (known === null) continue;
      const said = await askSite(parts.sources(reportId), known.studyUid, signal, ASK_MS);
      if (signal.aborted) return { kind: 'unknown', code: asAppError(signal.reason).code };
      if (said.kind === 'failed') failed = said.code;
      if (said.kind !== 'said') continue;
      const found = siteDifferences(known, said, (a, b) => isMerged(studyId, a, b));
      ofOthers.push(...found.map((one) => ofOther(one, name)));
    }
    const differences = [...ofOrder, ...[...ofSite, ...ofOthers].filter(isNew)];
    if (failed !== null) {
      keep(reportId, [...differences, { reason: 'not-asked', signed: '', now: failed }]);
      if (differences.length === 0) return { kind: 'unknown', code: failed };
    } else keep(reportId, differences);
    const reasons = [...new Set(differences.map(({ reason }) => reason))];
    return reasons.length === 0 ? { kind: 'same' } : { kind: 'changed', reasons };
  };
}

function knownOf(document: SignedDocument, own: ReturnType<CheckParts['own']>): Parameters<typeof siteDifferences>[0] {
  const { study, patient, evidence, objectsReceived } = document;
  return {
    ...{ studyUid: study.studyUid, patient, objects: objectsReceived, delivered: own.delivered },
    ownSeriesUids: new Set(own.seriesUids),
    seriesUids: new Set([...own.seriesUids, ...evidence.map(({ seriesUid }) => seriesUid)]),
  };
}

/** The signer was told just this, and signed. What the site says beyond it is new. */
function wasKnown(
  { reason, now }: SiteDifference,
  { acknowledged }: SignedDocument,
  told: readonly SiteDifference[],
): boolean {
  if (reason === 'order-cancelled') return acknowledged.includes('permission/order-cancelled');
  return told.some((one) => one.reason === reason && one.now === now);
}
