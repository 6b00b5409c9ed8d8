import type { StoreApi } from 'zustand/vanilla';
import { facesOther, linkedCenter, linkedScale, linkedWindow } from '../../../shared/hanging/linked-view.ts';
import type { ViewWay } from '../../../shared/hanging/linked-view.ts';
import { frameInfo } from '../../../shared/model/image.ts';
import type { ImageInfo } from '../../../shared/model/image.ts';
import type { PlacedPicture } from '../../../shared/rules/reference-line.ts';
import { spacingOf } from '../../../shared/rules/spacing.ts';
import { displaySpacing } from '../../viewer/index.ts';
import type { FrameRef, GlassTruth, ViewChange, ViewportHandle, ViewState, WindowLevel } from '../../viewer/index.ts';
import type { PlaceWay } from '../linked-scroll.ts';
import { isReformatCell } from '../stores.ts';
import type { DeskRuntime } from '../stores.ts';
import { windowOf } from '../view-actions.ts';
import { goTogether } from './link-kinds.ts';

/** What sharing needs of a viewport. */
export type Shared = Pick<ViewportHandle, 'id' | 'truth' | 'view' | 'stack' | 'setView' | 'scrollTo'>;

/** Whom the others go along with, which may stand in another window. */
export interface Leader {
  readonly id: string;
  readonly truth: Pick<GlassTruth, 'image' | 'ref' | 'zoom' | 'voi'>;
}

export interface ViewLinkParts {
  readonly runtime: StoreApi<Pick<DeskRuntime, 'linkedViews' | 'linkGroups' | 'cine'>>;
  readonly handles: () => readonly Shared[];
  readonly way: (fromId: string, toId: string) => PlaceWay | null;
  /** The other goes along by place when this one is scrolled. */
  readonly scrollsAlong: (fromId: string, toId: string) => boolean;
}

/** Carries window, zoom and pan of one viewport to the others of its group, and the steps of a cine to those without a place. */
export class ViewLink {
  readonly #parts: ViewLinkParts;
  #following = false;

  constructor(parts: ViewLinkParts) {
    this.#parts = parts;
  }

  /**
   * How one viewport shows its picture was changed by the reader.
   * @returns false where nobody goes along: it went along itself, or nothing is shared
   */
  viewed(leader: Leader, change: ViewChange): boolean {
    const { linkedViews } = this.#parts.runtime.getState();
    if (this.#following || linkedViews.length === 0 || isReformatCell(leader.id)) return false;
    this.#following = true;
    try {
      for (const other of this.#others(leader)) {
        const patch = this.#patch(leader, change, other);
        if (Object.keys(patch).length > 0) other.setView(patch);
      }
    } finally {
      this.#following = false;
    }
    return true;
  }

  /**
   * One viewport stands at another picture. A cine takes those along that no place ties to it, number by number.
   * @returns false where nobody goes along
   */
  scrolled(leader: Pick<Leader, 'id'>, target: number): boolean {
    const { cine } = this.#parts.runtime.getState();
    return cine && this.stepped(leader, target);
  }

  /** A cine, here or in another window, steps on. */
  stepped(leader: Pick<Leader, 'id'>, target: number): boolean {
    const { linkedViews } = this.#parts.runtime.getState();
    if (this.#following || !linkedViews.includes('cine') || isReformatCell(leader.id)) return false;
    this.#following = true;
    try {
      for (const other of this.#others(leader)) {
        const count = other.stack.length;
        if (count > 1 && !this.#parts.scrollsAlong(leader.id, other.id)) other.scrollTo(target % count);
      }
    } finally {
      this.#following = false;
    }
    return true;
  }

  #others(leader: Pick<Leader, 'id'>): readonly Shared[] {
    const { linkGroups } = this.#parts.runtime.getState();
    return this.#parts
      .handles()
      .filter(({ id }) => id !== leader.id && !isReformatCell(id) && goTogether(linkGroups, leader.id, id));
  }

  #patch(leader: Leader, { before, after }: ViewChange, other: Shared): Partial<ViewState> {
    const { linkedViews } = this.#parts.runtime.getState();
    const [own, its] = [pictured(leader.truth), pictured(other.truth)];
    if (!own || !its) return {};
    const isLinked = (what: (typeof linkedViews)[number]): boolean => linkedViews.includes(what);
    const hasWindow = before.window !== after.window || before.preset !== after.preset;
    return {
      ...(isLinked('window') && hasWindow ? windowPatch(leader, { before, after }, other) : {}),
      ...(isLinked('zoom') && before.scale !== after.scale
        ? { scale: scaleOf(leader.truth, { before, after }, other.truth, own, its) }
        : {}),
      ...(isLinked('pan') && before.center !== after.center
        ? centerPatch(own, after, its, this.#parts.way(leader.id, other.id))
        : {}),
    };
  }
}

export interface Pictured {
  readonly image: ImageInfo;
  readonly ref: FrameRef;
}

export function pictured({ image, ref }: Pick<GlassTruth, 'image' | 'ref'>): Pictured | null {
  return image && ref && image.pixels ? { image, ref } : null;
}

export function placedPicture({ image, ref: { frame } }: Pictured): PlacedPicture {
  return { plane: frameInfo(image, frame), columns: image.pixels?.columns ?? 0, rows: image.pixels?.rows ?? 0 };
}

/** Hounsfield units mean the same in every CT; nothing else is compared by its numbers. */
export function haveSameUnit({ image: a }: Pictured, { image: b }: Pictured): boolean {
  return a.modality === 'CT' && b.modality === 'CT';
}

/** A landmark says nothing about what lies beside its direction. */
export function viewWay(way: PlaceWay | null): ViewWay {
  if (way?.kind === 'same') return { move: null };
  return way?.kind === 'registered' ? { move: way.matrix } : null;
}

function windowPatch(leader: Leader, { before, after }: ViewChange, other: Shared): Partial<ViewState> {
  const [own, its] = [pictured(leader.truth), pictured(other.truth)];
  if (!own || !its) return {};
  // Taken back to what the picture asks for: each to its own.
  if (after.window === null && after.preset === null) return { window: null, preset: null };
  const sameUnit = haveSameUnit(own, its);
  if (after.window === null) {
    if (sameUnit) return { window: null, preset: after.preset };
    const same = other.truth.presets.find(({ name }) => name === after.preset?.name);
    return same ? { window: null, preset: same } : {};
  }
  const [from, theirs] = [before.window ?? windowOf(leader.truth), other.view.window ?? windowOf(other.truth)];
  if (!from || !theirs) return {};
  const window: WindowLevel = linkedWindow(from, after.window, theirs, sameUnit);
  return { window, preset: null };
}

function scaleOf(
  leader: Leader['truth'],
  { before, after }: ViewChange,
  other: GlassTruth,
  own: Pictured,
  its: Pictured,
): number | null {
  if (after.scale === null) return null;
  const spacings = [spacingOf(own.image, own.ref.frame), spacingOf(its.image, its.ref.frame)];
  if (spacings.some(({ unit }) => unit !== 'mm')) return (other.zoom * after.scale) / (before.scale ?? leader.zoom);
  return linkedScale(after.scale, displaySpacing(own.image, own.ref.frame), displaySpacing(its.image, its.ref.frame));
}

function centerPatch(own: Pictured, { center }: ViewState, its: Pictured, way: PlaceWay | null): Partial<ViewState> {
  if (center === null) return { center: null };
  const mirrored = facesOther(own.image.patientOrientation, its.image.patientOrientation);
  const found = linkedCenter(placedPicture(own), center, placedPicture(its), viewWay(way), mirrored);
  return found ? { center: found.center } : {};
}
