import { foldText } from '../../dicom/person-name.ts';
import { displayFrames } from '../../dicom/sort-frames.ts';
import type { SeriesFrame } from '../../dicom/sort-frames.ts';
import type { DetectionReport, ObjectContent, ReportContent } from '../../model/dicom-object.ts';
import type { ObjectId } from '../../model/ids.ts';
import type { ImageInfo } from '../../model/image.ts';
import { LABEL_MAP_CLASS, SEGMENTATION_CLASS } from '../../model/segmentation.ts';
import type { Segmentation } from '../../model/segmentation.ts';
import type { FindingKind, NamedFrame, StudyBeside } from '../../model/study-beside.ts';
import type { StudyForReading } from '../../model/study.ts';
import { KEY_OBJECT_CLASS, rejectionReason } from '../../rules/rejection.ts';
import { REPORT_WORDS } from './report-words.ts';
import { anyWord } from './rules.ts';

/** Mammography, chest and colon CAD. */
const CAD = /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.88\.(50|65|69)$/;
/** Basic, enhanced, comprehensive text; encapsulated PDF and CDA. */
const DOCUMENT = /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.(88\.(11|22|33|34)|104\.[12])$/;
const saysReport = anyWord(REPORT_WORDS);
/** Frames of a segmentation lie on a picture that is nearer than this, mm. */
const ON_PICTURE = 0.5;

export type BesideKind = 'key-object' | 'detection' | 'segmentation' | 'document';

/** What an object without a picture may say beside them; null: nothing of it. */
export function besideKind({ sopClass, rejected }: Pick<ImageInfo, 'sopClass' | 'rejected'>): BesideKind | null {
  // What was taken back says nothing any more.
  if (sopClass === null || rejected !== undefined) return null;
  if (sopClass === KEY_OBJECT_CLASS) return 'key-object';
  if (sopClass === SEGMENTATION_CLASS || sopClass === LABEL_MAP_CLASS) return 'segmentation';
  if (CAD.test(sopClass)) return 'detection';
  return DOCUMENT.test(sopClass) ? 'document' : null;
}

/** What is known of a study beside its own images. */
export interface BesideParts {
  /** Marked here as key images. */
  readonly marked: readonly NamedFrame[];
  /** Measurements that stand, in the order in which they were drawn. */
  readonly measured: readonly NamedFrame[];
  readonly objects: readonly { readonly objectId: ObjectId; readonly content: ObjectContent }[];
}

export function besideOf(study: Pick<StudyForReading, 'study' | 'series'>, parts: BesideParts): StudyBeside {
  const places = new Places(study);
  const named = parts.objects.flatMap(({ content }) =>
    content.kind === 'key-images' ? keyFrames(content, places) : [],
  );
  const keyImages = places.inOrder([...parts.marked, ...named]);
  const marks = parts.objects.flatMap(({ content }) => detectionFrames(content, places));
  const reports = parts.objects.flatMap(({ objectId, content }) => (isReport(content) ? [objectId] : []));
  const as = (kind: FindingKind, frames: readonly NamedFrame[]): StudyBeside['findings'] =>
    frames.map(({ objectId, frame }) => ({ kind, objectId, frame }));
  return {
    keyImages: [...keyImages],
    report: study.study.reportState !== 'none' || reports.length > 0,
    reports,
    ai: parts.objects.flatMap(({ objectId, content }) => {
      const series = aiSeries(content, places);
      return series === null ? [] : [{ objectId, series: [...series] }];
    }),
    findings: [
      ...as('key-image', keyImages),
      ...as('measurement', parts.measured),
      ...as('ai-mark', places.inOrder(marks)),
      ...as(
        'largest-segment',
        parts.objects.flatMap(({ content }) => largestFrames(content, places)),
      ),
    ],
  };
}

/** Pictures of a study by what names them. */
class Places {
  readonly series: StudyForReading['series'];
  readonly #bySop = new Map<string, ImageInfo>();
  readonly #order = new Map<string, number>();
  readonly #seriesOf = new Map<ObjectId, string>();

