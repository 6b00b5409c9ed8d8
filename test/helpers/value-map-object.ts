import { dicomFile, element } from './dicom-builder.ts';
import type { BuiltElement } from './dicom-builder.ts';

export interface MadeMap {
  readonly label: string;
  /** UCUM. */
  readonly unit: string;
  readonly slope: number;
  readonly intercept: number;
  readonly first: number;
  readonly last: number;
  readonly images: readonly string[];
}

const code = (value: string, scheme: string, meaning: string): readonly BuiltElement[] => [
  element(0x00080100, 'SH', value),
  element(0x00080102, 'SH', scheme),
  element(0x00080104, 'LO', meaning),
];

/** A Real World Value Mapping object (Part 3, A.46), of the study and patient of `ctImage`. */
export function valueMapFile(sopUid: string, maps: readonly MadeMap[]): Uint8Array {
  return dicomFile([
    element(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.67'),
    element(0x00080018, 'UI', sopUid),
    element(0x00080020, 'DA', '20240102'),
    element(0x00080023, 'DA', '20240503'),
    element(0x00080030, 'TM', ''),
    element(0x00080033, 'TM', '101500'),
    element(0x00080050, 'SH', ''),
    element(0x00080060, 'CS', 'RWV'),
    element(0x00080070, 'LO', 'Example Maker'),
    element(0x00080090, 'PN', ''),
    element(0x00081115, 'SQ', [
      [
        element(0x0008114a, 'SQ', [...new Set(maps.flatMap(({ images }) => images))].map(reference)),
        element(0x0020000e, 'UI', '1.2.3.4.5'),
      ],
    ]),
    element(0x00100010, 'PN', 'DOE^JANE'),
    element(0x00100020, 'LO', 'P1'),
    element(0x00100030, 'DA', '19700101'),
    element(0x00100040, 'CS', ''),
    element(0x00181000, 'LO', '1'),
    element(0x00181020, 'LO', '1.0'),
    element(0x0020000d, 'UI', '1.2.3.4'),
    element(0x0020000e, 'UI', `${sopUid}.1`),
    element(0x00200010, 'SH', '1'),
    element(0x00200011, 'IS', '9'),
    element(0x00200013, 'IS', '1'),
    element(0x00200060, 'CS', ''),
    element(0x00409094, 'SQ', maps.map(mapItem)),
    element(0x00700080, 'CS', 'MAPS'),
    element(0x00700081, 'LO', ''),
    element(0x00700084, 'PN', 'Reader^Ada'),
  ]);
}

const reference = (sopUid: string): readonly BuiltElement[] => [
  element(0x00081150, 'UI', '1.2.840.10008.5.1.4.1.1.2'),
  element(0x00081155, 'UI', sopUid),
];

function mapItem({ label, unit, slope, intercept, first, last, images }: MadeMap): readonly BuiltElement[] {
  return [
    element(0x00081140, 'SQ', images.map(reference)),
    element(0x00409096, 'SQ', [
      [
        element(0x00283003, 'LO', label),
        element(0x004008ea, 'SQ', [code(unit, 'UCUM', unit)]),
        element(0x00409210, 'SH', label),
        element(0x00409211, 'US', last),
        element(0x00409216, 'US', first),
        element(0x00409220, 'SQ', [
          [
            element(0x0040a040, 'CS', 'CODE'),
            element(0x0040a043, 'SQ', [code('246205007', 'SCT', 'Quantity')]),
            element(0x0040a168, 'SQ', [code('113041', 'DCM', 'Apparent Diffusion Coefficient')]),
          ],
        ]),
        element(0x00409224, 'FD', intercept),
        element(0x00409225, 'FD', slope),
      ],
    ]),
  ];
}
