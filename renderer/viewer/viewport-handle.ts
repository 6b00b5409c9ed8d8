import { Enums } from '@cornerstonejs/core';
import type { StackViewport } from '@cornerstonejs/core';
import { asAppError } from '../../shared/errors/app-error.ts';
import type { AppError } from '../../shared/errors/app-error.ts';
import { DisposerBag } from '../../shared/lib/disposable.ts';
import type { Disposer } from '../../shared/lib/disposable.ts';
import { Emitter } from '../../shared/lib/emitter.ts';
import type { RowColumn } from '../../shared/model/image.ts';
import type { Point2 } from '../../shared/model/measurement.ts';
import { onDevicePixels } from '../ui/index.ts';
import { displaySpacing } from '../../shared/rules/display-spacing.ts';
import type { ViewerEngine } from './engine.ts';
import { FusedPane } from './fusion/fused-pane.ts';
import { fusedTruth } from './fusion/fused-truth.ts';
import type { FusedLayer, FusedTruth } from './fusion/fused-truth.ts';
import { EMPTY_GLASS, readGlass } from './glass-truth.ts';
import type { GlassTruth } from './glass-truth.ts';
import { fromImageId, sameFrame, toImageId } from './image-id.ts';
import type { FrameRef } from './image-id.ts';
import type { GlassLayer } from './layers/glass-layer.ts';
import { LayerPane } from './layers/layer-pane.ts';
import { pictureMap } from './layers/picture-map.ts';
import { edgeGap, scaleOnGlass } from './placement.ts';
import type { Size } from './placement.ts';
import { Prefetcher } from './prefetch.ts';
import { clearGlass, forgetPrepared, preparedSurface, setGlass } from './render-frame.ts';
import { PressGuard } from './tools/press-guard.ts';
import { INITIAL_VIEW } from './view-state.ts';
import type { ViewChange, ViewState } from './view-state.ts';

/** One viewport: a stack of pictures, where it stands, and how it is shown. Says what is really on the glass. */
export class ViewportHandle {
  readonly id: string;
  readonly element: HTMLDivElement;
  readonly presses: PressGuard;
  readonly #engine: ViewerEngine;
  readonly #viewport: StackViewport;
  readonly #bag = new DisposerBag();
  readonly #changed = new Emitter<GlassTruth>();
  readonly #scrolled = new Emitter<number>();
  readonly #viewed = new Emitter<ViewChange>();
  readonly #prefetch: Prefetcher;
  readonly #pane: LayerPane;
  readonly #owned = new Map<string, readonly GlassLayer[]>();
  #layers: readonly GlassLayer[] = [];
  readonly #fusedPane: FusedPane;
  #fused: FusedLayer | null = null;
  #stack: readonly FrameRef[] = [];
  #names: ReadonlySet<string> = new Set();
  #target = 0;
  #view: ViewState = INITIAL_VIEW;
  #shown: FrameRef | null = null;
  /** A picture of the stack before, which stands there until the first of this one comes; null: the glass is black until then. */
  #former: string | null = null;
  /** The first picture of the stack that is wanted has stood there. */
  #landed = false;
  #failure: { readonly ref: FrameRef; readonly error: AppError } | null = null;
  #truth: GlassTruth = EMPTY_GLASS;

