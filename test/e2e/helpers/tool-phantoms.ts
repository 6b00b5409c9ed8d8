import { ctImage, element } from '../../helpers/dicom-builder.ts';

export const SIDE = 256;
export const STUDY = '1.2.3.66.1';

function disc(): number[] {
  return Array.from({ length: SIDE * SIDE }, (_, index) => {
    const [x, y] = [index % SIDE, Math.floor(index / SIDE)];
    return Math.hypot(x - 128, y - 128) <= 40 ? 1064 : 24;
  });
}

export const DISC = disc().filter((value) => value === 1064).length;

/** A CT: half a millimetre a pixel, a disc of 40 HU with a radius of 20 mm in the middle, air around it. */
export function phantom(): Uint8Array {
  return ctImage([
    element(0x0020000d, 'UI', STUDY),
    element(0x0020000e, 'UI', `${STUDY}.1`),
    element(0x00080018, 'UI', `${STUDY}.1.1`),
    element(0x00081030, 'LO', 'PHANTOM'),
    element(0x00200032, 'DS', '0\\0\\0'),
    element(0x00200037, 'DS', '1\\0\\0\\0\\1\\0'),
    element(0x00200052, 'UI', `${STUDY}.9`),
    element(0x00280010, 'US', SIDE),
    element(0x00280011, 'US', SIDE),
    element(0x00280030, 'DS', '0.5\\0.5'),
    element(0x00281050, 'DS', '-500'),
    element(0x00281051, 'DS', '1500'),
    element(0x00281052, 'DS', '-1024'),
    element(0x00281053, 'DS', '1'),
    element(0x00281054, 'LO', 'HU'),
    element(0x7fe00010, 'OW', disc()),
  ]);
}

export const RADIOGRAPH = '1.2.3.66.2';

/** The same picture as a radiograph that says nothing of its size. */
export function radiograph(): Uint8Array {
  return ctImage([
    element(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.1.1'),
    element(0x00080060, 'CS', 'DX'),
    element(0x00100020, 'LO', 'P2'),
    element(0x00100010, 'PN', 'ROE^RICHARD'),
    element(0x0020000d, 'UI', RADIOGRAPH),
    element(0x0020000e, 'UI', `${RADIOGRAPH}.1`),
    element(0x00080018, 'UI', `${RADIOGRAPH}.1.1`),
    element(0x00081030, 'LO', 'RADIOGRAPH'),
    element(0x00200062, 'CS', 'L'),
    element(0x00280010, 'US', SIDE),
    element(0x00280011, 'US', SIDE),
    element(0x7fe00010, 'OW', disc()),
  ]);
}

export const HEART = '1.2.3.66.3';
export const FRAMES = 5;

/** Stored values of one slice of a heart: air, a disc of 60 HU in three slices, a spot of 350 HU in two. */
export function heart(slice: number): number[] {
  return Array.from({ length: SIDE * SIDE }, (_, index) => {
    const [x, y] = [index % SIDE, Math.floor(index / SIDE)];
    const inSpot = x >= 100 && x < 110 && y >= 100 && y < 104 && (slice === 2 || slice === 3);
    if (inSpot) return 1374;
    return Math.hypot(x - 180, y - 180) <= 20 && slice >= 1 && slice <= 3 ? 1084 : 24;
  });
}

/** Axial slices every 3 mm of a CT without contrast. */
export function cardiac(slice: number, series = 1): Uint8Array {
  return ctImage([
    element(0x00080060, 'CS', 'CT'),
    element(0x00100020, 'LO', 'P3'),
    element(0x00100010, 'PN', 'POE^PAULA'),
    element(0x0020000d, 'UI', HEART),
    element(0x0020000e, 'UI', `${HEART}.${series}`),
    element(0x00200011, 'IS', String(series)),
    element(0x00080018, 'UI', `${HEART}.${series}.${slice + 1}`),
    element(0x00081030, 'LO', 'HEART'),
    element(0x00180050, 'DS', '3'),
    element(0x00180060, 'DS', '120'),
    element(0x00200013, 'IS', String(slice + 1)),
    element(0x00200032, 'DS', `0\\0\\${String(3 * slice)}`),
    element(0x00200037, 'DS', '1\\0\\0\\0\\1\\0'),
    element(0x00200052, 'UI', `${HEART}.9`),
    element(0x00280010, 'US', SIDE),
    element(0x00280011, 'US', SIDE),
    element(0x00280030, 'DS', '0.5\\0.5'),
    element(0x00281050, 'DS', '40'),
    element(0x00281051, 'DS', '800'),
    element(0x00281052, 'DS', '-1024'),
    element(0x00281053, 'DS', '1'),
    element(0x00281054, 'LO', 'HU'),
    element(0x7fe00010, 'OW', heart(slice)),
  ]);
}

export const BOLUS = '1.2.3.66.4';
/** HU of the disc on pictures of one place, ten seconds apart. */
export const CONTRAST = [40, 45, 140, 240, 190];

export function bolus(at: number): Uint8Array {
  return ctImage([
    element(0x00100020, 'LO', 'P4'),
    element(0x00100010, 'PN', 'NOE^NORA'),
    element(0x0020000d, 'UI', BOLUS),
    element(0x0020000e, 'UI', `${BOLUS}.1`),
    element(0x00080018, 'UI', `${BOLUS}.1.${at + 1}`),
    element(0x00080022, 'DA', '20240229'),
    element(0x00080032, 'TM', `1000${at}0`),
    element(0x00081030, 'LO', 'BOLUS'),
    element(0x00200013, 'IS', String(at + 1)),
    element(0x00200032, 'DS', '0\\0\\0'),
    element(0x00200037, 'DS', '1\\0\\0\\0\\1\\0'),
    element(0x00200052, 'UI', `${BOLUS}.9`),
    element(0x00280010, 'US', SIDE),
    element(0x00280011, 'US', SIDE),
    element(0x00280030, 'DS', '0.5\\0.5'),
    element(0x00281050, 'DS', '100'),
    element(0x00281051, 'DS', '400'),
    element(0x00281052, 'DS', '-1024'),
    element(0x00281053, 'DS', '1'),
    element(0x00281054, 'LO', 'HU'),
    element(
      0x7fe00010,
      'OW',
      disc().map((value) => (value === 1064 ? 1024 + (CONTRAST[at] ?? 0) : value)),
    ),
  ]);
}
