import type { ParsedRequest } from '../../shared/contract/index.ts';
import type { KeyLook } from '../../shared/model/key-look.ts';
import type { ViewportHandle } from '../viewer/index.ts';

type KeepView = ParsedRequest<'reading.keepView'>;

/** What is on the glass of a viewport, as it is kept; null while no picture is, or at a turn that no state can say. */
export function keptView(handle: ViewportHandle): Omit<KeepView, 'studyId' | 'description' | 'measurements'> | null {
  const { truth } = handle;
  const { ref, image, voi } = truth;
  const rotation = ([0, 90, 180, 270] as const).find((one) => one === truth.rotation);
  const area = shownArea(handle);
  if (truth.state !== 'shown' || !ref || !image || rotation === undefined || area === null) return null;
  return {
    objectId: ref.objectId,
    frame: ref.frame,
    voi: voi === null ? null : voiOf(voi),
    invert: truth.inverted,
    rotation,
    flip: truth.flip,
    area,
    // As it is on the glass: of a state, of the picture, or lifted.
    ...(truth.shutter === 'lifted'
      ? { shutter: [] }
      : handle.view.state?.shutter
        ? { shutter: [...handle.view.state.shutter.shapes] }
        : {}),
  };
}

/** How a picture stands on the glass; null where another's grey values lie on it, which no mark can say. */
export function keyLook(handle: ViewportHandle | null): KeyLook | null {
  const view = handle === null || handle.truth.stateValues ? null : keptView(handle);
  return view && { voi: view.voi, invert: view.invert, rotation: view.rotation, flip: view.flip };
}

function voiOf(voi: NonNullable<ViewportHandle['truth']['voi']>): KeepView['voi'] {
  if (voi.kind === 'window') return { kind: 'window', center: voi.center, width: voi.width, fn: voi.fn };
  const { first, explanation, data } = voi.table;
  return { kind: 'lut', explanation, first, entries: data.length };
}

/** Edges of what the viewport shows, in pixels of the picture; of a whole picture its own edges. */
function shownArea(handle: ViewportHandle): KeepView['area'] | null {
  const { clientWidth, clientHeight } = handle.element;
  const from = handle.canvasToPixel([0, 0]);
  const to = handle.canvasToPixel([clientWidth, clientHeight]);
  const pixels = handle.truth.image?.pixels;
  if (!from || !to) return null;
  if (!handle.truth.fitted || !pixels) return { left: from[0], top: from[1], right: to[0], bottom: to[1] };
  const [x0, x1] = [-0.5, pixels.columns - 0.5];
  const [y0, y1] = [-0.5, pixels.rows - 0.5];
  const isMirrored = from[0] > to[0];
  const isUpsideDown = from[1] > to[1];
  return {
    left: isMirrored ? x1 : x0,
    right: isMirrored ? x0 : x1,
    top: isUpsideDown ? y1 : y0,
    bottom: isUpsideDown ? y0 : y1,
  };
}
