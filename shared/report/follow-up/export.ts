import { csvText } from '../../lib/csv.ts';
import type { FollowUpRow } from '../../model/follow-up.ts';
import { canonicalJson } from '../canonical.ts';

/** Of an identifier of ours for a recommendation. */
export const FOLLOW_UP_SYSTEM = 'urn:nightjar:follow-up';

const COLUMNS = [
  ...['state', 'due_from', 'due_to', 'what', 'strength', 'patient_id', 'patient_name', 'site', 'accession'],
  ...['study_date', 'study', 'words', 'confirmed_at', 'done_by_study_of', 'ended_because'],
];

/** One line each, RFC 4180; every field that a spreadsheet would take for a formula is kept as text. */
export function followUpsCsv(rows: readonly FollowUpRow[]): string {
  return csvText([
    COLUMNS,
    ...rows.map((row) => [
      ...[row.state, row.dueFrom, row.dueTo, row.recommendation.kinds.join('/'), row.recommendation.strength],
      ...[row.patientId, row.patientName, row.site, row.accession, row.studyDate, row.description],
      ...[row.recommendation.words, row.confirmedAt, row.fulfilledBy?.studyDate ?? null, row.ended?.reason ?? null],
    ]),
  ]);
}

/** A FHIR R4 collection of ServiceRequests: proposals that nobody has ordered (status draft, intent proposal). */
export function followUpsFhir(rows: readonly FollowUpRow[]): string {
  const entry = rows.map((row) => {
    const { recommendation, dueFrom, dueTo, followUpId, patientId, state } = row;
    return {
      fullUrl: `urn:nightjar:follow-up:${followUpId}`,
      resource: {
        resourceType: 'ServiceRequest',
        identifier: [{ system: FOLLOW_UP_SYSTEM, value: followUpId }],
        // What came or was given up is no proposal any more.
        status: state === 'done' ? 'completed' : state === 'dropped' ? 'revoked' : 'draft',
        intent: 'proposal',
        code: { text: recommendation.kinds.join(' or ') },
        subject: {
          type: 'Patient',
          ...(patientId === null
            ? { display: 'Patient without an id' }
            : { identifier: { value: patientId, assigner: { display: row.site } } }),
        },
        ...(dueTo === null
          ? {}
          : { occurrencePeriod: { ...(dueFrom === null ? {} : { start: dueFrom }), end: dueTo } }),
        authoredOn: row.confirmedAt,
        note: [{ text: recommendation.words }],
        ...(row.accession === null
          ? {}
          : { supportingInfo: [{ identifier: { value: row.accession }, display: 'Accession of the study' }] }),
      },
    };
  });
  return `${canonicalJson({ resourceType: 'Bundle', type: 'collection', ...(entry.length === 0 ? {} : { entry }) })}\n`;
}
