import { OutgoingId } from '../../../../shared/model/ids.ts';
import type { ReportId } from '../../../../shared/model/ids.ts';
import type { SignedDocument } from '../../../../shared/report/signed-document.ts';
import { newId } from '../../kernel/ids.ts';
import type { Db } from '../../kernel/sqlite.ts';
import { controlId } from '../../reporting/outputs/hl7.ts';
import type { ToldLater } from '../../reporting/told-findings.ts';
import type { Destinations } from './destinations.ts';
import type { OutboxTable } from './outbox-table.ts';
import { lineageOf } from './queue-reports.ts';
import { fhirTold, hl7Told } from './told-message.ts';

export interface QueueToldParts {
  readonly table: OutboxTable;
  readonly destinations: Pick<Destinations, 'ofStudy'>;
  readonly document: (reportId: ReportId) => SignedDocument;
  /** Called later, when the transaction has ended. */
  readonly afterwards: () => void;
}

/**
 * Writes a row for each destination that takes messages when somebody was told of a finding after the report was signed, in the transaction
 * of that act. It follows its report: it never goes before that is settled. An archive learns of it by the next addendum.
 */
export class QueueTold {
  readonly #parts: QueueToldParts;

  constructor(parts: QueueToldParts) {
    this.#parts = parts;
  }

  told(db: Db, { studyId, reportId, told, nth, inReport }: ToldLater, at: string): void {
    const { table, destinations, document, afterwards } = this.#parts;
    // MSH-10 holds at most 20 characters; one telling has one key, however often it is said.
    const key = `NC${told.communicationId.slice(0, 16).toUpperCase()}${nth.toString(36).toUpperCase().padStart(2, '0')}`;
    const signed = document(reportId);
    const place = Math.max(0, signed.accessions?.findIndex((one) => one.studyId === studyId) ?? 0);
    // As the report's own messages are numbered: by the preliminary report that it all began with.
    const first = signed.predecessor?.first ?? signed.reportId;
    const reportFiller = controlId({ ...signed, reportId: first }, place);
    const said = { key, told, document: { ...signed, study: studyAt(signed, place) }, reportFiller };
    const lineage = lineageOf(db, reportId);
    for (const { destinationId, settings } of destinations.ofStudy(db, studyId)) {
      // What the report says itself goes once more only where a resource of its own is wanted.
      if (settings.kind === 'dicom' || settings.kind === 'context' || (inReport && settings.kind === 'hl7')) continue;
      const isHl7 = settings.kind === 'hl7';
      const row = {
        ...{ outgoingId: OutgoingId.parse(newId()), destinationId, studyId, reportId: null, reportState: null },
        // Each of the other studies of a report is a line of its own.
        ...{ lineage: place === 0 ? lineage : `${lineage} ${studyId}`, critical: told.category === 1, key },
        ...{ format: isHl7 ? ('hl7-told' as const) : ('fhir-told' as const) },
        message: isHl7 ? hl7Told(said) : fhirTold(said),
      };
      table.insert(db, row, at);
    }
    setImmediate(() => afterwards());
  }
}

/** The one of the report's studies of which the finding was seen. */
function studyAt({ study, accessions }: SignedDocument, place: number): SignedDocument['study'] {
  const named = place === 0 ? undefined : accessions?.[place];
  if (named === undefined) return study;
  const { studyUid, accession, description, modalities } = named;
  return { ...study, studyUid, accession, description, modalities };
}
