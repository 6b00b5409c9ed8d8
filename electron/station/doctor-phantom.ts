import { newUid } from './kernel/uid.ts';
import { numbers, text } from './dicom/write/element.ts';
import type { DicomItem } from './dicom/write/element.ts';
import { writeDicomFile } from './dicom/write/write-file.ts';

export const PHANTOM_SIDE = 8;
/** Stored values run 0, 1, 2 … over the rows. */
export const PHANTOM_MAX = PHANTOM_SIDE * PHANTOM_SIDE - 1;

const SECONDARY_CAPTURE = '1.2.840.10008.5.1.4.1.1.7';

interface PhantomUids {
  readonly studyUid: string;
  readonly seriesUid: string;
  readonly sopUid: string;
}

/**
 * A tiny secondary capture, 8 × 8 pixels of 8 bits: enough to prove that a parser and a decoder work.
 * @param uids fresh ones where they are left out @param more elements beside those that it needs
 */
export function doctorPhantom(uids: PhantomUids = freshUids(), more: DicomItem = []): Uint8Array {
  const pixels = Uint8Array.from({ length: PHANTOM_SIDE * PHANTOM_SIDE }, (_unused, at) => at);
  return writeDicomFile([
    text(0x00080005, 'CS', 'ISO_IR 192'),
    text(0x00080016, 'UI', SECONDARY_CAPTURE),
    text(0x00080018, 'UI', uids.sopUid),
    text(0x00080060, 'CS', 'OT'),
    text(0x0020000d, 'UI', uids.studyUid),
    text(0x0020000e, 'UI', uids.seriesUid),
    numbers(0x00280002, 'US', 1),
    text(0x00280004, 'CS', 'MONOCHROME2'),
    numbers(0x00280010, 'US', PHANTOM_SIDE),
    numbers(0x00280011, 'US', PHANTOM_SIDE),
    numbers(0x00280100, 'US', 8),
    numbers(0x00280101, 'US', 8),
    numbers(0x00280102, 'US', 7),
    numbers(0x00280103, 'US', 0),
    { tag: 0x7fe00010, vr: 'OB', bytes: pixels },
    ...more,
  ]);
}

function freshUids(): PhantomUids {
  return { studyUid: newUid(), seriesUid: newUid(), sopUid: newUid() };
}
