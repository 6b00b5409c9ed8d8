import {
  child,
  codedItem,
  container,
  contentSequence,
  coordinatesItem,
  imageItem,
  numberItem,
  textItem,
  uidItem,
} from '../../electron/station/dicom/write/content-item.ts';
import type { GraphicType, ImageReference } from '../../electron/station/dicom/write/content-item.ts';
import { sequence, text, textOrEmpty } from '../../electron/station/dicom/write/element.ts';
import type { DicomItem } from '../../electron/station/dicom/write/element.ts';
import { evidenceItems } from '../../electron/station/dicom/write/evidence.ts';
import { writeDicomFile } from '../../electron/station/dicom/write/write-file.ts';
import type { Code } from '../../shared/model/report.ts';

const SR = '1.2.840.10008.5.1.4.1.1.88.';
const dcm = (value: string, meaning: string): Code => ({ value, scheme: 'DCM', meaning });
const sct = (value: string, meaning: string): Code => ({ value, scheme: 'SCT', meaning });
const ucum = (value: string, meaning: string): Code => ({ value, scheme: 'UCUM', meaning });
const PERCENT = ucum('%', 'Percent');
const MGY = ucum('mGy', 'mGy');

/** What an image is of; a report goes into its study. */
export interface OfStudy {
  readonly sopClass: string;
  readonly sopUid: string;
  readonly seriesUid: string;
  readonly studyUid: string;
  readonly patientName: string;
  readonly patientId: string;
  readonly birthDate: string;
  readonly sex: string;
  readonly studyDate: string;
  readonly studyTime: string;
}

interface Document {
  readonly of: OfStudy;
  readonly sopClass: string;
  readonly title: Code;
  readonly template: string;
  readonly description: string;
  readonly number: number;
  readonly children: readonly DicomItem[];
  /** What it names beside the image itself, of the same series. */
  readonly named?: readonly ImageReference[];
}

/** A report that a program, and no person, wrote: complete and not verified. */
export function document({
  of,
  sopClass,
  title,
  template,
  description,
  number,
  children,
  named = [],
}: Document): Uint8Array {
  const { studyUid, seriesUid } = of;
  const images = new Map([of, ...named].map(({ sopUid, sopClass: imageClass }) => [sopUid, imageClass]));
  const evidence = [...images].map(([sopUid, imageClass]) => ({ studyUid, seriesUid, sopUid, sopClass: imageClass }));
  return writeDicomFile([
    text(0x00080005, 'CS', 'ISO_IR 192'),
    text(0x00080016, 'UI', sopClass),
    text(0x00080018, 'UI', `2.25.7331${number}`),
    text(0x00080020, 'DA', of.studyDate),
    text(0x00080030, 'TM', of.studyTime),
    text(0x00080023, 'DA', '20240102'),
    text(0x00080033, 'TM', '101500'),
    textOrEmpty(0x00080050, 'SH', null),
    textOrEmpty(0x00080090, 'PN', null),
    text(0x00080060, 'CS', 'SR'),
    text(0x00080070, 'LO', 'Test Programs'),
    text(0x00081090, 'LO', 'Made for tests'),
    text(0x00181000, 'LO', '1'),
    text(0x00181020, 'LO', '1.0'),
    text(0x0008103e, 'LO', description),
    text(0x00100010, 'PN', of.patientName),
    text(0x00100020, 'LO', of.patientId),
    textOrEmpty(0x00100030, 'DA', of.birthDate),
    textOrEmpty(0x00100040, 'CS', of.sex),
    text(0x0020000d, 'UI', of.studyUid),
    text(0x0020000e, 'UI', `2.25.7332${number}`),
    textOrEmpty(0x00200010, 'SH', null),
    text(0x00200011, 'IS', `${number}`),
    text(0x00200013, 'IS', '1'),
    sequence(0x00081111),
    sequence(0x0040a372),
    text(0x0040a491, 'CS', 'COMPLETE'),
    text(0x0040a493, 'CS', 'UNVERIFIED'),
    sequence(0x0040a375, ...evidenceItems(evidence)),
    ...container(title, template),
    ...contentSequence(children),
  ]);
}

const LANGUAGE = child(
  'HAS CONCEPT MOD',
  codedItem(dcm('121049', 'Language of Content Item and Descendants'), {
    value: 'en',
    scheme: 'RFC5646',
    meaning: 'English',
  }),
);

