import { AppError } from '../../../../shared/errors/app-error.ts';
import type { LossyFacts, Orientation, RowColumn, Vec3 } from '../../../../shared/model/image.ts';
import type { Code } from '../../../../shared/model/report.ts';
import { LABEL_MAP_CLASS, SEGMENTATION_CLASS } from '../../../../shared/model/segmentation.ts';
import type { ImageReference, Segment, SegmentationKind } from '../../../../shared/model/segmentation.ts';
import type { SignedDocument } from '../../../../shared/report/signed-document.ts';
import { lossyGround } from '../../../../shared/rules/lossy.ts';
import { codeSequence } from './content-item.ts';
import { decimalString, empty, fitCode, fitText, numbers, sequence, text } from './element.ts';
import type { DicomElement, DicomItem } from './element.ts';
import { referenceItems } from './references.ts';
import { segmentPixels } from './segment-pixels.ts';
import { signerName, studyHeader } from './sr-header.ts';
import type { ObjectOrigin } from './sr-header.ts';
import { writeDicomFile } from './write-file.ts';

/** One frame to write: on one picture, of one segment, or of all in a label map. */
export interface SegmentFrameInput {
  /** Null in a label map. */
  readonly segment: number | null;
  readonly source: ImageReference & { readonly seriesUid: string };
  readonly position: Vec3;
  /** Row by row: 0 or 1, 0 to `maximumFractional`, or numbers of segments. */
  readonly values: ArrayLike<number>;
}

export interface SegmentationInput extends ObjectOrigin, Pick<SignedDocument, 'signer'> {
  readonly kind: SegmentationKind;
  readonly label: string;
  readonly rows: number;
  readonly columns: number;
  readonly frameOfReference: string;
  readonly orientation: Orientation;
  readonly pixelSpacing: RowColumn;
  /** mm; null: nobody said. */
  readonly sliceThickness: number | null;
  readonly segments: readonly Segment[];
  readonly frames: readonly [SegmentFrameInput, ...SegmentFrameInput[]];
  /** Of FRACTIONAL: the value that is the whole pixel, 255 at most. */
  readonly maximumFractional: number | null;
  readonly fractionalType: 'PROBABILITY' | 'OCCUPANCY' | null;
  readonly uids: { readonly series: string; readonly instance: string; readonly dimensions: string };
  readonly instanceNumber: number;
  /** Of the pictures that it was drawn on, the one that lost most; absent: none had. */
  readonly lossy?: LossyFacts;
}

/** Where nobody said what was drawn. */
const STRUCTURE: Code = { value: '49755003', scheme: 'SCT', meaning: 'Morphologically Abnormal Structure' };
const MASS: Code = { value: '4147007', scheme: 'SCT', meaning: 'Mass' };

/** A segmentation on pictures of one orientation and size (Part 3, A.51): binary, fractional, or a label map. */
export function buildSegmentation(input: SegmentationInput): Uint8Array {
  const { kind, uids, frames } = input;
  const isLabels = kind === 'LABELMAP';
  const deepest = Math.max(...input.segments.map(({ number }) => number));
  const bits = kind === 'BINARY' ? 1 : isLabels && deepest > 255 ? 16 : 8;
  return writeDicomFile([
    ...studyHeader(input, {
      ...{ sopClass: isLabels ? LABEL_MAP_CLASS : SEGMENTATION_CLASS, sopUid: uids.instance, seriesUid: uids.series },
      ...{ modality: 'SEG', seriesNumber: 9006, seriesDescription: 'Segmentation' },
      instanceNumber: input.instanceNumber,
    }),
    text(0x00080008, 'CS', 'DERIVED', 'PRIMARY'),
    text(0x00181000, 'LO', 'none'),
    text(0x00181020, 'LO', 'Nightjar'),
    text(0x00200052, 'UI', input.frameOfReference),
    empty(0x00201040, 'LO'),
    sequence(0x00081115, ...sourceSeries(frames)),
    text(0x00700080, 'CS', fitCode(input.label) || 'SEGMENTATION'),
    text(0x00700081, 'LO', fitText('LO', input.label)),
    text(0x00700084, 'PN', signerName(input)),
    ...pixelElements(input, bits),
    ...typeElements(input),
    sequence(0x00620002, ...input.segments.map((segment) => segmentItem(segment))),
    ...dimensions(input),
    sequence(0x52009229, sharedGroups(input)),
    sequence(0x52009230, ...frames.map((frame) => frameGroups(frame, input))),
    segmentPixels(bits, input.rows * input.columns, frames),
  ]);
}

function pixelElements({ rows, columns, frames, kind, lossy }: SegmentationInput, bits: number): DicomElement[] {
  return [
    numbers(0x00280002, 'US', 1),
    text(0x00280004, 'CS', 'MONOCHROME2'),
    text(0x00280008, 'IS', String(frames.length)),
    numbers(0x00280010, 'US', rows),
    numbers(0x00280011, 'US', columns),
    numbers(0x00280100, 'US', bits),
    numbers(0x00280101, 'US', bits),
    numbers(0x00280102, 'US', bits - 1),
    numbers(0x00280103, 'US', 0),
    ...lossElements(lossy),
    // Nought is no segment.
    ...(kind === 'LABELMAP' ? [numbers(0x00280120, 'US', 0)] : []),
  ];
}

