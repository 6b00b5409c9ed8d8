import { AppError } from '../../../../shared/errors/app-error.ts';
import { EVALUATION_NOTICE } from '../../../../shared/report/signed-document.ts';
import type { ObjectReference, ReportedStudy, SignedDocument } from '../../../../shared/report/signed-document.ts';
import { zoneMinutes } from '../../../../shared/report/render-text.ts';
import { STATE_DIALECTS } from '../../../../shared/report/state-dialects.ts';
import { empty, fitText, sequence, text, textOrEmpty } from './element.ts';
import type { DicomElement, DicomItem } from './element.ts';
import { evidenceItems, hierarchicalReferences } from './evidence.ts';

export interface SrIdentity {
  readonly sopClass: string;
  readonly sopUid: string;
  readonly seriesUid: string;
  readonly seriesNumber: number;
  readonly seriesDescription: string;
}

/** What a document of structured content says of itself. */
export type SrDocument = Pick<
  SignedDocument,
  'patient' | 'study' | 'accessions' | 'at' | 'zone' | 'evaluation' | 'signer' | 'state'
>;

/**
 * All modules of an SR object but its content tree: patient, study, series, equipment, document, SOP common.
 * @param evidence of the study itself where it names no other
 */
export function srHeader(
  document: SrDocument,
  identity: SrIdentity,
  evidence: readonly (ObjectReference & { readonly studyUid?: string })[],
  predecessor: ObjectReference | null,
): DicomElement[] {
  const said = STATE_DIALECTS[document.state].dicom;
  if (said === null) throw new AppError('internal/bug', 'a withdrawal is no document of structured content');
  const isVerified = said.verification === 'VERIFIED';
  return [
    ...studyHeader(document, { ...identity, modality: 'SR' }),
    sequence(0x00081111),
    text(0x0040a491, 'CS', said.completion),
    text(0x0040a493, 'CS', said.verification),
    text(0x0040a496, 'CS', said.preliminary),
    ...(isVerified ? [sequence(0x0040a073, verifyingObserver(document))] : []),
    sequence(0x0040a372),
    ...(predecessor === null
      ? []
      : [sequence(0x0040a360, ...hierarchicalReferences(document.study.studyUid, [predecessor]))]),
    ...requestModule(document),
    ...(evidence.length === 0
      ? []
      : [
          sequence(
            0x0040a375,
            ...evidenceItems(evidence.map((one) => ({ studyUid: document.study.studyUid, ...one }))),
          ),
        ]),
  ];
}

/** Whose and of what study an object is, and when it was made: at a signature, or by an act of the reader. */
export type ObjectOrigin = Pick<SignedDocument, 'patient' | 'study' | 'at' | 'zone' | 'evaluation'>;

/** What every object that we make has, of the time of the act: patient, study, series, equipment, SOP common. */
export function studyHeader(
  document: ObjectOrigin,
  identity: SrIdentity & { readonly modality: 'SR' | 'DOC' | 'KO' | 'PR' | 'SEG'; readonly instanceNumber?: number },
): DicomElement[] {
  const signed = localDateTime(document.at, document.zone);
  const description = document.evaluation
    ? `${identity.seriesDescription}. ${EVALUATION_NOTICE}`
    : identity.seriesDescription;
  return [
    text(0x00080005, 'CS', 'ISO_IR 192'),
    text(0x00080016, 'UI', identity.sopClass),
    text(0x00080018, 'UI', identity.sopUid),
    ...patientModule(document),
    ...studyModule(document),
    text(0x00080060, 'CS', identity.modality),
    text(0x0020000e, 'UI', identity.seriesUid),
    text(0x00200011, 'IS', String(identity.seriesNumber)),
    text(0x00080021, 'DA', signed.date),
    text(0x00080031, 'TM', signed.time),
    text(0x0008103e, 'LO', fitText('LO', description)),
    text(0x00080070, 'LO', 'Nightjar'),
    text(0x00081090, 'LO', 'Nightjar reading station'),
    text(0x00200013, 'IS', String(identity.instanceNumber ?? 1)),
    text(0x00080023, 'DA', signed.date),
    text(0x00080033, 'TM', signed.time),
    text(0x00080012, 'DA', signed.date),
    text(0x00080013, 'TM', signed.time),
    text(0x00080201, 'SH', signed.zone),
  ];
}

function patientModule({ patient }: ObjectOrigin): DicomElement[] {
  const groups = [patient.name.alphabetic, patient.name.ideographic, patient.name.phonetic];
  const name = fitText('PN', groups.join('=').replace(/=+$/, ''));
  const birth = patient.birthDate !== null && /^\d{8}$/.test(patient.birthDate) ? patient.birthDate : null;
  const sex = ['M', 'F', 'O'].includes(patient.sex ?? '') ? patient.sex : null;
  // An issuer of our own making ("local media") is no assigning authority that another system could know.
  const issuer =
    patient.issuer === '' || patient.issuer === 'local media'
      ? []
      : [text(0x00100021, 'LO', fitText('LO', patient.issuer))];
  return [
    textOrEmpty(0x00100010, 'PN', name),
    textOrEmpty(0x00100020, 'LO', patient.patientId === null ? null : fitText('LO', patient.patientId)),
    ...issuer,
    textOrEmpty(0x00100030, 'DA', birth),
    textOrEmpty(0x00100040, 'CS', sex),
  ];
}

