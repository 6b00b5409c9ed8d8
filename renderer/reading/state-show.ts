import type { Disposer } from '../../shared/lib/disposable.ts';
import { layerColour, layersOf, stateMarks } from '../objects/state-marks.ts';
import { isNamed, stateView } from '../viewer/index.ts';
import type { FrameRef, GlassLayer, ImageSource, StateView, ViewportHandle } from '../viewer/index.ts';
import type { ViewEntry } from './marks-keeper.ts';

export interface StateShowParts {
  readonly source: Pick<ImageSource, 'image'>;
  readonly handles: () => readonly ViewportHandle[];
  /** mm of one device pixel; null: nobody measured the monitor. */
  readonly pitch: () => number | null;
  /** Tracking UIDs of the measurements on the desk. */
  readonly standing: () => ReadonlySet<string>;
}

interface Shown {
  readonly stop: Disposer;
}

/**
 * Presentation states on the glass. A state is about the pictures that it names: while the reader scrolls, each of them is shown as it
 * says, the others as before; whatever the reader changes by hand ends that.
 */
export class StateShow {
  readonly #parts: StateShowParts;
  readonly #shown = new Map<string, Shown>();

  constructor(parts: StateShowParts) {
    this.#parts = parts;
  }

  /** @returns what of the state is not shown, in words; null where the picture is not here or not named */
  show(handle: ViewportHandle, entry: ViewEntry, ref: FrameRef): StateView['leftOut'] | null {
    const before = handle.view;
    const first = this.viewOf(entry, ref, handle);
    if (first === null) return null;
    this.#shown.get(handle.id)?.stop();
    handle.setView(first.view);
    let last = handle.view;
    const stop = handle.onScroll((target) => {
      const next = handle.stack[target];
      if (next === undefined || handle.view !== last) {
        stop();
        return;
      }
      const own = this.viewOf(entry, next, handle);
      handle.setView(own?.view ?? before);
      last = handle.view;
    });
    this.#shown.set(handle.id, { stop });
    handle.setLayers(this.#layers(entry), 'view');
    return first.leftOut;
  }

  /** How a state shows one picture of the case; null where it does not speak of it. */
  viewOf({ state }: Pick<ViewEntry, 'state'>, ref: FrameRef, handle: ViewportHandle | null): StateView | null {
    const image = this.#parts.source.image(ref.objectId);
    if (!image || !isNamed(state, image, ref.frame)) return null;
    const canvas = handle?.canvas ?? { width: 1, height: 1 };
    return stateView(state, image, ref.frame, { canvas, pitch: this.#parts.pitch() });
  }

  /** The case is closed. */
  clear(): void {
    for (const { stop } of this.#shown.values()) stop();
    this.#shown.clear();
    for (const handle of this.#parts.handles()) handle.setLayers([], 'view');
  }

  #layers({ objectId, name, state }: ViewEntry): readonly GlassLayer[] {
    const layers = layersOf(state);
    const standing = this.#parts.standing();
    return layers.map((layer) => ({
      id: `${objectId}/view/${layer.name}`,
      name: layers.length === 1 ? `View ${name}` : `View ${name}: ${layer.name}`,
      colour: layerColour(layer),
      of: remembered((ref) => {
        const image = this.#parts.source.image(ref.objectId);
        return image ? stateMarks(state, layer.name, image, ref.frame, standing) : null;
      }),
    }));
  }
}

/** The same answer for the same picture: it is asked at each drawing. */
function remembered(of: GlassLayer['of']): GlassLayer['of'] {
  const known = new Map<string, ReturnType<GlassLayer['of']>>();
  return (ref) => {
    const key = `${ref.objectId} ${ref.frame}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const marks = of(ref);
    known.set(key, marks);
    return marks;
  };
}
