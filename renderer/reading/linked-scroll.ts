import { landmarkOf, offsetAlong, reversed } from '../../shared/hanging/landmark.ts';
import type { Landmark } from '../../shared/hanging/landmark.ts';
import type { Vec3 } from '../../shared/model/image.ts';
import type { Rigid } from '../../shared/model/registration.ts';
import type { KeptLandmark } from '../../shared/model/measurement.ts';
import { movedStack } from '../../shared/hanging/moved-stack.ts';
import { linkKind, linkedPlace } from '../../shared/hanging/linked-position.ts';
import type { LinkKind, LinkStack } from '../../shared/hanging/linked-position.ts';
import type { RegisteredWay } from '../objects/index.ts';
import type { ViewportHandle } from '../viewer/index.ts';

/** A stack and the study that it is of: a landmark holds between two of them. */
export interface PlacedStack {
  readonly stack: LinkStack;
  readonly studyId: string;
}

export interface LinkedViewport extends PlacedStack {
  readonly handle: Pick<ViewportHandle, 'target'> & {
    /** @param beyond its slices do not reach the place that it is led to */
    scrollTo(index: number, beyond?: boolean): void;
  };
  readonly role: 'current' | 'prior';
}

/** How a viewport is tied to the others; `why` not, where it could be thought that it is. */
export interface LinkTie {
  readonly kind: LinkKind | null;
  readonly why: string | null;
  /** By whom, where it is a registration. */
  readonly by?: string;
}

/** How a place comes from one frame of reference into another, as a registration in use says. */
export type RegisteredBetween = (from: string | null, to: string | null) => RegisteredWay | null;

/** How places of one viewport lie in another: in the same space, where a registration takes them, or only so far along one direction. */
export type PlaceWay =
  | { readonly kind: 'same' }
  | { readonly kind: 'registered'; readonly matrix: Rigid; readonly by: string }
  | { readonly kind: 'landmark'; readonly normal: Vec3; readonly offset: number };

type Space = KeptLandmark['from'];

interface Tie {
  readonly kind: LinkKind;
  /** The leader's planes where they lie for the other. */
  readonly stack: LinkStack;
  /** mm along the leader's normal. */
  readonly offset: number;
  readonly by: string | null;
}

const NO_TIE: LinkTie = { kind: null, why: null };
/** It stands at its nearest picture, which does not show the place of the others. */
const BEYOND: LinkTie = { kind: null, why: 'its slices do not reach this place' };
const MOST_KEPT = 32;

/**
 * Scrolls viewports together by place: by itself only within one frame of reference, across two of them only from where the
 * reader said that they show the same place. Landmarks are kept with the desk of the case.
 */
export class LinkedScroll {
  readonly #changed: () => void;
  readonly #registered: RegisteredBetween;
  readonly #together: (a: string, b: string) => boolean;
  #viewports = new Map<string, LinkedViewport>();
  #landmarks = new Map<string, Landmark>();
  #kept: readonly KeptLandmark[] = [];
  #nameless = new Map<LinkStack, string>();
  #following = false;
  /** Viewports that were led where they have no picture. */
  readonly #beyond = new Set<string>();
  enabled = true;

  /**
   * @param changed called whenever a tie may be another one
   * @param together whether two viewports are of one group
   */
  constructor(
    changed: () => void = () => undefined,
    registered: RegisteredBetween = () => null,
    together: (a: string, b: string) => boolean = () => true,
  ) {
    this.#changed = changed;
    this.#registered = registered;
    this.#together = together;
  }

