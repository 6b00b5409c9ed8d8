import { cursorPlace } from '../../../shared/hanging/cursor-place.ts';
import { PARALLEL } from '../../../shared/hanging/linked-position.ts';
import type { SaidPlace } from '../../../shared/model/desk-message.ts';
import { frameInfo } from '../../../shared/model/image.ts';
import type { RowColumn, Vec3 } from '../../../shared/model/image.ts';
import type { Point2 } from '../../../shared/model/measurement.ts';
import { pixelToWorld, worldToPixel } from '../../../shared/rules/geometry.ts';
import { movedPlace } from '../../../shared/rules/registration/rigid.ts';
import type { FrameRef, GlassLayer, GlassMark, ImageSource, ViewportHandle } from '../../viewer/index.ts';
import type { LinkedScroll, RegisteredBetween } from '../linked-scroll.ts';
import { isReformatCell } from '../stores.ts';
import { isElsewhere } from './link-kinds.ts';

const OWNER = '3D cursor';
/** From the place to where the arms of the cross begin and end. */
const CROSS_GAP_MM = 4;
const CROSS_ARM_MM = 14;

/** As much of a viewport as a cross needs. */
export type CursorGlass = Pick<ViewportHandle, 'id' | 'stack' | 'target' | 'truth' | 'scrollTo' | 'setLayers'>;

export interface CursorParts {
  readonly source: Pick<ImageSource, 'image'>;
  readonly handles: () => readonly CursorGlass[];
  readonly link: Pick<LinkedScroll, 'way' | 'stackIn' | 'quietly'>;
  readonly registered: RegisteredBetween;
}

/** One place of the patient, mm LPS of a frame of reference. */
interface Pointed {
  readonly place: Vec3;
  readonly frameOfReference: string;
  readonly from: string;
}

/** A place of the same space in another picture, and on whose word it lies there. */
interface Carried {
  readonly place: Vec3;
  readonly by: string | null;
}

/**
 * One point of the patient as a cross in every viewport that shows it: of the same frame of reference exactly, through a registration
 * marked approximate. A landmark says nothing of what lies beside its direction: by one the slice is found and no cross is drawn.
 */
export class PatientCursor {
  readonly #parts: CursorParts;
  readonly #told: (at: SaidPlace | null) => void;
  #at: Pointed | null = null;

  /** @param told where the reader points in this window now, for the others */
  constructor(parts: CursorParts, told: (at: SaidPlace | null) => void) {
    this.#parts = parts;
    this.#told = told;
  }

  get on(): boolean {
    return this.#at !== null;
  }

  /** The reader points at a pixel; false where that has no place in the patient. */
  point(handle: CursorGlass, pixel: Point2): boolean {
    const { ref, image, state } = handle.truth;
    const place = ref && image && state === 'shown' ? pixelToWorld(frameInfo(image, ref.frame), pixel) : null;
    if (!image?.frameOfReference || !place) return false;
    this.#point({ place, frameOfReference: image.frameOfReference, from: handle.id });
    this.#told(this.own);
    return true;
  }

  /** The reader points at a place in another window, or at none any more. */
  pointElsewhere(at: Pointed | null): void {
    if (at) return this.#point({ place: at.place, frameOfReference: at.frameOfReference, from: at.from });
    this.#at = null;
    this.show();
  }

  /** A place on a picture that is no stack: seen from outside. */
  pointAt(place: Vec3, frameOfReference: string, from: string): void {
    this.#point({ place, frameOfReference, from });
    this.#told(this.own);
  }

  /** What the reader points at in a viewport of this window. */
  get own(): SaidPlace | null {
    if (!this.#at || isElsewhere(this.#at.from)) return null;
    const { place, frameOfReference, from } = this.#at;
    return { place, frameOfReference, viewportId: from };
  }

  #point(at: Pointed): void {
    this.#at = at;
    this.#parts.link.quietly(() => this.#lead(at));
    this.show();
  }

