import { ctImage, element } from '../../helpers/dicom-builder.ts';

/** A study to read: some slices of a phantom. */
export interface Exam {
  readonly studyUid: string;
  readonly description: string;
  /** DICOM DA. */
  readonly date: string;
  readonly patient: string;
  readonly accession: string;
  /** CHEST when left out. */
  readonly bodyPart?: string;
  /** 6 when left out. */
  readonly slices?: number;
  /** A bright ball in the middle of dark air, of that many millimetres; left out: a pattern of its own in each slice. */
  readonly ball?: number;
}

const SLICES = 6;
const SIDE = 32;

/** Slices of 32 × 32 pixels of 1 mm, 5 mm apart, with places in space, so that they hang as a stack. */
export function slicesOf(exam: Exam): readonly Uint8Array[] {
  const { studyUid, description, date, patient, accession, bodyPart = 'CHEST', slices = SLICES } = exam;
  return Array.from({ length: slices }, (_, slice) =>
    ctImage([
      element(0x00080018, 'UI', `${studyUid}.1.${slice + 1}`),
      element(0x00080020, 'DA', date),
      element(0x00080030, 'TM', '080000'),
      element(0x00080050, 'SH', accession),
      element(0x00081030, 'LO', description),
      element(0x00100010, 'PN', `${patient}^TEST`),
      element(0x00100020, 'LO', patient),
      element(0x00180015, 'CS', bodyPart),
      element(0x0020000d, 'UI', studyUid),
      element(0x0020000e, 'UI', `${studyUid}.1`),
      element(0x00200011, 'IS', '1'),
      element(0x00200013, 'IS', String(slice + 1)),
      element(0x00200032, 'DS', `0\\0\\${slice * 5}`),
      element(0x00200037, 'DS', '1\\0\\0\\0\\1\\0'),
      element(0x00200052, 'UI', `${studyUid}.9`),
      element(0x00280010, 'US', SIDE),
      element(0x00280011, 'US', SIDE),
      element(0x00280030, 'DS', '1\\1'),
      element(0x7fe00010, 'OW', pixels(exam, slice)),
    ]),
  );
}

function pixels({ ball }: Exam, slice: number): number[] {
  const middle = (SIDE - 1) / 2;
  return Array.from({ length: SIDE * SIDE }, (_value, at) => {
    if (ball === undefined) return (at * 7 + slice * 31) % 2000;
    return Math.hypot((at % SIDE) - middle, Math.floor(at / SIDE) - middle) <= ball / 2 ? 1200 : 100;
  });
}
