import { documentSections } from '../../../../shared/report/lossy-reading.ts';
import { namedMeasurements } from '../../../../shared/report/named-measurements.ts';
import { fieldLine, isEmptySection } from '../../../../shared/report/rendered-sections.ts';
import { otherStudies, textBeside } from '../../../../shared/report/signed-document.ts';
import type { ObjectReference, RenderedSection, SignedDocument } from '../../../../shared/report/signed-document.ts';
import type { ReportedMeasurement } from '../../../../shared/model/report.ts';
import { child, codedItem, container, contentSequence, imageItem, textItem } from './content-item.ts';
import type { DicomItem } from './element.ts';
import type { StudyReference } from './evidence.ts';
import { CODES, elementCode, modalityCode, procedureCode } from './sr-codes.ts';
import { fieldNumber } from './sr-fields.ts';
import { frameReference, srHeader } from './sr-header.ts';
import { isUid, measurementClass } from './sr-measurements.ts';
import { languageItem, observerItems } from './sr-observer.ts';
import { writeDicomFile } from './write-file.ts';

export const REPORT_CLASS = '1.2.840.10008.5.1.4.1.1.88.22';

const DESCRIPTIONS: Readonly<Record<SignedDocument['state'], string>> = {
  preliminary: 'Preliminary report',
  final: 'Report',
  addendum: 'Report addendum',
  corrected: 'Corrected report',
  withdrawn: 'Report withdrawn',
};

/**
 * The report as an Enhanced SR with the template TID 2000: one heading a section, the text under it, the images that were measured under
 * the section that names them. From the line of a form that holds a number hangs that number (TID 1404). TID 2000 and 2002 are not
 * extensible and have no place for measurement groups, so the measurements are an object of their own (TID 1500, sr-measurements), listed
 * in this one's evidence. A receiving hospital that knows text reports only needs this object; one that tracks lesions takes the other one
 * too.
 */
export function buildReportSr(document: SignedDocument): Uint8Array {
  const measured: ObjectReference[] =
    document.uids.measurements === null
      ? []
      : [
          {
            seriesUid: document.uids.measurementSeries,
            sopUid: document.uids.measurements,
            sopClass: measurementClass(document.measurements),
          },
        ];
  const header = srHeader(
    document,
    {
      sopClass: REPORT_CLASS,
      sopUid: document.uids.report,
      seriesUid: document.uids.series,
      seriesNumber: 9001,
      seriesDescription: DESCRIPTIONS[document.state],
    },
    [...document.evidence, ...picturesOfOthers(document), ...picturesOfPriors(document), ...measured],
    document.predecessor?.object ?? null,
  );
  return writeDicomFile([
    ...header,
    ...container(document.template.title, '2000'),
    ...contentSequence(rootChildren(document)),
  ]);
}

function rootChildren(document: SignedDocument): DicomItem[] {
  const own = documentSections(document).filter((section) => !isEmptySection(section));
  const earlier = textBeside(document).filter((section) => !isEmptySection(section));
  return [
    child('HAS CONCEPT MOD', codedItem(CODES.procedureReported, procedureCode(document.study.modalities))),
    ...document.study.modalities.flatMap((modality) => {
      const code = modalityCode(modality);
      return code === null ? [] : [child('HAS CONCEPT MOD', codedItem(CODES.acquisitionDevice, code))];
    }),
    languageItem(),
    ...observerItems(document),
    ...own.map((section) => sectionItem(section, measuredIn(section, document))),
    // An addendum carries the text it belongs to, because a receiver may show the newest document only.
    ...earlier.map((section) => sectionItem(section, [])),
  ];
}

function sectionItem(section: RenderedSection, measured: readonly ReportedMeasurement[]): DicomItem {
  const name = elementCode(section.sectionId);
  const fields = section.fields.map((field) => {
    const number = fieldNumber(field);
    // The words stay, for those who read words; the number that they say hangs from them.
    return child(
      'CONTAINS',
      textItem(name, fieldLine(field)),
      ...(number === null ? [] : [child('INFERRED FROM', number)]),
    );
  });
  const text = section.text.trim() === '' ? [] : [child('CONTAINS', textItem(name, section.text))];
  return child('CONTAINS', container(section.code, null), ...fields, ...text, ...imageItems(measured));
}

function measuredIn(section: RenderedSection, document: SignedDocument): ReportedMeasurement[] {
  const written = document.content.sections.find((entry) => entry.sectionId === section.sectionId);
  const named = new Set<string>(written === undefined ? [] : namedMeasurements(written));
  return document.measurements.filter((measurement) => named.has(measurement.measurementId));
}

/** Objects of the other studies that the report is about. */
function picturesOfOthers(document: SignedDocument): StudyReference[] {
  return otherStudies(document).flatMap(({ studyUid, evidence }) => evidence.map((one) => ({ studyUid, ...one })));
}

/** Pictures of other studies that were measured beside the case: the evidence of the case has none of them. */
function picturesOfPriors({ study, measurements }: SignedDocument): StudyReference[] {
  return measurements.flatMap(({ studyUid, seriesUid, sopUid, sopClass }) => {
    if (studyUid === study.studyUid || sopUid === null || sopClass === null) return [];
    const isWritable = [studyUid, seriesUid, sopUid, sopClass].every((uid) => isUid(uid));
    return isWritable ? [{ studyUid, seriesUid, sopUid, sopClass }] : [];
  });
}

/** One IMAGE item an image and frame, however many measurements lie on it. */
function imageItems(measured: readonly ReportedMeasurement[]): DicomItem[] {
  const seen = new Set<string>();
  return measured.flatMap(({ sopUid, sopClass, frame, frames }) => {
    if (sopUid === null || sopClass === null || !isUid(sopUid) || !isUid(sopClass)) return [];
    const key = `${sopUid}#${frame}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [
      child(
        'CONTAINS',
        imageItem(CODES.sourceOfMeasurement, { sopUid, sopClass, frame: frameReference(frame, frames) }),
      ),
    ];
  });
}
