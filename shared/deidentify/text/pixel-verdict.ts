import { burnedInDoubt } from '../../rules/burned-in.ts';
import type { Rect } from './blacken.ts';

/** What decides whether the pixels of one picture may go out. */
export interface PixelFacts {
  readonly sopClass: string | null;
  readonly modality: string | null;
  readonly imageType: readonly string[];
  /** (0028,0301) is YES, or NO; null: it does not say. */
  readonly burnedIn: boolean | null;
  /** MONOCHROME1 and 2 are grey. */
  readonly grey: boolean;
  /** Lines of text that were found, after what was blacked is black. */
  readonly lines: number;
  /** Something was blacked: the surround of an ultrasound picture, or what a person marked. */
  readonly blacked: boolean;
  /** A person has looked at every picture and found no name. */
  readonly looked: boolean;
}

/** Pictures that a device draws its heading into, and captures of a screen. */
const DRAWN_CLASS = /\.1\.1\.(?:7(?:\.[1-4])?|3\.1|6\.1|6\.2|77\.1\.\d+(?:\.\d+)?)$/;
const DRAWN_MODALITY = new Set(['US', 'IVUS', 'ES', 'OT', 'SC', 'XC', 'OP', 'DOC', 'DG']);
const CAPTURE_WORDS = /SCREEN|CAPTURE|REPORT|DOSE|SUMMARY|RESULT|TABLE|GRAPH|SCANNED|PROTOCOL/;
const GREY_ONLY = new Set(['CT', 'MR', 'PT', 'NM']);

export type PixelReason = 'said' | 'kind' | 'capture' | 'not-denied' | 'found';

/**
 * Why a picture stays in; null: its pixels may go. Looking settles all of it. Without it, a kind that is drawn into as a rule goes only
 * where something was blacked, and nothing goes in which text was found.
 */
export function pixelReason(facts: PixelFacts): PixelReason | null {
  if (facts.looked) return null;
  if (facts.lines > 0) return 'found';
  return facts.blacked ? null : kindReason(facts);
}

function kindReason({ burnedIn, sopClass, modality, imageType, grey }: PixelFacts): PixelReason | null {
  if (burnedIn === true) return 'said';
  if (DRAWN_CLASS.test(sopClass ?? '') || DRAWN_MODALITY.has(modality ?? '')) return 'kind';
  if (imageType.some((value) => CAPTURE_WORDS.test(value.toUpperCase()))) return 'capture';
  if (!grey && GREY_ONLY.has(modality ?? '')) return 'capture';
  const doubt = burnedInDoubt({
    ...{ burnedIn: false, modality, sopClass },
    ...(burnedIn === false ? { burnedInDenied: true as const } : {}),
  });
  return doubt === null ? null : 'not-denied';
}

/** The picture of an ultrasound device: the regions that it names (0018,6011), where they leave a surround. Else null. */
export function pictureRegions(
  regions: readonly { readonly minX: number; readonly minY: number; readonly maxX: number; readonly maxY: number }[],
  columns: number,
  rows: number,
): readonly Rect[] | null {
  const rects = regions.map(({ minX, minY, maxX, maxY }) => ({
    ...{ x: Math.max(0, minX), y: Math.max(0, minY) },
    ...{ width: Math.min(columns, maxX + 1) - Math.max(0, minX), height: Math.min(rows, maxY + 1) - Math.max(0, minY) },
  }));
  const good = rects.filter(({ width, height }) => width > 0 && height > 0);
  // A region that is the whole frame holds the heading too.
  const isAll = good.some(({ width, height }) => width * height > 0.97 * columns * rows);
  return good.length === 0 || good.length < rects.length || isAll ? null : good;
}
