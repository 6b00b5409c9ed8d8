import { dicomFile, element } from './dicom-builder.ts';
import type { BuiltElement } from './dicom-builder.ts';

export interface MadeSpace {
  readonly frameOfReference: string;
  /** Each of 16 numbers, row by row. */
  readonly matrices: readonly (readonly number[])[];
  readonly type?: string;
}

export interface MadeRegistration {
  readonly sopUid: string;
  readonly studyUid: string;
  readonly patientId: string;
  readonly patientName?: string;
  readonly birthDate?: string;
  readonly reference: string;
  readonly spaces: readonly MadeSpace[];
}

/** What takes places of the prior CT of the test data to those of its current CT: its table stood 17.5 mm higher in z. */
export const PRIOR_TO_CURRENT: readonly number[] = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, -17.5, 0, 0, 0, 1];

/** A Spatial Registration object as Part 3, A.39 wants it. */
export function registrationFile(made: MadeRegistration): Uint8Array {
  const { sopUid, studyUid, patientId, patientName = 'DOE^JANE', birthDate = '', reference, spaces } = made;
  return dicomFile([
    element(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.66.1'),
    element(0x00080018, 'UI', sopUid),
    element(0x00080020, 'DA', '20240503'),
    element(0x00080021, 'DA', '20240503'),
    element(0x00080023, 'DA', '20240503'),
    element(0x00080030, 'TM', '101500'),
    element(0x00080031, 'TM', '101500'),
    element(0x00080033, 'TM', '101500'),
    element(0x00080050, 'SH', ''),
    element(0x00080060, 'CS', 'REG'),
    element(0x00080070, 'LO', 'Example Maker'),
    element(0x00080090, 'PN', ''),
    element(0x0008103e, 'LO', 'Prior CT onto current CT'),
    element(0x00081090, 'LO', 'Aligner'),
    element(0x00100010, 'PN', patientName),
    element(0x00100020, 'LO', patientId),
    element(0x00100030, 'DA', birthDate),
    element(0x00100040, 'CS', ''),
    element(0x00181000, 'LO', '1'),
    element(0x00181020, 'LO', '1.0'),
    element(0x0020000d, 'UI', studyUid),
    element(0x0020000e, 'UI', `${sopUid}.1`),
    element(0x00200010, 'SH', '1'),
    element(0x00200011, 'IS', '9'),
    element(0x00200013, 'IS', '1'),
    element(0x00200052, 'UI', reference),
    element(0x00200060, 'CS', ''),
    element(0x00201040, 'LO', ''),
    element(0x00700080, 'CS', 'PRIOR_TO_CURRENT'),
    element(0x00700081, 'LO', 'Prior CT onto current CT'),
    element(0x00700084, 'PN', 'Reader^Ada'),
    element(0x00700308, 'SQ', spaces.map(spaceItem)),
  ]);
}

function spaceItem({ frameOfReference, matrices, type = 'RIGID' }: MadeSpace): readonly BuiltElement[] {
  const items = matrices.map((matrix) => [
    element(0x0070030c, 'CS', type),
    element(0x300600c6, 'DS', matrix.map((value) => `${value}`.slice(0, 16)).join('\\')),
  ]);
  return [
    element(0x00200052, 'UI', frameOfReference),
    element(0x00700309, 'SQ', [[element(0x0070030a, 'SQ', items), element(0x0070030d, 'SQ', [])]]),
  ];
}
