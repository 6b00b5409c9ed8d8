import type { Presentation } from '../../shared/hanging/protocol/display-set.ts';
import type { HungViewport } from '../../shared/hanging/protocol/stages.ts';
import { chosenWindow } from '../../shared/hanging/protocol/named-windows.ts';
import type { ImageInfo } from '../../shared/model/image.ts';
import { HOUNSFIELD, modalityUnit } from '../../shared/rules/modality.ts';
import { edgeLetters } from '../../shared/rules/orientation.ts';
import { windowPresets } from '../../shared/rules/window-presets.ts';
import { INITIAL_VIEW, millimetresOf, trueSizeScale } from '../viewer/index.ts';
import type { ViewState } from '../viewer/index.ts';

/** The picture that a viewport begins with, and how it is to look. */
export interface Looked {
  readonly image: ImageInfo;
  readonly frame: number;
  readonly look: Presentation;
  /** Of the viewport, in shares of the picture area. */
  readonly place: Pick<HungViewport['place'], 'width' | 'height'>;
}

/**
 * Views of the viewports of a stage. Those of one size are shown at one scale, in mm of the patient as each picture says them: the
 * largest fits into its viewport.
 * @param pitch mm of one device pixel of the monitor; null where nobody measured it
 */
export function viewsOf(all: readonly (Looked | null)[], pitch: number | null): readonly ViewState[] {
  const room = commonRoom(all.filter((one) => one !== null));
  return all.map((one) => (one ? viewOf(one, pitch, room) : INITIAL_VIEW));
}

function viewOf(looked: Looked, pitch: number | null, room: Room | null): ViewState {
  const { image, frame, look } = looked;
  const presets = windowPresets(image, frame);
  const grey = chosenWindow(look.window, presets, modalityUnit(image, frame) === HOUNSFIELD);
  const rotation = Number(look.turn ?? 0) + (look.flip === 'vertical' ? 180 : 0);
  const turned = { rotation: rotation % 360, flip: look.flip !== undefined };
  return {
    ...INITIAL_VIEW,
    ...grey,
    ...turned,
    flip: isTurnedAway(looked, turned) ? !turned.flip : turned.flip,
    invert: look.invert ?? false,
    colourMap: look.colourMap ?? 'grey',
    scale: scaleOf(looked, pitch),
    room: look.zoom === 'same-size' && room ? roomFor(looked, room) : null,
    justify: look.justify ?? null,
  };
}

function scaleOf({ image, frame, look: { zoom } }: Looked, pitch: number | null): number | null {
  if (typeof zoom === 'number') return zoom;
  if (zoom === 'pixel') return 1;
  return zoom === 'true-size' && pitch !== null ? trueSizeScale(image, frame, pitch) : null;
}

/** A mammogram stands with the chest wall, which is posterior, at the edge that it is put at. */
function isTurnedAway({ image, look }: Looked, view: Pick<ViewState, 'rotation' | 'flip'>): boolean {
  const { justify } = look;
  if (image.modality !== 'MG' || (justify !== 'left' && justify !== 'right')) return false;
  const rotation = ([0, 90, 180, 270] as const).find((one) => one === view.rotation) ?? 0;
  const source = { orientation: null, patientOrientation: image.patientOrientation };
  const letters = edgeLetters(source, { rotation, flip: view.flip });
  return letters !== null && letters[justify].startsWith('A');
}

/** mm of the largest picture, and the smallest viewport, each way. */
interface Room {
  readonly width: number;
  readonly height: number;
  readonly least: { readonly width: number; readonly height: number };
}

/** Null where one of them has no length: then each fills its viewport. */
function commonRoom(all: readonly Looked[]): Room | null {
  const together = all.filter(({ look }) => look.zoom === 'same-size');
  const sizes = together.map((one) => sizeOf(one));
  if (sizes.length < 2 || sizes.includes(null)) return null;
  const known = sizes.filter((size) => size !== null);
  return {
    width: Math.max(...known.map(({ width }) => width)),
    height: Math.max(...known.map(({ height }) => height)),
    least: {
      width: Math.min(...together.map(({ place }) => place.width)),
      height: Math.min(...together.map(({ place }) => place.height)),
    },
  };
}

function sizeOf({ image, frame, look }: Looked): { width: number; height: number } | null {
  const mm = millimetresOf(image, frame);
  if (!mm) return null;
  return look.turn === '90' || look.turn === '270' ? { width: mm.height, height: mm.width } : mm;
}

/** In pixels of the picture as the viewport counts them; a larger viewport has more room at the same scale. */
function roomFor(
  { image, frame, place }: Looked,
  { width, height, least }: Room,
): { readonly width: number; readonly height: number } | null {
  const mm = millimetresOf(image, frame);
  if (!mm) return null;
  return {
    width: (width / mm.unit) * (place.width / least.width),
    height: (height / mm.unit) * (place.height / least.height),
  };
}
