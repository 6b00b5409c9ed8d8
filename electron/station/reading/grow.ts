import { setImmediate } from 'node:timers/promises';
import type { ParsedRequest, Response } from '../../../shared/contract/index.ts';
import { displayFrames } from '../../../shared/dicom/sort-frames.ts';
import type { SeriesFrame } from '../../../shared/dicom/sort-frames.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { splitSeries } from '../../../shared/hanging/split-series.ts';
import type { StackRules } from '../../../shared/hanging/stack-rules.ts';
import { MOST_GROWN_FRAMES } from '../../../shared/model/grown.ts';
import type { GrownFrame } from '../../../shared/model/grown.ts';
import { frameInfo } from '../../../shared/model/image.ts';
import type { Measurement, Point2, ValueRange } from '../../../shared/model/measurement.ts';
import { scoreMarks } from '../../../shared/rules/calcium/score-marks.ts';
import { isPadding } from '../../../shared/rules/modality.ts';
import { quantityOf } from '../../../shared/rules/quantity.ts';
import { thresholdVolume } from '../../../shared/rules/threshold-volume.ts';
import type { Archive, ArchiveObject } from '../archive/archive.ts';
import { frameValues } from '../dicom/decode/frame-values.ts';
import type { FrameServer } from '../frames/frame-server.ts';

export interface GrowParts {
  readonly archive: Archive;
  readonly frames: Pick<FrameServer, 'stored'>;
}

/** @throws AppError archive/unknown-object where a picture is not of the study, request/too-large */
export function calciumOf(
  { archive, frames }: GrowParts,
  { studyId, frames: named, presses, calibration }: ParsedRequest<'reading.calcium'>,
): Promise<Response<'reading.calcium'>> {
  const objects = objectsOf(archive, studyId, named);
  const [first] = objects.values();
  const description = first ? archive.seriesDescription(first.seriesId) : null;
  const stack = stackOf(objects, named);
  return scoreMarks({ frames: stack, values: (frame) => valuesOf(frames, frame), presses, description, calibration });
}

/** @throws AppError archive/unknown-object where a picture is not of the study, request/too-large */
export async function volumeOf(
  { archive, frames }: GrowParts,
  { studyId, frames: named, at, range }: ParsedRequest<'reading.growVolume'>,
): Promise<Response<'reading.growVolume'>> {
  const stack = stackOf(objectsOf(archive, studyId, named), named);
  const { result, masks } = await thresholdVolume({
    ...{ frames: stack, at, range },
    values: (frame) => valuesOf(frames, frame),
  });
  return { result, masks: [...masks] };
}

/** A press and its range. */
export interface VolumePress extends Pick<Measurement, 'objectId' | 'frame'> {
  readonly points: readonly Point2[];
  readonly range: ValueRange;
}

/** Grows over the stack of the series that the press lies in, as the series is split where it is read. */
export async function growStored(
  parts: GrowParts & { readonly stackRules: StackRules },
  { objectId, frame, points, range }: VolumePress,
): Promise<Response<'reading.growVolume'>> {
  const { studyId, seriesId } = parts.archive.object(objectId);
  const stacks = splitSeries(displayFrames(parts.archive.imagesOf(seriesId)), parts.stackRules);
  const isHere = (one: SeriesFrame): boolean => one.image.objectId === objectId && one.frame === frame;
  const stack = stacks.find(({ frames }) => frames.some((one) => isHere(one)));
  const frames = (stack?.frames ?? []).map((one) => ({ objectId: one.image.objectId, frame: one.frame }));
  const [point = [0, 0]] = points;
  return volumeOf(parts, { studyId, frames, at: { objectId, frame, point }, range });
}

function objectsOf(archive: Archive, studyId: string, named: readonly GrownFrame[]): Map<string, ArchiveObject> {
  // The command line and a whole series come here as well, past the bounds of the window's call.
  if (named.length > MOST_GROWN_FRAMES) throw new AppError('request/too-large', 'too many pictures for one stack');
  const objects = new Map<string, ArchiveObject>();
  for (const { objectId } of named) {
    if (objects.has(objectId)) continue;
    const object = archive.object(objectId);
    if (object.studyId !== studyId) throw new AppError('archive/unknown-object', 'the study has no such object');
    objects.set(objectId, object);
  }
  return objects;
}

function stackOf(objects: ReadonlyMap<string, ArchiveObject>, named: readonly GrownFrame[]): SeriesFrame[] {
  return named.flatMap(({ objectId, frame }) => {
    const image = objects.get(objectId)?.image;
    if (!image?.picture.shown || frame > image.frames) return [];
    return [{ image, frame, info: frameInfo(image, frame) }];
  });
}

/** Values in the unit of the statistics; padding is no number. Between two pictures the station answers others. */
async function valuesOf(frames: GrowParts['frames'], { image, frame }: SeriesFrame): Promise<Float32Array> {
  await setImmediate();
  const decoded = await frames.stored(image.objectId, frame);
  const { map } = quantityOf(image, frame);
  return Float32Array.from(frameValues(decoded), (stored) => (isPadding(image, stored) ? NaN : map(stored)));
}
