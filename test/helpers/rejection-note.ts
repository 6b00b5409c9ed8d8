import { dicomFile, element, withOwn } from './dicom-builder.ts';
import type { BuiltElement } from './dicom-builder.ts';

const CT = '1.2.840.10008.5.1.4.1.1.2';
const KEY_OBJECTS = '1.2.840.10008.5.1.4.1.1.88.59';
const MEANINGS: Readonly<Record<string, string>> = {
  '113000': 'Of Interest',
  '113001': 'Rejected for Quality Reasons',
  '113037': 'Rejected for Patient Safety Reasons',
  '113038': 'Incorrect Modality Worklist Entry',
  '113039': 'Data Retention Policy Expired',
};

export interface NoteOf {
  /** Code of its title, DCM. */
  readonly title: string;
  readonly sopUid: string;
  readonly studyUid: string;
  readonly text?: string;
  /** What it takes back; the study is its own where none is named. */
  readonly objects: readonly { readonly sopUid: string; readonly seriesUid: string; readonly studyUid?: string }[];
  readonly own?: readonly BuiltElement[];
}

/** A key object document as a site sends it (Part 3, A.35.4): `dciodvfy` and `dsrdump` find nothing wrong with its data set. */
export function rejectionNote({ title, sopUid, studyUid, text, objects, own = [] }: NoteOf): Uint8Array {
  const code = (value: string, meaning: string): BuiltElement =>
    element(0x0040a043, 'SQ', [
      [element(0x00080100, 'SH', value), element(0x00080102, 'SH', 'DCM'), element(0x00080104, 'LO', meaning)],
    ]);
  const reference = (uid: string): BuiltElement[] => [element(0x00081150, 'UI', CT), element(0x00081155, 'UI', uid)];
  const words = text === undefined ? [] : [textItem(text, code)];
  const images = objects.map((object) => [
    element(0x00081199, 'SQ', [reference(object.sopUid)]),
    element(0x0040a010, 'CS', 'CONTAINS'),
    element(0x0040a040, 'CS', 'IMAGE'),
  ]);
  const studies = [...new Set(objects.map((object) => object.studyUid ?? studyUid))];
  const evidence = studies.map((uid) => {
    const inside = objects.filter((object) => (object.studyUid ?? studyUid) === uid);
    const series = [...new Set(inside.map((object) => object.seriesUid))].map((seriesUid) => [
      element(
        0x00081199,
        'SQ',
        inside.filter((object) => object.seriesUid === seriesUid).map((object) => reference(object.sopUid)),
      ),
      element(0x0020000e, 'UI', seriesUid),
    ]);
    return [element(0x00081115, 'SQ', series), element(0x0020000d, 'UI', uid)];
  });
  const base = [
    element(0x00080016, 'UI', KEY_OBJECTS),
    element(0x00080018, 'UI', sopUid),
    element(0x00080020, 'DA', '20240102'),
    element(0x00080023, 'DA', '20240103'),
    element(0x00080030, 'TM', '101500'),
    element(0x00080033, 'TM', '120000'),
    element(0x00080050, 'SH', ''),
    element(0x00080060, 'CS', 'KO'),
    element(0x00080070, 'LO', 'TEST'),
    element(0x00080090, 'PN', ''),
    element(0x00081111, 'SQ', []),
    element(0x00100010, 'PN', 'DOE^JANE'),
    element(0x00100020, 'LO', 'P1'),
    element(0x00100030, 'DA', '19700101'),
    element(0x00100040, 'CS', ''),
    element(0x0020000d, 'UI', studyUid),
    element(0x0020000e, 'UI', `${studyUid}.99`),
    element(0x00200010, 'SH', ''),
    element(0x00200011, 'IS', '99'),
    element(0x00200013, 'IS', '1'),
    element(0x0040a040, 'CS', 'CONTAINER'),
    code(title, MEANINGS[title] ?? 'Unknown'),
    element(0x0040a050, 'CS', 'SEPARATE'),
    element(0x0040a375, 'SQ', evidence),
    element(0x0040a504, 'SQ', [[element(0x00080105, 'CS', 'DCMR'), element(0x0040db00, 'CS', '2010')]]),
    element(0x0040a730, 'SQ', [...words, ...images]),
  ];
  return dicomFile(withOwn(base, own));
}

function textItem(text: string, code: (value: string, meaning: string) => BuiltElement): readonly BuiltElement[] {
  return [
    element(0x0040a010, 'CS', 'CONTAINS'),
    element(0x0040a040, 'CS', 'TEXT'),
    code('113012', 'Key Object Description'),
    element(0x0040a160, 'UT', text),
  ];
}
