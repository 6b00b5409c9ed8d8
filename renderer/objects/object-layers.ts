import { srgbOfLab } from '../../shared/dicom/lab-colour.ts';
import type { DetectionReport, ObjectContent, RegionMark, ReportContent } from '../../shared/model/dicom-object.ts';
import type { ObjectId } from '../../shared/model/ids.ts';
import type { ImageInfo } from '../../shared/model/image.ts';
import { toImageId } from '../viewer/index.ts';
import type { FrameRef, GlassLayer, GlassMark, ImageSource } from '../viewer/index.ts';
import { contourMarks } from './contour-layer.ts';
import { OPTIONAL_MARKS, REQUIRED_MARKS } from './detection-marks.ts';
import { algorithmTitle, findingWords } from './detection-words.ts';
import { regionMarks } from './region-marks.ts';
import type { FindingLook } from './region-marks.ts';
import { framesOver, segmentMarks } from './segment-mask.ts';
import type { StoredFrame } from './segment-mask.ts';

/** Pictures whose marks one layer remembers. */
const REMEMBERED = 24;
/** Colours of parts that have none of their own, far from each other. */
const SPARE = ['accent', 'warning', 'ok', 'stat', 'ai', 'drawing'] as const;

/** One thing that an object draws, to be shown or not. */
export interface ObjectPart {
  /** Within its object. */
  readonly id: string;
  readonly name: string;
  readonly colour: string;
  /** A program drew it, and no person said so. */
  readonly isAi: boolean;
  /** What else is known: algorithm, role. */
  readonly note: string;
  /** There is nothing in it that can be drawn here. */
  readonly empty: boolean;
}

/** What an object can draw over pictures; empty for one that draws nothing. */
export function partsOf(content: ObjectContent): readonly ObjectPart[] {
  switch (content.kind) {
    case 'segmentation':
      return content.segmentation.segments
        .filter(({ number }) => number !== content.segmentation.background && number !== 0)
        .map((segment, place) => ({
          id: `${segment.number}`,
          name: segment.label,
          colour: segment.lab ? css(srgbOfLab(segment.lab)) : spare(place),
          isAi: segment.algorithm === 'AUTOMATIC',
          note: [segment.type?.meaning ?? null, algorithmWords(segment.algorithm), segment.algorithmName]
            .filter((part) => part !== null && part !== segment.label)
            .join(' · '),
          empty: false,
        }));
    case 'contours':
      return content.structures.map((structure, place) => {
        const closed = structure.contours.filter(({ type }) => type === 'CLOSED_PLANAR').length;
        const other = structure.contours.length - closed;
        return {
          id: `${structure.number}`,
          name: structure.name,
          colour: structure.rgb ? css(structure.rgb) : spare(place),
          isAi: structure.algorithm === 'AUTOMATIC',
          note: [
            structure.role,
            algorithmWords(structure.algorithm),
            `${closed} contours`,
            other === 0 ? null : `${other} of another kind, not drawn`,
          ]
            .filter((part) => part !== null)
            .join(' · '),
          empty: closed === 0,
        };
      });
    case 'report':
      return content.detection === null ? reportParts(content) : detectionParts(content.detection);
    default:
      return [];
  }
}

function reportParts({ marks, title }: ReportContent): readonly ObjectPart[] {
  if (marks.length === 0) return [];
  const look = { colour: 'var(--color-accent)', isAi: false, empty: false };
  return [{ id: REQUIRED_MARKS, name: title, note: 'regions of the report', ...look }];
}

/** What the program wants to be shown, and apart from it what it leaves to the reader. */
function detectionParts({ algorithms, findings }: DetectionReport): readonly ObjectPart[] {
  const name = algorithmTitle(algorithms[0]);
  const count = (isOptional: boolean): number => findings.filter(({ optional }) => optional === isOptional).length;
  const look = { colour: 'var(--color-ai)', isAi: true, empty: false };
  return [
    { id: REQUIRED_MARKS, name, note: `marks of a program: ${count(false)}`, ...look },
    { id: OPTIONAL_MARKS, name: `${name}, optional`, note: `marks it leaves to the reader: ${count(true)}`, ...look },
  ].filter(({ id }) => count(id === OPTIONAL_MARKS) > 0);
}