export interface Found {
  readonly what: Code;
  /** 111150 required, 111151 optional, 111152 not for presentation. */
  readonly intent: '111150' | '111151' | '111152';
  /** Per cent. */
  readonly certainty?: number;
  readonly image: ImageReference;
  readonly shapes: readonly {
    readonly name: 'Center' | 'Outline';
    readonly type: GraphicType | 'CIRCLE';
    readonly points: readonly (readonly [number, number])[];
  }[];
}

export const NODULE = sct('27925004', 'Nodule');
export const OPACITY = dcm('112177', 'Opacity');
const INTENTS = {
  '111150': 'Presentation Required: Rendering device is expected to present',
  '111151': 'Presentation Optional: Rendering device may present',
  '111152': 'Not for Presentation: Rendering device expected not to present',
} as const;

const algorithm = (): readonly DicomItem[] => [
  child('HAS OBS CONTEXT', textItem(dcm('111001', 'Algorithm Name'), 'Lung Finder')),
  child('HAS OBS CONTEXT', textItem(dcm('111003', 'Algorithm Version'), '2.4')),
];

function finding({ what, intent, certainty, image, shapes }: Found): DicomItem {
  return child(
    'CONTAINS',
    codedItem(dcm('111059', 'Single Image Finding'), what),
    child('HAS CONCEPT MOD', codedItem(dcm('111056', 'Rendering Intent'), dcm(intent, INTENTS[intent]))),
    ...algorithm(),
    ...(certainty === undefined
      ? []
      : [child('HAS PROPERTIES', numberItem(dcm('111012', 'Certainty of Finding'), certainty, PERCENT))]),
    ...shapes.map(({ name, type, points }) =>
      child(
        'HAS PROPERTIES',
        coordinatesItem(dcm(name === 'Center' ? '111010' : '111041', name), type as GraphicType, points),
        child('SELECTED FROM', imageItem(null, image)),
      ),
    ),
  );
}

/** How far the program came: CID 6042. */
const OUTCOMES = {
  succeeded: dcm('111222', 'Succeeded'),
  failed: dcm('111224', 'Failed'),
  'not-attempted': dcm('111225', 'Not Attempted'),
} as const;
const SUMMARIES = {
  with: dcm('111242', 'All algorithms succeeded; with findings'),
  without: dcm('111241', 'All algorithms succeeded; without findings'),
  none: dcm('111245', 'No algorithms succeeded; without findings'),
} as const;

/** A report of a program that looks for nodules (TID 4100), in the study of an image. */
export function chestCad(
  of: OfStudy,
  findings: readonly Found[],
  outcome: keyof typeof OUTCOMES = 'succeeded',
  number = 901,
): Uint8Array {
  const summary = outcome !== 'succeeded' ? SUMMARIES.none : findings.length > 0 ? SUMMARIES.with : SUMMARIES.without;
  const image = { sopUid: of.sopUid, sopClass: of.sopClass, frame: null };
  const performed = child(
    'CONTAINS',
    codedItem(dcm('111022', 'Detection Performed'), NODULE),
    ...algorithm(),
    child('HAS PROPERTIES', imageItem(null, image)),
  );
  const detections =
    outcome === 'not-attempted'
      ? []
      : [
          child(
            'INFERRED FROM',
            container(
              outcome === 'failed' ? dcm('111025', 'Failed Detections') : dcm('111063', 'Successful Detections'),
              null,
            ),
            performed,
          ),
        ];
  return document({
    ...{ of, number, sopClass: `${SR}65`, title: dcm('112000', 'Chest CAD Report'), template: '4100' },
    description: 'Chest CAD',
    named: findings.map((one) => one.image),
    children: [
      LANGUAGE,
      child(
        'CONTAINS',
        codedItem(dcm('111017', 'CAD Processing and Findings Summary'), summary),
        ...findings.map((one) => relate('INFERRED FROM', finding(one))),
      ),
      child('CONTAINS', codedItem(dcm('111064', 'Summary of Detections'), OUTCOMES[outcome]), ...detections),
      child('CONTAINS', codedItem(dcm('111065', 'Summary of Analyses'), OUTCOMES['not-attempted'])),
    ],
  });
}

function relate(relationship: string, item: DicomItem): DicomItem {
  return item.map((element) => (element.tag === 0x0040a010 ? text(0x0040a010, 'CS', relationship) : element));
}

const number = (code: Code, value: number, unit: Code, ...children: readonly DicomItem[]): DicomItem =>
  child('CONTAINS', numberItem(code, value, unit), ...children);
const coded = (code: Code, value: Code): DicomItem => child('CONTAINS', codedItem(code, value));
const BODY = dcm('113691', 'IEC Body Dosimetry Phantom');
const HEAD = dcm('113690', 'IEC Head Dosimetry Phantom');
const MGY_CM = ucum('mGy.cm', 'mGy.cm');

