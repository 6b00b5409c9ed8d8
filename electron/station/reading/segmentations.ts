import type { ParsedRequest } from '../../../shared/contract/index.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { ObjectId, PersonId, StudyId } from '../../../shared/model/ids.ts';
import { frameInfo } from '../../../shared/model/image.ts';
import type { ImageInfo, LossyFacts } from '../../../shared/model/image.ts';
import { Measurement } from '../../../shared/model/measurement.ts';
import type { Segment } from '../../../shared/model/segmentation.ts';
import { lossyGround } from '../../../shared/rules/lossy.ts';
import { storedFrames } from '../../../shared/rules/mosaic.ts';
import { roiMask } from '../../../shared/rules/roi-mask.ts';
import { sameSegmentGrid, segmentRefusal } from '../../../shared/rules/segment-sources.ts';
import type { StoredPixels } from '../../../shared/rules/stored-pixels.ts';
import { buildSegmentation } from '../dicom/write/segmentation.ts';
import type { SegmentFrameInput } from '../dicom/write/segmentation.ts';
import { isUid } from '../dicom/write/sr-measurements.ts';
import type { Clock } from '../kernel/ports.ts';
import { sha256Hex } from '../kernel/sha256.ts';
import type { Db } from '../kernel/sqlite.ts';
import { derivedUid } from '../kernel/uid.ts';
import type { OriginOf } from './key-objects.ts';
import { localZone } from './local-zone.ts';
import type { MadeObjects } from './made-objects.ts';

type Request = ParsedRequest<'reading.keepSegmentation'>;

export interface SegmentationsParts {
  readonly index: Db;
  readonly journal: Db;
  readonly clock: Clock;
  readonly personId: PersonId;
  readonly evaluation: boolean;
  readonly made: Pick<MadeObjects, 'keep'>;
  readonly originOf: OriginOf;
  readonly imageOf: (objectId: ObjectId) => { readonly image: ImageInfo; readonly studyId: StudyId };
  readonly pixelsOf: (objectId: ObjectId, frame: number) => Promise<StoredPixels>;
}

/** Colours of segments (CIE L*, a*, b*), far from each other and from grey. */
const COLOURS: readonly (readonly [number, number, number])[] = [
  [63, -2, -50],
  [75, 24, 78],
  [70, -58, 40],
  [58, 68, 45],
  [65, 60, -35],
  [80, -45, -12],
];

/** One picture that regions were drawn on. */
interface Source {
  readonly image: ImageInfo;
  readonly frame: number;
  readonly seriesUid: string;
  readonly pixels: StoredPixels;
}

/** What a reader drew around, as a segmentation that travels: one bit a pixel, on the pictures it was drawn on. */
export class Segmentations {
  readonly #parts: SegmentationsParts;

  constructor(parts: SegmentationsParts) {
    this.#parts = parts;
  }

  /** @throws AppError archive/unknown-object, reading/cannot-write, reading/no-segment */
  async keep(request: Request): Promise<{ objectId: ObjectId; sopUid: string }> {
    const bytes = await this.object(request);
    const detail = { segments: request.segments.length };
    return this.#parts.made.keep({ studyId: request.studyId, act: 'reading.segmentation', bytes, detail });
  }

  /** The segmentation as a file, not stored. */
  async object({ studyId, label, segments }: Request): Promise<Uint8Array> {
    const { originOf, clock, personId, evaluation, index } = this.#parts;
    const origin = originOf(studyId);
    if (origin === null) throw new AppError('reading/cannot-write', 'the study has no UID that can be named');
    const drawn = this.#drawn(studyId);
    const sources = new Map<string, Source>();
    const frames: SegmentFrameInput[] = [];
    const described: Segment[] = [];
    for (const [place, segment] of segments.entries()) {
      const own = segment.measurementIds.map((id) => {
        const found = drawn.get(id);
        if (found === undefined) throw new AppError('archive/unknown-object', 'the study has no such drawing');
        return found;
      });
      const masks = await this.#masks(studyId, own, sources);
      if (masks.length === 0) throw new AppError('reading/no-segment', 'no pixel lies in the regions of a segment');
      frames.push(...masks.map((mask) => ({ ...mask, segment: place + 1 })));
      described.push(segmentOf(place + 1, segment, own));
    }
    const [first, ...rest] = frames;
    const [grid] = sources.values();
    if (first === undefined || grid === undefined) throw new AppError('reading/no-segment', 'no region');
    const { orientation, pixelSpacing, sliceThickness } = frameInfo(grid.image, grid.frame);
    const { frameOfReference } = grid.image;
    if (!orientation || !pixelSpacing || frameOfReference === null) throw new AppError('internal/bug', 'no place');
    const at = clock.nowIso();
    const series = derivedUid(origin.study.studyUid, `segmentations of ${personId}`);
    const name = index.prepare<[string], string>('SELECT name FROM person WHERE person_id = ?').pluck().get(personId);
    const instance = derivedUid(series, sha256Hex(JSON.stringify([at, label, segments])));
    return buildSegmentation({
      ...{ ...origin, at, zone: localZone(new Date(at)), evaluation, signer: { personId, name: name ?? '' } },
      ...{ kind: 'BINARY', label, rows: grid.pixels.rows, columns: grid.pixels.columns },
      ...{ frameOfReference, orientation, pixelSpacing, sliceThickness },
      ...{ segments: described, frames: [first, ...rest], maximumFractional: null, fractionalType: null },
      uids: { series, instance, dimensions: derivedUid(instance, 'dimensions') },
      instanceNumber: this.#inSeries(series) + 1,
      ...lossOf([...sources.values()].map(({ image }) => image)),
    });
  }

