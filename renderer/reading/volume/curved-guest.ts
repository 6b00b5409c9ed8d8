import { DisposerBag } from '../../../shared/lib/disposable.ts';
import type { Disposer } from '../../../shared/lib/disposable.ts';
import type { ObjectId } from '../../../shared/model/ids.ts';
import type { Vec3 } from '../../../shared/model/image.ts';
import { BENT_WORDS } from '../../../shared/volume/curve/curved-length.ts';
import { curvedPlace, TURN_DEGREES } from '../../../shared/volume/curve/curved-picture.ts';
import { nearestOnPath, pathLine } from '../../../shared/volume/curve/path-line.ts';
import type { GlassLayer, ReformatStack, ViewportHandle } from '../../viewer/index.ts';
import { CURVED_CELL, LOOKING_TOOLS } from '../stores.ts';
import { curvedLayer } from './curved-layer.ts';
import type { CurvedLine } from './curved-layer.ts';
import { curvedPictureOf } from './curved-picture-of.ts';
import type { CurvedPicture } from './curved-picture-of.ts';
import type { WordedGuestParts } from './guest-parts.ts';
import type { MprGuest } from './mpr-guest.ts';
import { NEAR_MM, pathLayer } from './path-layer.ts';
import { followMouse, mouseOn, onPlane, placeUnder } from './plane-places.ts';

/** How near the mouse takes hold of a point, CSS pixels. */
const REACH = 9;

const DRAW_WORDS =
  'Path: press its points on any plane. {drawing.finish} ends it, {image.undo} takes one back, {image.leave-tool} leaves.';

/** A path that the reader draws on the planes, and the volume laid straight along it. */
export class CurvedGuest implements MprGuest {
  readonly viewportId = CURVED_CELL;
  readonly #parts: WordedGuestParts;
  readonly #drag = new DisposerBag();
  readonly #release: Disposer;
  #points: readonly Vec3[] = [];
  #drawing = true;
  /** A point is being moved. */
  #held = false;
  #picture: CurvedPicture | null = null;
  #handle: ViewportHandle | null = null;
  #lines: readonly CurvedLine[] = [];
  #disposed = false;

  constructor(parts: WordedGuestParts) {
    this.#parts = parts;
    this.#release = parts.host()?.reformatter.onChange(() => this.#moreCame()) ?? (() => undefined);
  }

  get drawing(): boolean {
    return this.#drawing;
  }