/** One irradiation event (TID 10013); a localizer has no dose of its own here. */
function ctEvent(region: Code, phantom: Code, ctdi: number, dlp: number, place: number): DicomItem {
  const tube = { mA: ucum('mA', 'mA'), kV: ucum('kV', 'kV'), s: ucum('s', 's'), mm: ucum('mm', 'mm') };
  return child(
    'CONTAINS',
    container(dcm('113819', 'CT Acquisition'), null),
    coded(dcm('123014', 'Target Region'), region),
    coded(dcm('113820', 'CT Acquisition Type'), sct('116152004', 'Spiral Acquisition')),
    child('CONTAINS', uidItem(dcm('113769', 'Irradiation Event UID'), `2.25.73350${place}`)),
    child(
      'CONTAINS',
      container(dcm('113822', 'CT Acquisition Parameters'), null),
      number(dcm('113824', 'Exposure Time'), 5.2, tube.s),
      number(dcm('113825', 'Scanning Length'), 320, tube.mm),
      number(dcm('113826', 'Nominal Single Collimation Width'), 0.625, tube.mm),
      number(dcm('113827', 'Nominal Total Collimation Width'), 40, tube.mm),
      number(dcm('113828', 'Pitch Factor'), 0.98, ucum('{ratio}', 'ratio')),
      number(dcm('113823', 'Number of X-Ray Sources'), 1, ucum('{X-Ray sources}', 'X-Ray sources')),
      child(
        'CONTAINS',
        container(dcm('113831', 'CT X-Ray Source Parameters'), null),
        child('CONTAINS', textItem(dcm('113832', 'Identification of the X-Ray Source'), 'A')),
        number(dcm('113733', 'KVP'), 120, tube.kV),
        number(dcm('113833', 'Maximum X-Ray Tube Current'), 400, tube.mA),
        number(dcm('113734', 'X-Ray Tube Current'), 250, tube.mA),
        number(dcm('113834', 'Exposure Time per Rotation'), 0.5, tube.s),
      ),
    ),
    child(
      'CONTAINS',
      container(dcm('113829', 'CT Dose'), null),
      number(dcm('113830', 'Mean CTDIvol'), ctdi, MGY),
      coded(dcm('113835', 'CTDIw Phantom Type'), phantom),
      number(dcm('113838', 'DLP'), dlp, MGY_CM),
    ),
  );
}

/** Scope and origin of every dose report (TID 10011, rows 2 to 8). */
function doseFrame(of: OfStudy, procedure: Code): readonly DicomItem[] {
  return [
    LANGUAGE,
    child(
      'HAS CONCEPT MOD',
      codedItem(dcm('121058', 'Procedure reported'), procedure),
      child('HAS CONCEPT MOD', codedItem(sct('363703001', 'Has Intent'), sct('261004008', 'Diagnostic Intent'))),
    ),
    child('HAS OBS CONTEXT', codedItem(dcm('121005', 'Observer Type'), dcm('121007', 'Device'))),
    child('HAS OBS CONTEXT', uidItem(dcm('121012', 'Device Observer UID'), '2.25.73341')),
    child(
      'HAS OBS CONTEXT',
      codedItem(dcm('113705', 'Scope of Accumulation'), dcm('113014', 'Study')),
      child('HAS PROPERTIES', uidItem(dcm('110180', 'Study Instance UID'), of.studyUid)),
    ),
  ];
}

/** A dose report of a CT: head and chest, each with its own phantom (TID 10011). */
export function ctDose(of: OfStudy): Uint8Array {
  return document({
    ...{ of, number: 902, sopClass: `${SR}67`, template: '10011', description: 'Dose report' },
    title: dcm('113701', 'X-Ray Radiation Dose Report'),
    children: [
      ...doseFrame(of, sct('77477000', 'Computed Tomography X-Ray')),
      child(
        'CONTAINS',
        container(dcm('113811', 'CT Accumulated Dose Data'), null),
        number(dcm('113812', 'Total Number of Irradiation Events'), 2, ucum('{events}', 'events')),
        number(dcm('113813', 'CT Dose Length Product Total'), 1234.5, MGY_CM),
      ),
      ctEvent(sct('69536005', 'Head'), HEAD, 52.3, 872.1, 1),
      ctEvent(sct('51185008', 'Chest'), BODY, 9.87, 362.4, 2),
      coded(dcm('113854', 'Source of Dose Information'), dcm('113856', 'Automated Data Collection')),
    ],
  });
}