  set(viewportId: string, viewport: LinkedViewport | null): void {
    if (!viewport && !this.#viewports.has(viewportId)) return;
    this.#beyond.delete(viewportId);
    if (viewport) this.#viewports.set(viewportId, viewport);
    else this.#viewports.delete(viewportId);
    this.#changed();
  }

  /**
   * Takes what one viewport and the others show now as the same place.
   * @returns how many others are tied to it by that
   */
  linkHere(viewportId: string): number {
    const own = this.#viewports.get(viewportId);
    if (!own) return 0;
    let tied = 0;
    for (const [id, other] of this.#viewports) {
      if (id === viewportId || !this.#together(viewportId, id)) continue;
      const landmark = landmarkOf(own.stack, own.handle.target, other.stack, other.handle.target);
      if (!landmark) continue;
      this.#landmarks.set(this.#between(own, other), landmark);
      this.#landmarks.set(this.#between(other, own), reversed(landmark));
      this.#keep(own, other, landmark);
      tied += 1;
    }
    this.#changed();
    return tied;
  }

  /** How a place of one viewport comes to the other, whatever group they are of; null where nobody knows. */
  way(fromId: string, toId: string): PlaceWay | null {
    const [from, to] = [this.#viewports.get(fromId), this.#viewports.get(toId)];
    return from && to ? this.wayBetween(from, to) : null;
  }

  stackIn(viewportId: string): LinkStack | null {
    return this.#viewports.get(viewportId)?.stack ?? null;
  }

  /** The one goes along by place when the other is scrolled. */
  scrollsAlong(fromId: string, toId: string): boolean {
    const [from, to] = [this.#viewports.get(fromId), this.#viewports.get(toId)];
    return this.enabled && from !== undefined && to !== undefined && this.#tie(from, to) !== null;
  }

  /** The picture of one stack that shows what picture `index` of the other does; null where nobody knows. */
  placeFrom(
    from: PlacedStack,
    index: number,
    to: PlacedStack,
  ): { readonly index: number; readonly kind: LinkKind } | null {
    const tie = this.#tie(from, to);
    const place = tie && linkedPlace(tie.stack, index, to.stack, tie.offset);
    return tie && place ? { index: place.index, kind: tie.kind } : null;
  }

  /** How a place of one stack comes to the other, by what is known of this case; null where nobody knows. */
  wayBetween(from: PlacedStack, to: PlacedStack): PlaceWay | null {
    const [own, other] = [from.stack.frameOfReference, to.stack.frameOfReference];
    if (own !== null && own !== '' && own === other) return { kind: 'same' };
    const landmark = this.#landmarks.get(this.#between(from, to));
    if (landmark) return { kind: 'landmark', normal: landmark.normal, offset: landmark.offset };
    const registered = this.#registered(own, other);
    return registered && { kind: 'registered', matrix: registered.matrix, by: registered.by };
  }

  /** What is scrolled meanwhile takes nobody along. */
  quietly(run: () => void): void {
    const before = this.#following;
    this.#following = true;
    try {
      run();
    } finally {
      this.#following = before;
    }
  }

  /** Viewports are led from another window, which knows where they go and whether they reach it. */
  led(
    viewports: readonly { readonly viewportId: string; readonly index: number; readonly beyond: boolean }[],
    handle: (viewportId: string) => Pick<ViewportHandle, 'scrollTo'> | null,
  ): void {
    this.quietly(() => {
      for (const { viewportId, index, beyond } of viewports) {
        handle(viewportId)?.scrollTo(index);
        if (beyond) this.#beyond.add(viewportId);
        else this.#beyond.delete(viewportId);
      }
    });
    this.#changed();
  }

  /** What the reader said of this case; without what names no frame of reference, which has no name to be found by again. */
  get kept(): readonly KeptLandmark[] {
    return this.#kept;
  }

  /** The case is opened again: what was said of it holds, and stays an assumption. */
  restore(kept: readonly KeptLandmark[]): void {
    this.#kept = kept;
    for (const { from, to, normal, offset } of kept) {
      this.#landmarks.set(`${spaceName(from)} to ${spaceName(to)}`, { normal, offset });
      this.#landmarks.set(`${spaceName(to)} to ${spaceName(from)}`, reversed({ normal, offset }));
    }
    this.#changed();
  }

  /** The case stands in several windows: this was said of it in another one. */
  replaceKept(kept: readonly KeptLandmark[]): void {
    if (JSON.stringify(kept) === JSON.stringify(this.#kept)) return;
    for (const { from, to } of this.#kept) {
      this.#landmarks.delete(`${spaceName(from)} to ${spaceName(to)}`);
      this.#landmarks.delete(`${spaceName(to)} to ${spaceName(from)}`);
    }
    this.restore(kept);
  }

  /** Between these frames of reference something better is known now, a registration. */
  forgetBetween(spaces: readonly string[]): void {
    const gone = this.#kept.filter(
      ({ from, to }) => spaces.includes(from.frameOfReference) && spaces.includes(to.frameOfReference),
    );
    for (const { from, to } of gone) {
      this.#landmarks.delete(`${spaceName(from)} to ${spaceName(to)}`);
      this.#landmarks.delete(`${spaceName(to)} to ${spaceName(from)}`);
    }
    this.#kept = this.#kept.filter((one) => !gone.includes(one));
    this.#changed();
  }

  /** The case is closed. */
  forget(): void {
    this.#landmarks.clear();
    this.#kept = [];
    this.#nameless.clear();
  }

  /** The weakest tie to another viewport counts. */
  tieOf(viewportId: string): LinkTie {
    const own = this.#viewports.get(viewportId);
    if (!own || !this.enabled) return NO_TIE;
    const others = [...this.#viewports]
      .filter(([id]) => id !== viewportId && this.#together(viewportId, id))
      .map(([, other]) => other);
    const ties = others.flatMap((other) => this.#tie(own, other) ?? []);
    if (ties.length > 0 && this.#beyond.has(viewportId)) return BEYOND;
    if (ties.some(({ kind, by }) => kind === 'approximate' && by === null)) return { kind: 'approximate', why: null };
    const registered = ties.find(({ by }) => by !== null)?.by;
    if (registered) return { kind: 'approximate', why: null, by: registered };
    if (ties.length > 0) return { kind: 'exact', why: null };
    const apart = others.some((other) => linkKind(own.stack, other.stack) === 'approximate');
    return apart ? { kind: null, why: 'other frame of reference' } : NO_TIE;
  }

  /** One viewport was scrolled by the reader: the others go along. */
  moved(viewportId: string, index: number): void {
    const leader = this.#viewports.get(viewportId);
    if (!leader || !this.enabled || this.#following) return;
    this.#following = true;
    const before = [...this.#beyond].join(' ');
    this.#beyond.clear();
    try {
      for (const [id, other] of this.#viewports) {
        const tie = id === viewportId || !this.#together(viewportId, id) ? null : this.#tie(leader, other);
        const place = tie && linkedPlace(tie.stack, index, other.stack, tie.offset);
        if (place) other.handle.scrollTo(place.index, place.beyond);
        if (place?.beyond === true) this.#beyond.add(id);
      }
    } finally {
      this.#following = false;
    }
    if ([...this.#beyond].join(' ') !== before) this.#changed();
  }

  /**
   * How the leader takes the other along; null where the two do not go together. What the reader said of one place here comes before a
   * registration: it was said later, else it would be gone.
   */
  #tie(leader: PlacedStack, other: PlacedStack): Tie | null {
    const { stack } = leader;
    const kind = linkKind(stack, other.stack);
    const way = this.wayBetween(leader, other);
    if (way?.kind === 'same') return kind === null ? null : { kind: 'exact', stack, offset: 0, by: null };
    const normal = stack.planes.find((plane) => plane !== null)?.normal;
    const offset = kind && way?.kind === 'landmark' && normal ? offsetAlong(way, normal) : null;
    if (offset !== null) return { kind: 'approximate', stack, offset, by: null };
    const registered = this.#registered(stack.frameOfReference, other.stack.frameOfReference);
    if (!registered) return null;
    const moved = movedStack(stack, registered.matrix, other.stack.frameOfReference);
    const isTied = linkKind(moved, other.stack) !== null;
    return isTied ? { kind: 'approximate', stack: moved, offset: 0, by: registered.by } : null;
  }

  #keep(own: LinkedViewport, other: LinkedViewport, { normal, offset }: Landmark): void {
    const [from, to] = [namedSpace(own), namedSpace(other)];
    if (!from || !to) return;
    const pair = [spaceName(from), spaceName(to)].toSorted().join();
    const others = this.#kept.filter((one) => [spaceName(one.from), spaceName(one.to)].toSorted().join() !== pair);
    this.#kept = [...others, { from, to, normal, offset }].slice(-MOST_KEPT);
  }

  #between(a: PlacedStack, b: PlacedStack): string {
    return `${this.#space(a)} to ${this.#space(b)}`;
  }

  /** A landmark holds for all stacks of a frame of reference; a stack that names none is a space of its own. */
  #space(viewport: PlacedStack): string {
    const { stack } = viewport;
    const named = namedSpace(viewport);
    if (named) return spaceName(named);
    const known = this.#nameless.get(stack) ?? `nameless ${this.#nameless.size}`;
    this.#nameless.set(stack, known);
    return known;
  }
}

function namedSpace({ studyId, stack }: PlacedStack): Space | null {
  return stack.frameOfReference ? { studyId, frameOfReference: stack.frameOfReference } : null;
}

function spaceName({ studyId, frameOfReference }: Space): string {
  return `${studyId} ${frameOfReference}`;
}