  constructor({ series }: Pick<StudyForReading, 'series'>) {
    this.series = series;
    for (const { seriesUid, images } of series) {
      for (const image of images) {
        if (!image.picture.shown) continue;
        this.#order.set(image.objectId, this.#order.size);
        this.#seriesOf.set(image.objectId, seriesUid);
        if (image.sopUid !== null && !this.#bySop.has(image.sopUid)) this.#bySop.set(image.sopUid, image);
      }
    }
  }

  named(sopUid: string, frame: number | null): NamedFrame | null {
    const image = this.#bySop.get(sopUid);
    return image && (frame ?? 1) <= image.frames ? { objectId: image.objectId, frame: frame ?? 1 } : null;
  }

  seriesOf({ objectId }: NamedFrame): string | null {
    return this.#seriesOf.get(objectId) ?? null;
  }

  /** Those that are here, each once. */
  inOrder(frames: readonly NamedFrame[]): readonly NamedFrame[] {
    const each = new Map(frames.map(({ objectId, frame }) => [`${objectId}/${frame}`, { objectId, frame }]));
    const at = ({ objectId }: NamedFrame): number => this.#order.get(objectId) ?? -1;
    return [...each.values()].filter((one) => at(one) >= 0).sort((a, b) => at(a) - at(b) || a.frame - b.frame);
  }

  /** Pictures of one space that can be cut: asked for by segmentations that name no picture. */
  in(frameOfReference: string | null): readonly SeriesFrame[] {
    if (frameOfReference === null) return [];
    return this.series.flatMap(({ images }) =>
      displayFrames(images.filter((one) => one.picture.shown && one.frameOfReference === frameOfReference)),
    );
  }
}

function keyFrames(
  { keyObject }: Extract<ObjectContent, { kind: 'key-images' }>,
  places: Places,
): readonly NamedFrame[] {
  const { title, references } = keyObject;
  // What takes pictures back says nothing of their interest.
  if (rejectionReason(title.value, title.scheme) !== null) return [];
  return references.flatMap(({ sopUid, frame }) => places.named(sopUid, frame) ?? []);
}

function detectionOf(content: ObjectContent): (ReportContent & { readonly detection: DetectionReport }) | null {
  if (content.kind !== 'report' || content.detection === null) return null;
  return { ...content, detection: content.detection };
}

/** Pictures with a mark that its program wants to be shown. */
function detectionFrames(content: ObjectContent, places: Places): readonly NamedFrame[] {
  const said = detectionOf(content);
  return (said?.marks ?? []).flatMap(({ place, finding }) => {
    const isOptional = finding !== null && said?.detection.findings[finding]?.optional !== false;
    if (place.in !== 'image' || isOptional) return [];
    return places.named(place.image.sopUid, place.image.frames[0] ?? null) ?? [];
  });
}

/** Series that a program speaks of; null: the content is of no program. One without a mark speaks of every picture. */
function aiSeries(content: ObjectContent, places: Places): ReadonlySet<string> | null {
  const isDetection = detectionOf(content) !== null;
  const isAutomatic =
    content.kind === 'segmentation' && content.segmentation.segments.some(({ algorithm }) => algorithm === 'AUTOMATIC');
  if (!isDetection && !isAutomatic) return null;
  const frames = isDetection
    ? detectionFrames(content, places)
    : content.kind === 'segmentation'
      ? segmentFrames(content.segmentation, places)
      : [];
  const marked = frames.flatMap((one) => places.seriesOf(one) ?? []);
  const every = places.series.filter(({ images }) => images.some((one) => one.picture.shown));
  return new Set(marked.length > 0 ? marked : every.map(({ seriesUid }) => seriesUid));
}

function isReport(content: ObjectContent): boolean {
  if (content.kind === 'document') return saysReport(` ${foldText(content.title)} `);
  if (content.kind !== 'report') return false;
  return content.detection === null && content.dose.length === 0 && (content.measurements ?? []).length === 0;
}

/** A picture for each frame of a segmentation that has one. */
function segmentFrames(segmentation: Segmentation, places: Places): readonly NamedFrame[] {
  const space = places.in(segmentation.frameOfReference);
  return segmentation.frames.flatMap((frame) => pictureOf(frame, space, places) ?? []);
}

/** The picture of each segment's frame with most pixels of it; the largest first. Frames that are not counted tell nothing. */
function largestFrames(content: ObjectContent, places: Places): readonly NamedFrame[] {
  if (content.kind !== 'segmentation') return [];
  const { frames, frameOfReference } = content.segmentation;
  const space = places.in(frameOfReference);
  return frames
    .filter(({ pixels = 0 }) => pixels > 0)
    .toSorted((a, b) => (b.pixels ?? 0) - (a.pixels ?? 0))
    .slice(0, MOST_LARGEST)
    .flatMap((frame) => pictureOf(frame, space, places) ?? []);
}
/** A segmentation has some hundred frames, and the largest that lies on a picture is wanted. */
const MOST_LARGEST = 50;

function pictureOf(
  { sources, position, orientation }: Segmentation['frames'][number],
  space: readonly SeriesFrame[],
  places: Places,
): NamedFrame | null {
  for (const { sopUid, frame } of sources) {
    const named = places.named(sopUid, frame);
    if (named) return named;
  }
  if (!position || !orientation) return null;
  const near = space.find(({ info }) => {
    if (!info.position || !info.orientation) return false;
    const alike = info.orientation.every((value, at) => Math.abs(value - (orientation[at] ?? NaN)) < 1e-3);
    return alike && Math.hypot(...info.position.map((value, at) => value - (position[at] ?? NaN))) < ON_PICTURE;
  });
  return near ? { objectId: near.image.objectId, frame: near.frame } : null;
}
