import { assertNever } from '../../lib/assert-never.ts';
import type { HoldReason } from '../../model/outbox.ts';
import type { ReconcileCase } from '../../model/reconcile.ts';

/**
 * What to ask the site, to be copied into whatever reaches it. It names the study by its number and nobody by name: the site knows who
 * that is, and whoever else reads it does not.
 */
export function siteQuestion(
  one: Pick<ReconcileCase, 'site' | 'accession' | 'studyDate' | 'report' | 'differences'>,
): string {
  const { site, accession, studyDate, report, differences } = one;
  const number = accession === null ? 'a study without an accession number' : `accession ${accession}`;
  const day = studyDate === null ? '' : `, study of ${isoDay(studyDate)}`;
  const lines = differences.map(({ reason }) => `- ${QUESTIONS[reason]}`);
  return [
    `To ${site}, about ${number}${day}.`,
    report === null
      ? 'Objects of this study are ready to be sent and wait for your answer.'
      : `Our ${report.state} report was signed at ${report.signedAt.slice(0, 16).replace('T', ' ')} UTC. It is not sent yet.`,
    ...lines,
    'Please answer with the accession number.',
  ].join('\n');
}

const QUESTIONS: Readonly<Record<HoldReason, string>> = {
  'patient-changed': 'Your archive has another patient id for it than the images that we read. Which one is right?',
  'patient-corrected':
    'Your archive has another name or birth date for it than the images that we read. Is this a correction?',
  'patient-merged': 'The patient id was merged after we had the images. Do you file our report under the new id?',
  'study-gone': 'Your archive does not have the study any more. Was it moved, or is our report not wanted?',
  'new-images': 'Your archive has images that we did not read. Are they to be read, in an addendum?',
  'other-report': 'Your archive has a report of somebody else. Is ours still wanted, and as what?',
  'order-cancelled': 'The order was cancelled. Is our report still wanted?',
  'order-changed': 'The order was changed after we had signed. Does our report answer it?',
  'not-asked': 'Your archive did not answer our question. Does it have anything new on this study?',
};

/** What became of the patient's data here because of a difference. */
export function dataWords(reason: HoldReason): string {
  switch (reason) {
    case 'patient-changed':
      return 'Images and report stay under the id that they came with. Nothing was joined here: the site says who this is.';
    case 'patient-corrected':
      return 'The report bears the name and birth date of its signature. Images that are here keep what they came with.';
    case 'patient-merged':
      return 'Both ids are one patient in the list here. The report bears the id of its signature.';
    case 'study-gone':
      return 'Everything that came is still here, images and report.';
    case 'new-images':
      return 'The report covers the images that were here. The new ones were not put into the case by themselves.';
    case 'other-report':
      return 'Your report is signed and kept here. The other one was not fetched, and neither replaces the other.';
    case 'order-cancelled':
      return 'The report is signed and kept here. Nothing was deleted because of the cancel.';
    case 'order-changed':
      return 'The report answers the order as it was. The list shows it as it is now.';
    case 'not-asked':
      return 'The report is signed and kept here. It goes by itself when the site answers that nothing changed.';
    default:
      return assertNever(reason);
  }
}

function isoDay(da: string): string {
  return /^\d{8}$/.test(da) ? `${da.slice(0, 4)}-${da.slice(4, 6)}-${da.slice(6)}` : da;
}
