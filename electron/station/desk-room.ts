import path from 'node:path';
import type { ParsedRequest, Response } from '../../shared/contract/index.ts';
import type { ObjectId } from '../../shared/model/ids.ts';
import type { MeasureResult, MeasureTool, Point2, SuvKind, ValueRange } from '../../shared/model/measurement.ts';
import { measureDrawing, needsPixels } from '../../shared/rules/measure.ts';
import type { StoredPixels } from '../../shared/rules/stored-pixels.ts';
import type { OpenStore } from './access/open-store.ts';
import type { Archive } from './archive/archive.ts';
import { requireOwn } from './archive/object-identity.ts';
import { frameValues } from './dicom/decode/frame-values.ts';
import { loadCaseTables } from './hanging/load-hanging.ts';
import { calibrateSeries } from './reading/calibrate-series.ts';
import type { Calibrations } from './reading/calibrations.ts';
import { Lesions } from './reading/lesions.ts';
import { Curves } from './reading/curves.ts';
import { calciumOf, growStored, volumeOf } from './reading/grow.ts';
import type { VolumePress } from './reading/grow.ts';
import { Reading } from './reading/reading.ts';
import { useValueMap } from './reading/use-value-map.ts';
import type { ChosenValueMaps } from './reading/value-maps.ts';
import { Handovers } from './reporting/handovers.ts';
import type { StationParts } from './station-parts.ts';

export interface MeasureRequest {
  readonly objectId: ObjectId;
  /** From 1. */
  readonly frame: number;
  readonly tool: MeasureTool;
  readonly points: readonly Point2[];
  readonly range?: ValueRange | undefined;
  readonly suv?: SuvKind | undefined;
}

/** What the reader draws and measures. */
export interface DeskRoom {
  readonly reading: Reading;
  /** Lesions of a patient over time. */
  readonly lesions: Lesions;
  /** Preliminary reports and those that took their place. */
  readonly handovers: Handovers;
  /** Regions over time. */
  readonly curves: Curves;
  measure(request: MeasureRequest): Promise<MeasureResult>;
  calcium(request: ParsedRequest<'reading.calcium'>): Promise<Response<'reading.calcium'>>;
  growVolume(request: ParsedRequest<'reading.growVolume'>): Promise<Response<'reading.growVolume'>>;
  calibrate(request: ParsedRequest<'reading.calibrate'>): Promise<Response<'reading.calibrate'>>;
  useValueMap(request: ParsedRequest<'reading.useValueMap'>): Promise<Response<'reading.useValueMap'>>;
}

export function openDeskRoom(
  store: OpenStore,
  station: StationParts,
  archive: Archive,
  calibrations: Calibrations,
  maps: ChosenValueMaps,
): DeskRoom {
  const { index, journal, commands, faults, personId, personName: name } = store;
  const { clock } = station.options;
  const reading = new Reading({
    ...{ index, journal, clock, personId, faults },
    samePatient: (one, other) => archive.studiesOfSamePatient(one).some(({ study }) => study.studyId === other),
  });
  const curves = new Curves({
    archive,
    pixels: (objectId, frame, signal) => storedPixels(station, objectId, frame, signal),
  });
  const grow = growingOf(station, archive);
  const measure = (request: MeasureRequest): Promise<MeasureResult> => measureStored(station, archive, grow, request);
  return {
    reading,
    lesions: new Lesions({ journal, archive, clock, personId, faults }),
    handovers: new Handovers({ index, commands, clock, personId }),
    curves,
    measure,
    calcium: (request) => calciumOf({ archive, frames: station.frames }, request),
    growVolume: (request) => volumeOf({ archive, frames: station.frames }, request),
    calibrate: (request) =>
      calibrateSeries({ archive, calibrations, reading, clock, person: { personId, name }, measure }, request),
    useValueMap: (request) =>
      useValueMap(
        {
          ...{ archive, maps, reading, clock, personId, measure },
          seriesId: (studyId, seriesUid) => calibrations.seriesId(studyId, seriesUid),
          read: async (objectId) => {
            const read = await station.parsers.readContent(await archive.readFile(objectId));
            const own = archive
              .studiesOfSamePatient(archive.object(objectId).studyId)
              .map(({ study }) => study.studyId);
            requireOwn(index, own, read);
            return read;
          },
        },
        request,
      ),
  };
}

/** Measures on the stored values of the frame, decoded only for tools that read pixels. */
async function measureStored(
  station: StationParts,
  archive: Archive,
  grow: ReturnType<typeof growingOf>,
  request: MeasureRequest,
): Promise<MeasureResult> {
  const { objectId, frame, tool, points, range, suv } = request;
  const choices = { range, suv };
  const { image } = archive.object(objectId);
  if (tool === 'threshold-volume' && range && points[0]) return (await grow({ ...request, range })).result;
  if (!needsPixels(tool) || !image.picture.shown) return measureDrawing(tool, points, image, frame, null, choices);
  return measureDrawing(tool, points, image, frame, await storedPixels(station, objectId, frame), choices);
}

/** Stored values of a frame, as they are measured. */
export async function storedPixels(
  station: StationParts,
  objectId: ObjectId,
  frame: number,
  signal?: AbortSignal,
): Promise<StoredPixels> {
  const decoded = await station.frames.stored(objectId, frame, signal);
  const { rows, columns, samples } = decoded.header;
  return { rows, columns, samples, data: frameValues(decoded) };
}

/** Grows a volume from its press once more. */
export function growingOf(
  station: StationParts,
  archive: Archive,
): (press: VolumePress) => Promise<Response<'reading.growVolume'>> {
  const { stacks: stackRules } = loadCaseTables(path.join(station.options.templatesDir, '..'));
  return (press) => growStored({ archive, frames: station.frames, stackRules }, press);
}