  /** The path stands as it is: its picture comes beside the planes. */
  finish(): void {
    const host = this.#parts.host();
    if (!host || !this.#drawing) return;
    if (!this.#build()) {
      this.#parts.say('No path yet', 'It needs two points that lie at least 3 mm apart.');
      return;
    }
    this.#drawing = false;
    this.#parts.show();
    host.redraw();
  }

  /** A path through these places, mm LPS, as if they had been pressed. */
  draw(places: readonly Vec3[]): void {
    this.#points = places;
    this.finish();
  }

  /** Takes the last point back; false where there is none, or the path stands. */
  takeBack(): boolean {
    if (!this.#drawing || this.#points.length === 0) return false;
    this.#points = this.#points.slice(0, -1);
    this.#parts.host()?.redraw();
    return true;
  }

  attach(handle: ViewportHandle): Disposer {
    const host = this.#parts.host();
    const picture = this.#picture;
    if (!host || !picture) {
      handle.setStack([], 0);
      return () => undefined;
    }
    this.#handle = handle;
    handle.setStack(picture.refs, 0, { ...handle.view, ...host.grey, scale: null, center: null });
    const bag = new DisposerBag();
    const { element } = handle;
    const down = (event: MouseEvent): void => this.#downOnPicture(handle, event);
    const jump = (event: MouseEvent): void => this.#jump(handle, event);
    element.addEventListener('mousedown', down, { capture: true });
    element.addEventListener('dblclick', jump);
    bag.add(() => element.removeEventListener('mousedown', down, { capture: true }));
    bag.add(() => element.removeEventListener('dblclick', jump));
    bag.add(() => (this.#handle = null));
    this.crossed(host.cross);
    return () => bag.dispose();
  }

  layers(_handle: ViewportHandle, own: ReformatStack): readonly GlassLayer[] {
    const line = this.#drawing || this.#held ? pathLine(this.#points) : (this.#picture?.line ?? null);
    return [pathLayer(own, this.#points, line, this.#drawing ? this.#parts.worded(DRAW_WORDS) : null)];
  }

  press(handle: ViewportHandle, own: ReformatStack, event: MouseEvent): boolean {
    const looking = LOOKING_TOOLS.includes(this.#parts.stores.runtime.getState().tool);
    if (event.button !== 0 || !(this.#drawing || looking) || handle.truth.state !== 'shown') return false;
    const point = mouseOn(handle, event);
    const held = this.#pointUnder(handle, own, point);
    if (held !== null) {
      this.#hold(handle, held);
      return true;
    }
    const place = this.#drawing ? placeUnder(handle, point) : null;
    if (!place) return false;
    this.#points = [...this.#points, place];
    this.#parts.host()?.redraw();
    return true;
  }

  has(objectId: ObjectId): boolean {
    return this.#picture?.objectId === objectId;
  }

  crossed(place: Vec3): void {
    const picture = this.#picture;
    if (!picture) return;
    const { arc } = nearestOnPath(picture.line, place);
    this.#handle?.setLayers([curvedLayer(picture, { arc, place }, this.#lines)]);
  }

  dispose(): void {
    this.#disposed = true;
    this.#release();
    this.#drag.dispose();
    if (this.#picture) this.#parts.source.removeMade(this.#picture.objectId);
    this.#picture = null;
  }

  #build(): boolean {
    const host = this.#parts.host();
    if (!host || this.#disposed) return false;
    const former = this.#picture;
    const picture = curvedPictureOf(this.#parts.source, host.reformatter, this.#points);
    if (!picture) return false;
    this.#picture = picture;
    this.#lines = [];
    const handle = this.#handle;
    if (handle) handle.setStack(picture.refs, handle.target, handle.view);
    if (former) this.#parts.source.removeMade(former.objectId);
    this.crossed(host.cross);
    return true;
  }

  /** Slices that came since the picture was made belong to it. */
  #moreCame(): void {
    const progress = this.#parts.host()?.reformatter.progress;
    if (!progress || !this.#picture || progress.here === this.#picture.of) return;
    if (progress.here + progress.failed >= progress.of) this.#build();
  }

  #pointUnder(handle: ViewportHandle, own: ReformatStack, [x, y]: readonly [number, number]): number | null {
    const found = this.#points.findIndex((place) => {
      const { point, away } = onPlane(own.stack, handle.target, place);
      const there = away <= Math.max(NEAR_MM, own.stack.step) ? handle.pixelToCanvas([point[0], point[1]]) : null;
      return there !== null && Math.hypot(there[0] - x, there[1] - y) <= REACH;
    });
    return found < 0 ? null : found;
  }

  #hold(handle: ViewportHandle, at: number): void {
    this.#drag.dispose();
    this.#held = true;
    const moved = (event: MouseEvent): void => {
      const place = placeUnder(handle, mouseOn(handle, event));
      if (!place) return;
      this.#points = this.#points.with(at, place);
      // The line is that of the points while they move; the picture follows when they are let go.
      this.#parts.host()?.redraw();
    };
    const ended = (): void => {
      this.#held = false;
      if (this.#picture) this.#build();
      this.#parts.host()?.redraw();
    };
    this.#drag.add(followMouse(moved, ended));
  }

  #downOnPicture(handle: ViewportHandle, event: MouseEvent): void {
    const { tool } = this.#parts.stores.runtime.getState();
    if (event.button !== 0 || LOOKING_TOOLS.includes(tool)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { ref, state } = handle.truth;
    if (state !== 'shown') return;
    const start = handle.canvasToPixel(mouseOn(handle, event));
    if (tool !== 'length' || !ref || !start) {
      this.#parts.say('Not on a curved picture', `${BENT_WORDS} Use the length tool, or draw on one of the planes.`);
      return;
    }
    const others = this.#lines;
    const moved = (next: MouseEvent): void => {
      const end = handle.canvasToPixel(mouseOn(handle, next));
      const place = this.#parts.host()?.cross;
      if (!end || !place) return;
      this.#lines = [...others, { frame: ref.frame, ends: [start, end] }];
      this.crossed(place);
    };
    this.#drag.dispose();
    this.#drag.add(followMouse(moved, () => undefined));
  }

  #jump(handle: ViewportHandle, event: MouseEvent): void {
    const { ref } = handle.truth;
    const pixel = handle.canvasToPixel(mouseOn(handle, event));
    const picture = this.#picture;
    if (!ref || !pixel || !picture) return;
    const place = curvedPlace({ ...picture.order, degrees: (ref.frame - 1) * TURN_DEGREES }, pixel);
    if (place) this.#parts.host()?.moveTo(place);
  }
}