  constructor(engine: ViewerEngine, id: string, element: HTMLDivElement) {
    this.id = id;
    this.element = element;
    this.#engine = engine;
    this.presses = new PressGuard(element, () => this.#isOnItsWay(), () => engine.tools.takenAt); // prettier-ignore
    this.#bag.add(() => this.presses.dispose());
    this.#viewport = engine.openStack(id, element);
    this.#bag.add(() => engine.source.onGlass(id, null));
    this.#bag.add(() => engine.closeStack(id));
    this.#prefetch = new Prefetcher(engine.source);
    this.#bag.add(() => this.#prefetch.dispose());
    this.#pane = new LayerPane(this.#viewport.canvas);
    this.#bag.add(() => this.#pane.dispose());
    this.#fusedPane = new FusedPane(this.#viewport.canvas);
    this.#bag.add(() => this.#fusedPane.dispose());
    this.#listen(Enums.Events.IMAGE_RENDERED, () => this.#onRendered());
    // Cornerstone keeps the size of the picture before: ours is set again before the next paint.
    this.#listen(Enums.Events.STACK_NEW_IMAGE, () => queueMicrotask(() => this.#place()));
    this.#bag.add(engine.paint.onChange(() => this.#redraw()));
    this.setLayers(engine.overlays.layers, 'overlays');
    this.#bag.add(
      engine.overlays.onChange(() => {
        this.setLayers(engine.overlays.layers, 'overlays');
        this.#publish();
      }),
    );
    this.#bag.add(engine.onDoubts(() => this.#publish()));
    // A graphics process that died takes the pictures of every canvas with it.
    this.canvas.addEventListener('contextrestored', this.#redraw);
    this.#bag.add(() => this.canvas.removeEventListener('contextrestored', this.#redraw));
    this.#bag.add(onDevicePixels(element, () => this.resize()));
  }

  get stack(): readonly FrameRef[] {
    return this.#stack;
  }

  /** Place in the stack that is wanted; the truth says what is shown. */
  get target(): number {
    return this.#target;
  }

  get view(): ViewState {
    return this.#view;
  }

  get truth(): GlassTruth {
    return this.#truth;
  }

  get canvas(): HTMLCanvasElement {
    return this.#viewport.canvas;
  }

  onChange(listener: (truth: GlassTruth) => void): Disposer {
    return this.#changed.on(listener);
  }

  /** Fires with the wanted place whenever it changes, before the picture is there. */
  onScroll(listener: (target: number) => void): Disposer {
    return this.#scrolled.on(listener);
  }

  /** Fires when how the picture is shown was changed, not when another stack comes with a view of its own. */
  onView(listener: (change: ViewChange) => void): Disposer {
    return this.#viewed.on(listener);
  }

  /**
   * Replaces everything that is shown; the glass is black until the first picture is there.
   * @param stays the stack before has another phase at this place: that stands there meanwhile, and the truth says that it is that
   */
  setStack(stack: readonly FrameRef[], index: number, view: ViewState = INITIAL_VIEW, stays = false): void {
    this.presses.next(stack.length > 0);
    this.#former = stays && this.#shown && stack.length > 0 ? toImageId(this.#shown) : null;
    this.#stack = stack;
    this.#names = new Set(stack.map(toImageId));
    this.#target = clamp(index, stack.length);
    this.#view = view;
    if (this.#former === null) this.#shown = null;
    this.#failure = null;
    this.#prefetch.setStack(stack);
    if (this.#former === null) clearGlass(this.canvas);
    if (stack.length === 0) {
      this.#setGlass(true);
      this.#viewport.render();
      this.#publish();
      return;
    }
    this.#applyGlass();
    this.#publish();
    this.#stand();
  }

  scrollTo(index: number): void {
    const next = clamp(index, this.#stack.length);
    if (next === this.#target || this.#stack.length === 0) return;
    this.#prefetch.leave(this.#target);
    this.#target = next;
    this.#failure = null;
    this.#applyGlass();
    this.#await(this.#viewport.setImageIdIndex(next), next);
    this.#prefetch.arrive(next);
    this.#scrolled.emit(next);
    this.#publish();
  }

  setView(change: Partial<ViewState>): void {
    const before = this.#view;
    this.#view = { ...before, ...change };
    this.#applyGlass();
    this.#place();
    this.#viewed.emit({ before, after: this.#view });
  }

  /**
   * Replaces the marks that one part of the program has over pictures; drawn with pan, zoom, flip and rotation, each over its own
   * picture only. Parts that have been here longer are drawn first.
   */
  setLayers(layers: readonly GlassLayer[], owner = 'desk'): void {
    this.#owned.set(owner, layers);
    this.#layers = [...this.#owned.values()].flat();
    this.#drawLayers();
  }

  /** Lays another series over the pictures, or nothing; said again, what came meanwhile is drawn. */
  setFused(layer: FusedLayer | null): void {
    if (layer === null && this.#fused === null) return;
    this.#fused = layer;
    this.#publish();
  }

  /** Asks for the frame that failed once more. */
  retry(): void {
    const failed = this.#failure;
    if (!failed) return;
    this.#engine.source.forget(failed.ref);
    this.setStack(this.#stack, this.#target, this.#view);
  }

  /** Position on the picture under a point of the viewport (CSS pixels): x, y with 0,0 at the first pixel's centre. */
  canvasToPixel(point: Point2): Point2 | null {
    const spacing = this.#spacing();
    const world = spacing ? this.#viewport.canvasToWorld([point[0], point[1]]) : null;
    return spacing && world ? [world[0] / spacing[1], world[1] / spacing[0]] : null;
  }

  pixelToCanvas(point: Point2): Point2 | null {
    const spacing = this.#spacing();
    if (!spacing) return null;
    const [x, y] = this.#viewport.worldToCanvas([point[0] * spacing[1], point[1] * spacing[0], 0]);
    return [x, y];
  }

  /** The picture on the glass at its own resolution, for the magnifier. */
  surface(): HTMLCanvasElement | null {
    return this.#shown && !this.#failure ? preparedSurface(this.canvas) : null;
  }

  render(): void {
    this.#viewport.render();
  }

  resize(): void {
    const ratio = window.devicePixelRatio || 1;
    const width = Math.round(this.element.clientWidth * ratio);
    const height = Math.round(this.element.clientHeight * ratio);
    if (width < 2 || height < 2) return;
    // Cornerstone's own resize forgets the screen's pixel ratio on the CPU path.
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
    }
    this.#place();
  }

  dispose(): void {
    clearGlass(this.canvas);
    this.#bag.dispose();
  }

  #listen(event: string, listener: () => void): void {
    this.element.addEventListener(event, listener);
    this.#bag.add(() => this.element.removeEventListener(event, listener));
  }

  #await(loading: Promise<unknown>, index: number): void {
    const ref = this.#stack[index];
    loading.catch((reason: unknown) => {
      const error = asAppError(unwrap(reason));
      if (!ref || error.family === 'cancelled' || !sameFrame(ref, this.#stack[this.#target] ?? null)) return;
      this.#failure = { ref, error };
      this.#applyGlass();
      this.#publish();
    });
  }

  #applyGlass(): void {
    this.#setGlass(this.#failure !== null);
    // Drawing waits for the next frame of the screen; what was there does not stand beside the news of a failure until then.
    if (this.#failure) clearGlass(this.canvas);
    this.#viewport.render();
  }

  #setGlass(blank: boolean): void {
    const { paint } = this.#engine;
    const own = this.#former === null ? this.#names : new Set([...this.#names, this.#former]);
    setGlass(this.canvas, { choice: this.#view, blank, own, paint });
  }

  /** Another picture stands on the glass than the one that is wanted, which is not here yet. */
  #isOnItsWay(): boolean {
    const wanted = this.#stack[this.#target];
    return this.#truth.state !== 'shown' && wanted !== undefined && !this.#engine.source.isLoaded(wanted);
  }

  /** The same picture once more, by whoever draws now. */
  readonly #redraw = (): void => {
    forgetPrepared(this.canvas);
    this.#viewport.render();
  };

  /** Asks Cornerstone for the picture that is wanted. */
  #stand(): void {
    const names = this.#names;
    this.#landed = false;
    const loading = this.#viewport.setStack(this.#stack.map(toImageId), this.#target);
    // Cornerstone has just filled the canvas; before the screen is painted, what it holds still is drawn again.
    if (this.#former !== null) this.#viewport.customRenderViewportToCanvas();
    const landed = loading.then(() => {
      if (names === this.#names) this.#landed = true;
    });
    this.#await(landed, this.#target);
  }

  #onRendered(): void {
    const imageId = this.#viewport.getCornerstoneImage()?.imageId;
    const ref = imageId ? fromImageId(imageId) : null;
    // A picture of the stack before this one is not drawn, whatever Cornerstone holds.
    const own = imageId !== undefined && this.#names.has(imageId);
    const wanted = this.#stack[this.#target];
    // Cornerstone takes what was asked for by a former stack, too, when it comes last and has the same place: ours stood there already.
    if (!own && this.#landed && !this.#failure && wanted && this.#engine.source.isLoaded(wanted)) this.#stand();
    if (own && this.#former !== null) {
      this.#former = null;
      this.#setGlass(this.#failure !== null);
    }
    const stands = own || (imageId !== undefined && imageId === this.#former);
    this.#shown = stands && !this.#failure ? ref : null;
    if (this.#shown) this.#prefetch.arrive(this.#target);
    this.#publish();
  }

  #place(): void {
    const image = this.#viewport.getCornerstoneImage();
    const spacing = this.#spacing();
    if (!image || !spacing || this.#stack.length === 0) return;
    const { rotation, flip, center, justify } = this.#view;
    const size = { width: image.columns, height: image.rows };
    const scale = scaleOnGlass(this.canvas, size, spacing, this.#view);
    this.#viewport.resetCamera();
    this.#viewport.setViewPresentation({ rotation });
    this.#viewport.setCamera({ scale, flipHorizontal: flip, flipVertical: false });
    if (center) this.#viewport.setCamera({ focalPoint: [center[0] * spacing[1], center[1] * spacing[0], 0] });
    else if (justify) this.#toEdge(justify, size, spacing);
    if (Math.abs(scale - 1) < 1e-6) this.#ontoPixels(spacing);
    this.#viewport.render();
  }

  /** One to one each pixel of the picture lies on one of the screen: half a pixel beside it, it would be blended with its neighbour. */
  #ontoPixels(spacing: RowColumn): void {
    const ratio = window.devicePixelRatio || 1;
    const corner = this.pixelToCanvas([-0.5, -0.5]);
    if (!corner) return;
    const [x, y] = corner.map((place) => (place * ratio - Math.round(place * ratio)) / ratio);
    const middle = this.canvasToPixel([
      this.canvas.width / ratio / 2 + (x ?? 0),
      this.canvas.height / ratio / 2 + (y ?? 0),
    ]);
    if (middle) this.#viewport.setCamera({ focalPoint: [middle[0] * spacing[1], middle[1] * spacing[0], 0] });
  }

  /** Moves the picture so that its edge lies on that of the viewport. */
  #toEdge(edge: 'left' | 'right' | 'top' | 'bottom', { width, height }: Size, spacing: RowColumn): void {
    const [right, bottom] = [width - 0.5, height - 0.5];
    const corners: readonly Point2[] = [[-0.5, -0.5], [right, -0.5], [-0.5, bottom], [right, bottom]]; // prettier-ignore
    const places = corners.flatMap((corner) => [this.pixelToCanvas(corner)].filter((place) => place !== null));
    const ratio = window.devicePixelRatio || 1;
    const [across, down] = [this.canvas.width / ratio, this.canvas.height / ratio];
    const away = edgeGap(edge, places, [across, down]);
    const middle = this.canvasToPixel([across / 2 - away[0], down / 2 - away[1]]);
    if (middle) this.#viewport.setCamera({ focalPoint: [middle[0] * spacing[1], middle[1] * spacing[0], 0] });
  }

  #spacing(): RowColumn | null {
    const imageId = this.#viewport.getCornerstoneImage()?.imageId;
    const ref = imageId ? fromImageId(imageId) : null;
    const image = ref ? this.#engine.source.image(ref.objectId) : null;
    return ref && image ? displaySpacing(image, ref.frame) : null;
  }

  #drawLayers(): FusedTruth | null {
    const map = this.#shown ? pictureMap((point) => this.pixelToCanvas(point)) : null;
    this.#pane.draw(this.#layers, this.#shown, map);
    const over = this.#shown && this.#fused ? this.#fused.of(this.#shown) : null;
    this.#fusedPane.draw(this.#fused, over, map);
    return this.#fused && over ? fusedTruth(this.#fused, over) : null;
  }

  #publish(): void {
    const fused = this.#drawLayers();
    // What is about to come counts already: a plane that is turned meanwhile is made anew, and never shown as it lay before.
    this.#engine.source.onGlass(this.id, this.#shown ?? this.#stack[this.#target] ?? null);
    this.#truth = readGlass({
      source: this.#engine.source,
      stack: this.#stack,
      target: this.#target,
      shown: this.#shown,
      failure: this.#failure,
      view: this.#view,
      canvas: this.canvas,
      paintedBy: this.#engine.paint.state.by,
      overlaysShown: this.#engine.overlays.shown,
      fused,
      doubts: this.#engine.doubts,
    });
    this.#changed.emit(this.#truth);
  }
}

function clamp(index: number, length: number): number {
  return Math.max(0, Math.min(length - 1, Math.round(index)));
}

/** Cornerstone hands errors on as they are, or inside an object. */
function unwrap(reason: unknown): unknown {
  return reason !== null && typeof reason === 'object' && 'error' in reason ? reason.error : reason;
}