  /** Standing drawings of a study, by id. */
  #drawn(studyId: StudyId): ReadonlyMap<string, Measurement> {
    const rows = this.#parts.journal
      .prepare<[string], string>('SELECT value FROM measurement WHERE study_id = ?')
      .pluck()
      .all(studyId);
    return new Map(
      rows.flatMap((value) => {
        const one = Measurement.parse(JSON.parse(value));
        return one.deleted ? [] : [[one.measurementId, one]];
      }),
    );
  }

  /** One mask a picture: what any of the regions on it covers. Pictures without a pixel are left out. */
  async #masks(
    studyId: StudyId,
    regions: readonly Measurement[],
    sources: Map<string, Source>,
  ): Promise<Omit<SegmentFrameInput, 'segment'>[]> {
    const masks = new Map<string, { readonly source: Source; readonly values: Uint8Array }>();
    for (const region of regions) {
      const key = `${region.objectId} ${region.frame}`;
      const source = sources.get(key) ?? (await this.#source(studyId, region));
      const [grid = source] = sources.values();
      if (!sameSegmentGrid(grid.image, grid.frame, source.image, source.frame))
        throw new AppError('reading/no-segment', 'the pictures lie in different directions, or are of different sizes');
      sources.set(key, source);
      const mask = roiMask(region, source.image, source.pixels);
      if (mask === null) throw new AppError('reading/no-segment', 'the drawing is no closed region');
      const values = masks.get(key)?.values ?? new Uint8Array(mask.length);
      for (const [at, bit] of mask.entries()) if (bit !== 0) values[at] = 1;
      masks.set(key, { source, values });
    }
    return [...masks.values()].flatMap(({ source: { image, frame, seriesUid }, values }) => {
      const { position } = frameInfo(image, frame);
      const { sopUid, sopClass } = image;
      if (!position || sopUid === null || sopClass === null || !values.some((one) => one !== 0)) return [];
      return [
        { source: { sopUid, sopClass, seriesUid, frame: storedFrames(image) > 1 ? frame : null }, position, values },
      ];
    });
  }

  async #source(studyId: StudyId, region: Measurement): Promise<Source> {
    const { imageOf, pixelsOf, index } = this.#parts;
    const { image, studyId: owner } = imageOf(region.objectId);
    if (owner !== studyId) throw new AppError('archive/unknown-object', 'the study has no such object');
    const refused = segmentRefusal(region, image);
    if (refused !== null) throw new AppError('reading/no-segment', refused);
    const seriesUid = index
      .prepare<[string], string>('SELECT series_uid FROM object JOIN series USING (series_id) WHERE object_id = ?')
      .pluck()
      .get(region.objectId);
    if (seriesUid === undefined || ![seriesUid, image.sopUid ?? '', image.sopClass ?? ''].every(isUid))
      throw new AppError('reading/cannot-write', 'the picture has no UID that can be named');
    return { image, frame: region.frame, seriesUid, pixels: await pixelsOf(region.objectId, region.frame) };
  }

  #inSeries(seriesUid: string): number {
    const count = this.#parts.index
      .prepare<[string], number>('SELECT count(*) FROM object JOIN series USING (series_id) WHERE series_uid = ?')
      .pluck()
      .get(seriesUid);
    return count ?? 0;
  }
}

/** The one that lost most; nothing where none did. */
function lossOf(images: readonly ImageInfo[]): { readonly lossy?: LossyFacts } {
  const lossy = images.flatMap((image) => (image.lossy === null ? [] : [image.lossy]));
  const [worst] = lossy.sort((a, b) => (lossyGround(b).ratio ?? 0) - (lossyGround(a).ratio ?? 0));
  return worst === undefined ? {} : { lossy: worst };
}

/** A region by values was drawn with a program; one region alone keeps the UID that it is followed by. */
function segmentOf(
  number: number,
  { label, category, type }: Request['segments'][number],
  own: readonly Measurement[],
): Segment {
  const byValues = own.some(({ tool }) => tool === 'threshold');
  const [only] = own.length === 1 ? own : [];
  const [l, a, b] = COLOURS[(number - 1) % COLOURS.length] ?? [50, 0, 0];
  return {
    ...{ number, label, category, type },
    algorithm: byValues ? 'SEMIAUTOMATIC' : 'MANUAL',
    algorithmName: byValues ? 'Nightjar threshold region' : null,
    lab: [l, a, b],
    trackingId: only === undefined ? null : `M${only.ordinal}`,
    trackingUid: only?.trackingUid ?? null,
  };
}