/** The marks of one part. */
export function marksOfPart({ marks, detection }: ReportContent, partId: string): readonly RegionMark[] {
  if (detection === null) return marks;
  const isOptional = partId === OPTIONAL_MARKS;
  return marks.filter(({ finding }) => finding !== null && detection.findings[finding]?.optional === isOptional);
}

function lookOf({ detection }: ReportContent, at: MarkAt | null): FindingLook | null {
  if (detection === null) return null;
  return {
    at: at?.finding ?? null,
    words: (finding) => {
      const found = detection.findings[finding];
      const words = found === undefined ? '' : findingWords(found);
      return finding === at?.finding ? `${at.words} · ${words}` : words;
    },
  };
}

function algorithmWords(algorithm: string | null): string | null {
  switch (algorithm) {
    case 'AUTOMATIC':
      return 'drawn by a program';
    case 'SEMIAUTOMATIC':
      return 'drawn with a program';
    case 'MANUAL':
      return 'drawn by hand';
    default:
      return null;
  }
}

/** As it stands beside its marks: what a program drew is said to be that. */
export function partTitle({ name, isAi }: ObjectPart): string {
  return isAi ? `${name} (AI)` : name;
}

export interface LayerParts {
  readonly objectId: ObjectId;
  readonly content: ObjectContent;
  readonly part: ObjectPart;
  readonly source: Pick<ImageSource, 'image' | 'decoded' | 'prefetch'>;
  /** The mark of a detection program that the reader went to. */
  readonly at?: MarkAt | null;
}

interface MarkAt {
  readonly finding: number;
  /** "2 of 5". */
  readonly words: string;
}

/** The layer of one part. What it has of a picture is worked out once, as soon as all of it is here. */
export function objectLayer(parts: LayerParts): GlassLayer {
  const { objectId, part, source } = parts;
  const known = new Map<string, readonly GlassMark[] | null>();
  return {
    id: `${objectId}/${part.id}`,
    name: partTitle(part),
    colour: part.colour,
    of: (ref) => {
      const key = toImageId(ref);
      const before = known.get(key);
      if (before !== undefined) return before;
      const image = source.image(ref.objectId);
      if (!image?.picture.shown) return null;
      const marks = marksOf(parts, image, ref);
      // Not all of it is here yet: asked again when it is.
      if (marks === undefined) return null;
      const [oldest] = known.keys();
      if (known.size >= REMEMBERED && oldest !== undefined) known.delete(oldest);
      known.set(key, marks);
      return marks;
    },
  };
}

function marksOf(
  { objectId, content, part, source, at = null }: LayerParts,
  image: ImageInfo,
  ref: FrameRef,
): readonly GlassMark[] | null | undefined {
  switch (content.kind) {
    case 'segmentation': {
      const segment = Number(part.id);
      const numbers = framesOver(content.segmentation, segment, image, ref.frame);
      const stored: StoredFrame[] = [];
      for (const number of numbers) {
        const decoded = source.decoded({ objectId, frame: number });
        if (decoded) stored.push({ number, values: decoded.pixels });
        else void source.prefetch({ objectId, frame: number }, 'near');
      }
      if (stored.length < numbers.length) return undefined;
      return segmentMarks(content.segmentation, segment, partTitle(part), image, ref.frame, stored);
    }
    case 'contours': {
      const structure = content.structures.find(({ number }) => `${number}` === part.id);
      const marks = structure ? contourMarks({ ...structure, name: partTitle(part) }, image, ref.frame) : null;
      return marks;
    }
    case 'report':
      return regionMarks(marksOfPart(content, part.id), image, ref.frame, lookOf(content, at));
    default:
      return null;
  }
}

function css([red, green, blue]: readonly [number, number, number]): string {
  return `rgb(${red} ${green} ${blue})`;
}

function spare(place: number): string {
  return `var(--color-${SPARE[place % SPARE.length] ?? SPARE[0]})`;
}
