import type { Drag, GlassTruth, ViewportHandle, ViewState, WindowLevel } from '../viewer/index.ts';

/** Smallest and largest scale, device pixels for one image pixel. */
const SCALE_LIMITS = [0.02, 40] as const;

export function zoomBy(handle: ViewportHandle, factor: number): void {
  const scale = Math.min(SCALE_LIMITS[1], Math.max(SCALE_LIMITS[0], handle.truth.zoom * factor));
  // Breasts that meet back to back go on meeting.
  const middle = handle.view.justify ? null : centerOf(handle);
  handle.setView({ scale, center: handle.view.center ?? middle });
}

export function panBy(handle: ViewportHandle, dx: number, dy: number): void {
  const { clientWidth, clientHeight } = handle.element;
  const center = handle.canvasToPixel([clientWidth / 2 - dx, clientHeight / 2 - dy]);
  if (center) handle.setView({ center, scale: handle.truth.zoom });
}

function centerOf(handle: ViewportHandle): ViewState['center'] {
  return handle.canvasToPixel([handle.element.clientWidth / 2, handle.element.clientHeight / 2]);
}

/** Right widens, down darkens, in proportion to the window as it is. */
export function windowBy(handle: ViewportHandle, dx: number, dy: number): void {
  const now = windowOf(handle.truth);
  if (!now) return;
  const width = Math.max(now.width * (1 + dx * 0.005), now.width > 2 ? 1 : 1e-6);
  handle.setView({ window: { center: now.center + dy * now.width * 0.0025, width }, preset: null });
}

/** The window on the glass; of a curve, the span of values it maps. Null for colour. */
export function windowOf({ voi }: Pick<GlassTruth, 'voi'>): WindowLevel | null {
  if (!voi) return null;
  if (voi.kind === 'window') return { center: voi.center, width: voi.width };
  const { first, data } = voi.table;
  return { center: first + data.length / 2, width: data.length };
}

/** Preset by its number key; the first follows the object from picture to picture. */
export function applyPreset(handle: ViewportHandle, place: number): void {
  const preset = handle.truth.presets[place];
  if (preset) handle.setView({ window: null, preset: place === 0 ? null : preset });
}

/** Carries a drag's rest from step to step, so that slow drags scroll too. */
export class ScrollDragMeter {
  #rest = 0;

  step(handle: ViewportHandle, drag: Drag): void {
    const perSlice = Math.max(3, Math.min(24, handle.element.clientHeight / Math.max(1, handle.stack.length)));
    this.#rest += drag.step.delta[1];
    const whole = Math.trunc(this.#rest / perSlice);
    if (whole === 0) return;
    this.#rest -= whole * perSlice;
    handle.scrollTo(handle.target + whole);
  }

  reset(): void {
    this.#rest = 0;
  }
}
