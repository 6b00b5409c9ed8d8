import type { Placement, FrameRef } from '../../viewer/index.ts';

type Placed = Pick<Placement, 'scale' | 'center'>;

/** What is remembered of a viewport. */
export interface PlacedViewport {
  readonly view: Placed;
  readonly stack: readonly FrameRef[];
}

interface Stood extends Placed {
  readonly stack: readonly FrameRef[];
}

/** As a picture is hung: whole, at the edge that it hung with. */
const AS_HUNG: Placed = { scale: null, center: null };

/** How viewports stood before the reader went through their parts: a view that was zoomed by hand comes back as it was. */
export class BeforeParts {
  #stood = new Map<PlacedViewport, Stood>();

  /**
   * The reader begins at a picture, or begins again.
   * @param isPart it shows a part of the pass that was left there; how it stood before that still counts
   */
  begin(viewports: readonly PlacedViewport[], isPart: (handle: PlacedViewport) => boolean): void {
    this.#stood = new Map(
      viewports.map((handle) => {
        const { scale, center } = isPart(handle) ? this.of(handle) : handle.view;
        return [handle, { scale, center, stack: handle.stack }];
      }),
    );
  }

  /** As hung where another stack hangs there since, or nobody began. */
  of(handle: PlacedViewport): Placed {
    const stood = this.#stood.get(handle);
    return stood?.stack === handle.stack ? { scale: stood.scale, center: stood.center } : AS_HUNG;
  }

  /** The pass is over, or the case. */
  end(): void {
    this.#stood.clear();
  }
}
