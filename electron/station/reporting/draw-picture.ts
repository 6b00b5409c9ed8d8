import { asAppError } from '../../../shared/errors/app-error.ts';
import type { ObjectId } from '../../../shared/model/ids.ts';
import { MeasureTool } from '../../../shared/model/measurement.ts';
import { frameInfo } from '../../../shared/model/image.ts';
import type { ImageInfo } from '../../../shared/model/image.ts';
import type { PictureDrawing, ReportedPicture } from '../../../shared/model/reported-picture.ts';
import type { DrawnPicture, PagePicture } from '../../../shared/report/picture-page.ts';
import { displaySpacing } from '../../../shared/rules/display-spacing.ts';
import { edgeLetters } from '../../../shared/rules/orientation.ts';
import type { View } from '../../../shared/rules/orientation.ts';
import { pictureRaster, smallerRaster, turnedPoint, turnedRaster } from '../../../shared/rules/picture-raster.ts';
import type { StoredPixels } from '../../../shared/rules/stored-pixels.ts';
import { measuredShapes } from '../dicom/write/sr-geometry.ts';
import { pngOf } from './png.ts';

/** Pixels of the long side of a picture on a page: 150 a inch and more at its largest. */
const LONGEST = 1100;
/** Pictures of one page that are drawn; the rest is named. */
export const MOST_DRAWN = 40;
/** A decoder process that died is there again for the second one. */
const TRIES = 2;

export interface PictureSource {
  /** Throws where the object is not here, or its site keeps its pixels in. */
  readonly image: (objectId: ObjectId) => ImageInfo;
  /** As for the glass: grey as stored, colour as RGB, 8 bits a sample. */
  readonly pixels: (objectId: ObjectId, frame: number, signal: AbortSignal) => Promise<StoredPixels>;
}

/** The key images of a report for its page. One that cannot be had is told with its code, and never left out. */
export async function drawPictures(
  source: PictureSource,
  pictures: readonly ReportedPicture[],
  signal: AbortSignal,
): Promise<PagePicture[]> {
  const drawn: PagePicture[] = [];
  // One after the other: a page is no reason to hold forty pictures in memory.
  for (const [at, picture] of pictures.entries()) {
    drawn.push(at < MOST_DRAWN ? await drawn1(source, picture, signal, TRIES) : { drawn: null, code: 'too-many' });
  }
  return drawn;
}

async function drawn1(
  source: PictureSource,
  picture: ReportedPicture,
  signal: AbortSignal,
  tries: number,
): Promise<PagePicture> {
  try {
    return { drawn: await drawPicture(source, picture, signal) };
  } catch (error) {
    const { code, family } = asAppError(error);
    // The work stops with its store; a page without its pictures must not be frozen for that.
    if (signal.aborted || code === 'access/locked' || family === 'cancelled') throw error;
    return tries > 1 ? drawn1(source, picture, signal, tries - 1) : { drawn: null, code };
  }
}

async function drawPicture(
  source: PictureSource,
  picture: ReportedPicture,
  signal: AbortSignal,
): Promise<DrawnPicture> {
  const { objectId, frame, look, drawings } = picture;
  const image = source.image(objectId);
  const pixels = await source.pixels(objectId, frame, signal);
  const view: View = { rotation: look?.rotation ?? 0, flip: look?.flip ?? false };
  const raster = smallerRaster(turnedRaster(pictureRaster(image, frame, pixels, look), view), LONGEST);
  const [row, column] = displaySpacing(image, frame);
  const isOnSide = view.rotation === 90 || view.rotation === 270;
  const [tall, wide] = [pixels.rows * row, pixels.columns * column];
  const [height, width] = isOnSide ? [wide, tall] : [tall, wide];
  const place = (point: readonly [number, number]): [number, number] => {
    const [x, y] = turnedPoint([point[0], point[1]], view, pixels);
    const [across, down] = isOnSide ? [row, column] : [column, row];
    return [(x + 0.5) * across, (y + 0.5) * down];
  };
  return {
    png: pngOf(raster).toString('base64'),
    ...{ width, height },
    letters: edgeLetters(
      { orientation: frameInfo(image, frame).orientation, patientOrientation: image.patientOrientation },
      view,
    ),
    shapes: drawings.flatMap((one) => shapesOf(one, place)),
    labels: drawings.flatMap(({ points: [at], label, words }) =>
      at === undefined ? [] : [{ text: [label, words].filter((part) => part !== '').join(' '), at: place(at) }],
    ),
    grey: raster.samples === 3 ? '' : greyWords(picture),
  };
}

/** Points of `measuredShapes` count from the corner of the first pixel. */
function shapesOf(
  { tool, points }: PictureDrawing,
  place: (at: readonly [number, number]) => [number, number],
): DrawnPicture['shapes'] {
  if (!MeasureTool.safeParse(tool).success) return [];
  return measuredShapes({ tool, points }).shapes.map(({ type, points: of }) => ({
    kind: type === 'ELLIPSE' ? 'ellipse' : type === 'POINT' ? 'point' : 'line',
    points: of.map(([x, y]) => place([x - 0.5, y - 0.5])),
  }));
}

function greyWords({ look }: ReportedPicture): string {
  const voi = look?.voi ?? null;
  const turn = look?.invert === true ? ', inverted' : '';
  if (voi === null) return `Window of the file${turn}`;
  if (voi.kind === 'lut') return `Curve of the file${turn}`;
  return `Window ${Number(voi.center.toFixed(2))} / ${Number(voi.width.toFixed(2))}${turn}`;
}
