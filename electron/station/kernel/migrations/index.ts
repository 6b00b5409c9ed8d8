import type { Migration } from '../migrate.ts';
import { first } from './0010-first.ts';
import { ledgerPending } from './0020-ledger.ts';
import { alarms } from './0030-alarm.ts';
import { listOrder } from './0040-list-order.ts';
import { sequence } from './0050-sequence.ts';
import { siteProfiles } from './0060-site-profile.ts';
import { personState } from './0070-person-state.ts';
import { auditSeal } from './0080-audit-seal.ts';
import { quarantined } from './0090-quarantined.ts';
import { siteOrders } from './0105-site-order.ts';
import { retentionNotes } from './0110-retention-note.ts';
import { duplicateOf } from './0120-duplicate-of.ts';
import { holdReason } from './0125-hold-reason.ts';
import { sources } from './0130-source.ts';
import { outbox } from './0140-outbox.ts';
import { imagingOrders } from './0150-imaging-order.ts';
import { prefetch } from './0160-prefetch.ts';
import { lineSamples } from './0180-line-sample.ts';
import { reconcile } from './0200-reconcile.ts';
import { outgoingObjects } from './0210-outgoing-objects.ts';
import { rejections } from './0220-rejection.ts';
import { identityAnswers } from './0221-identity-answers.ts';
import { madeSeries } from './0260-made-series.ts';
import { imageVersion } from './0310-image-version.ts';
import { hangingProtocols } from './0330-hanging-protocol.ts';
import { communications } from './0350-communication.ts';
import { reportLife } from './0360-report-life.ts';
import { personKeys } from './0361-person-key.ts';
import { caseHolds } from './0365-case-hold.ts';
import { handovers } from './0367-handover.ts';
import { reportWords } from './0380-report-words.ts';
import { reportTemplates } from './0400-report-template.ts';
import { reportAccessions } from './0410-report-accession.ts';
import { siteClaims } from './0430-site-claim.ts';
import { peerReview } from './0450-peer-review.ts';
import { reviewSources } from './0460-review-sources.ts';
import { addendumTasks } from './0471-addendum-task.ts';
import { reviewShown } from './0470-review-shown.ts';
import { reviewPackages } from './0480-review-package.ts';
import { conferences } from './0490-conferences.ts';
import { reviewNumber } from './0500-review-number.ts';
import { signedObjects } from './0510-signed-objects.ts';
import { reviewMet } from './0530-review-met.ts';
import { reviewNodes } from './0540-review-node.ts';
import { reviewNodeApart } from './0570-review-node-apart.ts';
import { priorReports } from './0390-prior-report.ts';
import { followUps } from './0370-follow-up.ts';
import { reportPredecessor } from './0222-report-predecessor.ts';

/** Rising order; a released migration is never edited. */
export const indexMigrations: readonly Migration[] = [
  first,
  ledgerPending,
  alarms,
  listOrder,
  sequence,
  siteProfiles,
  personState,
  auditSeal,
  quarantined,
  siteOrders,
  retentionNotes,
  duplicateOf,
  holdReason,
  sources,
  outbox,
  imagingOrders,
  prefetch,
  lineSamples,
  reconcile,
  outgoingObjects,
  rejections,
  identityAnswers,
  reportPredecessor,
  madeSeries,
  imageVersion,
  hangingProtocols,
  communications,
  reportLife,
  personKeys,
  caseHolds,
  handovers,
  followUps,
  reportWords,
  priorReports,
  reportTemplates,
  reportAccessions,
  siteClaims,
  peerReview,
  reviewSources,
  reviewShown,
  addendumTasks,
  reviewPackages,
  conferences,
  reviewNumber,
  signedObjects,
  reviewMet,
  reviewNodes,
  reviewNodeApart,
];