/** What was lost of a picture stays lost for all that is made of it (Part 3 C.7.6.1.1.5): the flag is never set back. */
function lossElements(lossy: LossyFacts | undefined): DicomElement[] {
  if (lossy === undefined) return [text(0x00282110, 'CS', '00')];
  const { ratio } = lossyGround(lossy);
  const [method] = lossy.methods ?? [];
  return [
    text(0x00282110, 'CS', '01'),
    ...(ratio === null ? [] : [text(0x00282112, 'DS', decimalString(ratio))]),
    ...(method === undefined ? [] : [text(0x00282114, 'CS', fitCode(method))]),
  ];
}

function typeElements({ kind, fractionalType, maximumFractional }: SegmentationInput): DicomElement[] {
  const type = text(0x00620001, 'CS', kind);
  if (kind !== 'FRACTIONAL') return [type, ...(kind === 'LABELMAP' ? [] : [text(0x00620013, 'CS', 'UNDEFINED')])];
  return [
    type,
    text(0x00620010, 'CS', fractionalType ?? 'OCCUPANCY'),
    numbers(0x0062000e, 'US', maximumFractional ?? 255),
    text(0x00620013, 'CS', 'UNDEFINED'),
  ];
}

function segmentItem(segment: Segment): DicomItem {
  const { number, label, category, type, algorithm, algorithmName, lab, trackingId, trackingUid } = segment;
  return [
    numbers(0x00620004, 'US', number),
    text(0x00620005, 'LO', fitText('LO', label) || `Segment ${number}`),
    text(0x00620008, 'CS', algorithm ?? 'MANUAL'),
    ...(algorithm === null || algorithm === 'MANUAL'
      ? []
      : [text(0x00620009, 'LO', fitText('LO', algorithmName ?? 'unknown'))]),
    codeSequence(0x00620003, category ?? STRUCTURE),
    codeSequence(0x0062000f, type ?? MASS),
    ...(lab === null ? [] : [numbers(0x0062000d, 'US', ...labWords(lab))]),
    ...(trackingUid === null ? [] : [text(0x00620020, 'UT', trackingId ?? label), text(0x00620021, 'UI', trackingUid)]),
  ];
}

/** Part 3, C.10.7.1.1. */
function labWords([l, a, b]: readonly [number, number, number]): number[] {
  const word = (share: number): number => Math.max(0, Math.min(65535, Math.round(share * 65535)));
  return [word(l / 100), word((a + 128) / 255), word((b + 128) / 255)];
}

/** Frames are told apart by segment, where they have one, and by place. */
function dimensions({ kind, uids }: SegmentationInput): DicomElement[] {
  const at = (pointer: number, group: number): DicomItem => [
    text(0x00209164, 'UI', uids.dimensions),
    { tag: 0x00209165, vr: 'AT', values: [pointer] },
    { tag: 0x00209167, vr: 'AT', values: [group] },
  ];
  const place = at(0x00200032, 0x00209113);
  return [
    sequence(0x00209221, [text(0x00209164, 'UI', uids.dimensions)]),
    sequence(0x00209222, ...(kind === 'LABELMAP' ? [place] : [at(0x0062000b, 0x0062000a), place])),
  ];
}

function sharedGroups({ orientation, pixelSpacing, sliceThickness }: SegmentationInput): DicomItem {
  return [
    sequence(0x00209116, [text(0x00200037, 'DS', ...orientation.map(decimalString))]),
    sequence(0x00289110, [
      ...(sliceThickness === null ? [] : [text(0x00180050, 'DS', decimalString(sliceThickness))]),
      text(0x00280030, 'DS', ...pixelSpacing.map(decimalString)),
    ]),
  ];
}

function frameGroups({ segment, source, position }: SegmentFrameInput, { kind, frames }: SegmentationInput): DicomItem {
  const places = [...new Set(frames.map((one) => placeKey(one.position)))];
  const place = places.indexOf(placeKey(position)) + 1;
  if (kind !== 'LABELMAP' && segment === null) throw new AppError('internal/bug', 'a frame of no segment');
  const index = kind === 'LABELMAP' ? [place] : [segment ?? 0, place];
  return [
    sequence(0x00209111, [numbers(0x00209157, 'UL', ...index)]),
    sequence(0x00209113, [text(0x00200032, 'DS', ...position.map(decimalString))]),
    sequence(0x00089124, [
      sequence(0x00082112, [
        ...(referenceItems([source])[0] ?? []),
        codeSequence(0x0040a170, {
          value: '121322',
          scheme: 'DCM',
          meaning: 'Source image for image processing operation',
        }),
      ]),
      codeSequence(0x00089215, { value: '113076', scheme: 'DCM', meaning: 'Segmentation' }),
    ]),
    ...(segment === null || kind === 'LABELMAP' ? [] : [sequence(0x0062000a, [numbers(0x0062000b, 'US', segment)])]),
  ];
}

function placeKey(position: Vec3): string {
  return position.join('\\');
}

/** Every picture once, under its series; no frames here (Part 3, C.12.2). */
function sourceSeries(frames: readonly SegmentFrameInput[]): DicomItem[] {
  const bySeries = new Map<string, Map<string, ImageReference>>();
  for (const { source } of frames) {
    const known = bySeries.get(source.seriesUid) ?? new Map<string, ImageReference>();
    known.set(source.sopUid, { sopUid: source.sopUid, sopClass: source.sopClass, frame: null });
    bySeries.set(source.seriesUid, known);
  }
  return [...bySeries].map(([seriesUid, images]) => [
    text(0x0020000e, 'UI', seriesUid),
    sequence(0x0008114a, ...referenceItems([...images.values()])),
  ]);
}