  /** Draws it where it is, in the viewports that are there now. */
  show(): void {
    for (const handle of this.#parts.handles()) {
      handle.setLayers(this.#at && !isReformatCell(handle.id) ? [this.#layer(handle, this.#at)] : [], OWNER);
    }
  }

  clear(): void {
    if (!this.#at) return;
    this.#at = null;
    this.#told(null);
    this.show();
  }

  /** Scrolls the others to the slice of the place. */
  #lead({ from, place, frameOfReference }: Pointed): void {
    const { handles, link } = this.#parts;
    for (const other of handles()) {
      const stack = link.stackIn(other.id);
      const isSame = stack?.frameOfReference === frameOfReference;
      const known = link.way(from, other.id) ?? (isSame ? { kind: 'same' as const } : null);
      const way = other.id === from ? null : known;
      if (!stack || !way) continue;
      const normal = stack.planes.find((plane) => plane !== null)?.normal;
      if (way.kind === 'landmark' && (!normal || !isAlong(way.normal, normal))) continue;
      const there =
        way.kind === 'same' ? place : way.kind === 'registered' ? movedPlace(way.matrix, place) : shifted(place, way);
      const found = cursorPlace(stack, there, other.target, this.#thickness(other));
      // Beyond the ends of the stack it stays where it is: another place is no help.
      if (found?.reaches === true) other.scrollTo(found.index);
    }
  }

  #layer(handle: CursorGlass, at: Pointed): GlassLayer {
    const known = new Map<string, readonly GlassMark[] | null>();
    return {
      id: OWNER,
      name: OWNER,
      colour: 'var(--color-accent)',
      of: (ref) => {
        const key = `${ref.objectId}/${ref.frame}`;
        const before = known.get(key);
        if (before !== undefined) return before;
        const marks = this.#marks(handle, ref, at);
        known.set(key, marks);
        return marks;
      },
    };
  }

  #marks(handle: CursorGlass, ref: FrameRef, pointed: Pointed): readonly GlassMark[] | null {
    const image = this.#parts.source.image(ref.objectId);
    const carried = image && this.#carried(pointed, image.frameOfReference);
    const index = handle.stack.findIndex((one) => one.objectId === ref.objectId && one.frame === ref.frame);
    const stack = this.#parts.link.stackIn(handle.id);
    if (!image || !carried || !stack || index < 0 || !image.pixels) return null;
    const info = frameInfo(image, ref.frame);
    const found = cursorPlace(stack, carried.place, index, info.sliceThickness);
    const onPicture = found?.index === index && found.reaches ? worldToPixel(info, carried.place) : null;
    if (!onPicture || !isInside(onPicture.point, image.pixels)) return null;
    const cross = crossAt(onPicture.point, info.pixelSpacing ?? [1, 1]);
    if (carried.by === null) return cross;
    // Below the cross, and in one word: by whom stands in the corner.
    const below = CROSS_ARM_MM / (info.pixelSpacing?.[0] ?? 1);
    const at: Point2 = [onPicture.point[0], onPicture.point[1] + below];
    return [...cross, { kind: 'text', at, text: 'approximate' }];
  }

  #carried({ place, frameOfReference }: Pointed, to: string | null): Carried | null {
    if (frameOfReference === to) return { place, by: null };
    const way = this.#parts.registered(frameOfReference, to);
    return way && { place: movedPlace(way.matrix, place), by: way.by };
  }

  #thickness({ stack, target }: CursorGlass): number | null {
    const ref = stack[target];
    const image = ref && this.#parts.source.image(ref.objectId);
    return ref && image ? frameInfo(image, ref.frame).sliceThickness : null;
  }
}

/** Open in the middle: what is pointed at stays to be seen. */
function crossAt([x, y]: Point2, [row, column]: RowColumn): GlassMark[] {
  const arm = (dx: number, dy: number): GlassMark => ({
    kind: 'line',
    points: [CROSS_GAP_MM, CROSS_ARM_MM].map((far): Point2 => [x + (dx * far) / column, y + (dy * far) / row]),
    closed: false,
    strong: true,
  });
  return [arm(1, 0), arm(-1, 0), arm(0, 1), arm(0, -1)];
}

function isInside([x, y]: Point2, { columns, rows }: { readonly columns: number; readonly rows: number }): boolean {
  return x >= -0.5 && y >= -0.5 && x <= columns - 0.5 && y <= rows - 0.5;
}

function isAlong(a: Vec3, b: Vec3): boolean {
  return Math.abs(a[0] * b[0] + a[1] * b[1] + a[2] * b[2]) >= PARALLEL;
}

function shifted(
  [x, y, z]: Vec3,
  { normal: [a, b, c], offset }: { readonly normal: Vec3; readonly offset: number },
): Vec3 {
  return [x + offset * a, y + offset * b, z + offset * c];
}
