import { linkKind, linkOffset, linkedIndex } from '../../shared/hanging/linked-position.ts';
import type { LinkKind, LinkStack } from '../../shared/hanging/linked-position.ts';
import type { ViewportHandle } from '../viewer/index.ts';

export interface LinkedViewport {
  readonly handle: Pick<ViewportHandle, 'target' | 'scrollTo'>;
  readonly stack: LinkStack;
  readonly studyId: string;
  readonly role: 'current' | 'prior';
}

/** Scrolls viewports together by place. Across frames of reference the offset of the moment it began is kept. */
export class LinkedScroll {
  #viewports = new Map<string, LinkedViewport>();
  #offsets = new Map<string, number>();
  #following = false;
  enabled = true;

  set(viewportId: string, viewport: LinkedViewport | null): void {
    if (viewport) this.#viewports.set(viewportId, viewport);
    else this.#viewports.delete(viewportId);
    this.align();
  }

  /** Takes what stands side by side now as the same place. */
  align(): void {
    this.#offsets.clear();
    for (const [from, a] of this.#viewports) {
      for (const [to, b] of this.#viewports) {
        if (from !== to)
          this.#offsets.set(`${from} ${to}`, linkOffset(a.stack, a.handle.target, b.stack, b.handle.target));
      }
    }
  }

  /** How a viewport is tied to the others: the weakest tie counts. */
  kindOf(viewportId: string): LinkKind | null {
    const own = this.#viewports.get(viewportId);
    if (!own || !this.enabled) return null;
    const kinds = [...this.#viewports]
      .filter(([id, other]) => id !== viewportId && this.#mayFollow(own, other))
      .map(([, other]) => linkKind(own.stack, other.stack));
    if (kinds.includes('approximate')) return 'approximate';
    return kinds.includes('exact') ? 'exact' : null;
  }

  /** One viewport was scrolled by the reader: the others go along. */
  moved(viewportId: string, index: number): void {
    const leader = this.#viewports.get(viewportId);
    if (!leader || !this.enabled || this.#following) return;
    this.#following = true;
    try {
      for (const [id, other] of this.#viewports) {
        if (id === viewportId || !this.#mayFollow(leader, other)) continue;
        const place = linkedIndex(leader.stack, index, other.stack, this.#offsets.get(`${viewportId} ${id}`) ?? 0);
        if (place !== null) other.handle.scrollTo(place);
      }
    } finally {
      this.#following = false;
    }
  }

  /** An assumed offset is for current and prior only: within a study another frame of reference means "moved". */
  #mayFollow(a: LinkedViewport, b: LinkedViewport): boolean {
    const kind = linkKind(a.stack, b.stack);
    return kind === 'exact' || (kind === 'approximate' && a.studyId !== b.studyId);
  }
}
