import type { Types } from '@cornerstonejs/core';
import type { ImageInfo } from '../../shared/model/image.ts';
import { hiddenSpans, shutterOf } from '../../shared/rules/shutter.ts';
import type { PaintPath } from './gpu/paint-path.ts';
import { toImageId } from './image-id.ts';
import { paintFrame } from './painter.ts';
import type { DecodedFrame } from './pixel-data.ts';
import type { StateShutter } from './state-grey.ts';
import type { GreyChoice } from './view-state.ts';

/** What one viewport's canvas shows now. Kept on the glass's side so that each viewport has its own window. */
export interface Glass {
  readonly choice: GreyChoice;
  /** True: nothing may be shown (a failed or closed picture). */
  readonly blank: boolean;
  /** Names of the pictures of the stack that hangs here: Cornerstone may still hold one of the stack before (fault F50). */
  readonly own: ReadonlySet<string>;
  readonly paint: PaintPath;
}

interface Prepared {
  readonly surface: HTMLCanvasElement;
  /** Kept for the next window of the same size: a mammogram's is 50 MB. Null where the card drew. */
  readonly data: ImageData | null;
  readonly frame: DecodedFrame;
  readonly choice: GreyChoice;
}

const GLASS = Symbol('glass');
const PREPARED = Symbol('prepared');

interface GlassCanvas extends HTMLCanvasElement {
  [GLASS]?: Glass;
  [PREPARED]?: Prepared;
}

type EnabledElement = Parameters<NonNullable<Types.IImage['render']>>[0];

export function setGlass(canvas: HTMLCanvasElement, glass: Glass): void {
  (canvas as GlassCanvas)[GLASS] = glass;
}

/** The whole picture in grey or colour at its own resolution, as it was last shown on this canvas. */
export function preparedSurface(canvas: HTMLCanvasElement): HTMLCanvasElement | null {
  return (canvas as GlassCanvas)[PREPARED]?.surface ?? null;
}

/** What was drawn is not to be shown again: the graphics card came or went. */
export function forgetPrepared(canvas: HTMLCanvasElement): void {
  delete (canvas as GlassCanvas)[PREPARED];
}

export function clearGlass(canvas: HTMLCanvasElement): void {
  const glass = canvas as GlassCanvas;
  delete glass[PREPARED];
  const context = canvas.getContext('2d');
  context?.setTransform(1, 0, 0, 1, 0, 0);
  context?.clearRect(0, 0, canvas.width, canvas.height);
}

/**
 * Draws a picture on Cornerstone's CPU path. Cornerstone asks a picture to draw itself when it can, which lets the
 * whole grey chain (tables, functions, signed values, floats) be ours; see README.
 */
export function renderFrame(enabled: EnabledElement, image: ImageInfo, frame: DecodedFrame): void {
  const canvas = enabled.canvas as GlassCanvas | undefined;
  const context = canvas?.getContext('2d');
  if (!canvas || !context) return;
  context.setTransform(1, 0, 0, 1, 0, 0);
  // What the picture does not cover is the ground of the viewport (tokens.css).
  context.clearRect(0, 0, canvas.width, canvas.height);
  const glass = canvas[GLASS];
  if (!glass || glass.blank || !glass.own.has(toImageId(frame.header))) return;
  const surface = prepare(canvas, image, frame, glass);
  const matrix = enabled.transform?.getMatrix();
  if (!matrix) return;
  const [a, b, c, d, e, f] = matrix as readonly number[];
  context.setTransform(a ?? 1, b ?? 0, c ?? 0, d ?? 1, e ?? 0, f ?? 0);
  const scale = Math.hypot(a ?? 1, b ?? 0);
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = scale < 0.7 ? 'medium' : 'low';
  context.drawImage(surface, 0, 0);
  context.setTransform(1, 0, 0, 1, 0, 0);
}

function prepare(canvas: GlassCanvas, image: ImageInfo, frame: DecodedFrame, glass: Glass): HTMLCanvasElement {
  const { choice, paint } = glass;
  const last = canvas[PREPARED];
  if (last && last.frame === frame && sameGrey(last.choice, choice)) return last.surface;
  const { columns, rows } = frame.header;
  const reused = last && last.surface.width === columns && last.surface.height === rows ? last : null;
  const surface = reused?.surface ?? newSurface(columns, rows);
  const pen = surface.getContext('2d', { alpha: false });
  const byCard = pen !== null && paint.draw(image, frame, choice, pen);
  const data = byCard ? null : (reused?.data ?? new ImageData(columns, rows));
  if (data) {
    paintFrame(image, frame, choice, new Uint32Array(data.data.buffer));
    pen?.putImageData(data, 0, 0);
  }
  if (pen && choice.shutterLifted !== true) closeShutter(pen, choice.state?.shutter ?? ownShutter(image, frame), frame);
  canvas[PREPARED] = { surface, data, frame, choice };
  return surface;
}

/** The picture's own shutter: black. */
function ownShutter(image: ImageInfo, { header }: DecodedFrame): StateShutter | null {
  const shapes = shutterOf(image, header.frame);
  return shapes.length > 0 ? { shapes, runs: [], tone: '#000' } : null;
}

function closeShutter(pen: CanvasRenderingContext2D, shutter: StateShutter | null, { header }: DecodedFrame): void {
  if (shutter === null) return;
  const { shapes, runs, tone } = shutter;
  pen.fillStyle = tone;
  const spans = shapes.length === 0 ? [] : hiddenSpans(shapes, header.rows, header.columns);
  for (const { row, from, to } of spans) pen.fillRect(from, row, to - from + 1, 1);
  for (let at = 0; at + 2 < runs.length; at += 3) {
    const [row = 0, from = 0, to = -1] = [runs[at], runs[at + 1], runs[at + 2]];
    pen.fillRect(from, row, to - from + 1, 1);
  }
}

function newSurface(width: number, height: number): HTMLCanvasElement {
  const surface = document.createElement('canvas');
  surface.width = width;
  surface.height = height;
  return surface;
}

function sameGrey(a: GreyChoice, b: GreyChoice): boolean {
  return (
    a.preset === b.preset &&
    a.invert === b.invert &&
    (a.shutterLifted ?? false) === (b.shutterLifted ?? false) &&
    (a.colourMap ?? 'grey') === (b.colourMap ?? 'grey') &&
    (a.state ?? null) === (b.state ?? null) &&
    a.window?.center === b.window?.center &&
    a.window?.width === b.window?.width
  );
}
