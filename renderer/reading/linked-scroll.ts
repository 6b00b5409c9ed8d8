import { landmarkOf, offsetAlong, reversed } from '../../shared/hanging/landmark.ts';
import type { Landmark } from '../../shared/hanging/landmark.ts';
import type { KeptLandmark } from '../../shared/model/measurement.ts';
import { linkKind, linkedIndex } from '../../shared/hanging/linked-position.ts';
import type { LinkKind, LinkStack } from '../../shared/hanging/linked-position.ts';
import type { ViewportHandle } from '../viewer/index.ts';

export interface LinkedViewport {
  readonly handle: Pick<ViewportHandle, 'target' | 'scrollTo'>;
  readonly stack: LinkStack;
  readonly studyId: string;
  readonly role: 'current' | 'prior';
}

/** How a viewport is tied to the others; `why` not, where it could be thought that it is. */
export interface LinkTie {
  readonly kind: LinkKind | null;
  readonly why: string | null;
}

type Space = KeptLandmark['from'];

const NO_TIE: LinkTie = { kind: null, why: null };
const MOST_KEPT = 32;

/**
 * Scrolls viewports together by place: by itself only within one frame of reference, across two of them only from where the
 * reader said that they show the same place. Landmarks are kept with the desk of the case.
 */
export class LinkedScroll {
  readonly #changed: () => void;
  #viewports = new Map<string, LinkedViewport>();
  #landmarks = new Map<string, Landmark>();
  #kept: readonly KeptLandmark[] = [];
  #nameless = new Map<LinkStack, string>();
  #following = false;
  enabled = true;

  /** @param changed called whenever a tie may be another one */
  constructor(changed: () => void = () => undefined) {
    this.#changed = changed;
  }

  set(viewportId: string, viewport: LinkedViewport | null): void {
    if (!viewport && !this.#viewports.has(viewportId)) return;
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
      if (id === viewportId) continue;
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
    const others = [...this.#viewports].filter(([id]) => id !== viewportId).map(([, other]) => other);
    const kinds = others
      .filter((other) => this.#offset(own, other) !== null)
      .map((other) => linkKind(own.stack, other.stack));
    if (kinds.includes('approximate')) return { kind: 'approximate', why: null };
    if (kinds.includes('exact')) return { kind: 'exact', why: null };
    const apart = others.some((other) => linkKind(own.stack, other.stack) === 'approximate');
    return apart ? { kind: null, why: 'other frame of reference' } : NO_TIE;
  }

  /** One viewport was scrolled by the reader: the others go along. */
  moved(viewportId: string, index: number): void {
    const leader = this.#viewports.get(viewportId);
    if (!leader || !this.enabled || this.#following) return;
    this.#following = true;
    try {
      for (const [id, other] of this.#viewports) {
        const offset = id === viewportId ? null : this.#offset(leader, other);
        const place = offset === null ? null : linkedIndex(leader.stack, index, other.stack, offset);
        if (place !== null) other.handle.scrollTo(place);
      }
    } finally {
      this.#following = false;
    }
  }

  /** mm along the leader's normal; null where the two do not go together. */
  #offset(leader: LinkedViewport, other: LinkedViewport): number | null {
    const kind = linkKind(leader.stack, other.stack);
    if (kind !== 'approximate') return kind === 'exact' ? 0 : null;
    const landmark = this.#landmarks.get(this.#between(leader, other));
    const normal = leader.stack.planes.find((plane) => plane !== null)?.normal;
    return landmark && normal ? offsetAlong(landmark, normal) : null;
  }

  #keep(own: LinkedViewport, other: LinkedViewport, { normal, offset }: Landmark): void {
    const [from, to] = [namedSpace(own), namedSpace(other)];
    if (!from || !to) return;
    const pair = [spaceName(from), spaceName(to)].toSorted().join();
    const others = this.#kept.filter((one) => [spaceName(one.from), spaceName(one.to)].toSorted().join() !== pair);
    this.#kept = [...others, { from, to, normal, offset }].slice(-MOST_KEPT);
  }

  #between(a: LinkedViewport, b: LinkedViewport): string {
    return `${this.#space(a)} to ${this.#space(b)}`;
  }

  /** A landmark holds for all stacks of a frame of reference; a stack that names none is a space of its own. */
  #space(viewport: LinkedViewport): string {
    const { stack } = viewport;
    const named = namedSpace(viewport);
    if (named) return spaceName(named);
    const known = this.#nameless.get(stack) ?? `nameless ${this.#nameless.size}`;
    this.#nameless.set(stack, known);
    return known;
  }
}

function namedSpace({ studyId, stack }: LinkedViewport): Space | null {
  return stack.frameOfReference ? { studyId, frameOfReference: stack.frameOfReference } : null;
}

function spaceName({ studyId, frameOfReference }: Space): string {
  return `${studyId} ${frameOfReference}`;
}