function studyModule({ study }: ObjectOrigin): DicomElement[] {
  const date = study.date !== null && /^\d{8}$/.test(study.date) ? study.date : null;
  const time = study.time !== null && /^\d\d(?:\d\d(?:\d\d(?:\.\d{1,6})?)?)?$/.test(study.time) ? study.time : null;
  const institution = study.institution === null ? [] : [text(0x00080080, 'LO', fitText('LO', study.institution))];
  const description = study.description === null ? [] : [text(0x00081030, 'LO', fitText('LO', study.description))];
  return [
    text(0x0020000d, 'UI', study.studyUid),
    textOrEmpty(0x00080020, 'DA', date),
    textOrEmpty(0x00080030, 'TM', time),
    textOrEmpty(0x00080090, 'PN', study.referring === null ? null : fitText('PN', study.referring)),
    empty(0x00200010, 'SH'),
    textOrEmpty(0x00080050, 'SH', study.accession === null ? null : fitText('SH', study.accession)),
    ...institution,
    ...description,
  ];
}

/** Verifying Observer: name, organisation and time are required of a verified document (Part 3, C.17.2). */
function verifyingObserver(document: SrDocument): DicomItem {
  const signed = localDateTime(document.at, document.zone);
  return [
    text(0x0040a027, 'LO', organisation(document)),
    text(0x0040a030, 'DT', `${signed.date}${signed.time}${signed.zone}`),
    text(0x0040a075, 'PN', signerName(document)),
    sequence(0x0040a088),
  ];
}

/**
 * The signer as a DICOM person name. The name was typed as one text: "Reader, Ada" says which part is the family name, else the
 * last word is taken for it. One word, or a name written without blanks, stays whole.
 */
export function signerName(document: Pick<SignedDocument, 'signer'>): string {
  // "=" and "^" would split it.
  const typed = document.signer.name.replace(/[=^]+/g, ' ').trim();
  const comma = /^([^,]+),(.+)$/.exec(typed);
  if (comma) return fitText('PN', `${(comma[1] ?? '').trim()}^${(comma[2] ?? '').trim()}`);
  const words = typed.split(/\s+/);
  const family = words.at(-1) ?? '';
  return fitText('PN', words.length > 1 ? `${family}^${words.slice(0, -1).join(' ')}` : typed);
}

/** The signer's organisation is not asked for yet: the site of the study stands in, else the words that say so. */
export function organisation(document: Pick<SignedDocument, 'study'>): string {
  return fitText('LO', document.study.institution ?? '') || 'Not stated';
}

/** Referenced Request Sequence (Part 3, C.17.2): an item a request that the document answers. */
export function requestModule({
  study,
  accessions = [],
}: Pick<SignedDocument, 'study' | 'accessions'>): DicomElement[] {
  const own = { studyUid: study.studyUid, accession: study.accession, placer: null, filler: null, description: null };
  const items = (accessions.length === 0 ? [own] : accessions).flatMap((one) =>
    one.accession === null ? [] : [requestItem({ ...one, accession: one.accession })],
  );
  return items.length === 0 ? [] : [sequence(0x0040a370, ...items)];
}

function requestItem({
  studyUid,
  accession,
  placer,
  filler,
  description,
}: Pick<ReportedStudy, 'studyUid' | 'placer' | 'filler' | 'description'> & { readonly accession: string }): DicomItem {
  const orEmpty = (value: string | null): string | null => (value === null ? null : fitText('LO', value));
  return [
    text(0x0020000d, 'UI', studyUid),
    sequence(0x00081110),
    text(0x00080050, 'SH', fitText('SH', accession)),
    textOrEmpty(0x00402016, 'LO', orEmpty(placer)),
    textOrEmpty(0x00402017, 'LO', orEmpty(filler)),
    empty(0x00401001, 'SH'),
    textOrEmpty(0x00321060, 'LO', orEmpty(description)),
    sequence(0x00321064),
  ];
}

/** UTC to the DA, TM and zone texts of the signer's clock. */
export function localDateTime(
  atUtc: string,
  zone: string,
): { readonly date: string; readonly time: string; readonly zone: string } {
  const local = new Date(Date.parse(atUtc) + zoneMinutes(zone) * 60_000).toISOString();
  return {
    date: local.slice(0, 10).replaceAll('-', ''),
    time: local.slice(11, 19).replaceAll(':', ''),
    zone: zone.replace(':', ''),
  };
}

/** Number of frames a reference has to name: only multi-frame objects do. */
export function frameReference(frame: number, frames: number): number | null {
  return frames > 1 ? frame : null;
}
