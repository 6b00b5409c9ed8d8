import { srgbOfLab } from '../../shared/dicom/lab-colour.ts';
import type { ObjectContent } from '../../shared/model/dicom-object.ts';
import type { ObjectId } from '../../shared/model/ids.ts';
import type { ImageInfo } from '../../shared/model/image.ts';
import { toImageId } from '../viewer/index.ts';
import type { FrameRef, GlassLayer, GlassMark, ImageSource } from '../viewer/index.ts';
import { contourMarks } from './contour-layer.ts';
import { regionMarks } from './region-marks.ts';
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
      if (content.marks.length === 0) return [];
      return [
        {
          id: 'marks',
          name: content.algorithms === null ? content.title : algorithmName(content.algorithms[0]),
          colour: content.algorithms === null ? 'var(--color-accent)' : 'var(--color-ai)',
          isAi: content.algorithms !== null,
          note: content.algorithms === null ? 'regions of the report' : 'marks of a program',
          empty: false,
        },
      ];
    default:
      return [];
  }
}

function algorithmName(algorithm: { readonly name: string; readonly version: string | null } | undefined): string {
  if (algorithm === undefined) return 'CAD';
  return `CAD ${algorithm.name}${algorithm.version === null ? ', version not said' : ` ${algorithm.version}`}`;
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
}

/** The layer of one part. What it has of a picture is worked out once, as soon as all of it is here. */
export function objectLayer({ objectId, content, part, source }: LayerParts): GlassLayer {
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
      const marks = marksOf({ objectId, content, part, source }, image, ref);
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
  { objectId, content, part, source }: LayerParts,
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
      return regionMarks(content.marks, image, ref.frame);
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
