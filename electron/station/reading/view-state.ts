import type { ParsedRequest } from '../../../shared/contract/index.ts';
import { frameInfo } from '../../../shared/model/image.ts';
import type { ImageInfo, LookupTable } from '../../../shared/model/image.ts';
import type { Measurement } from '../../../shared/model/measurement.ts';
import type { PresentationState, StateAnnotation, StateVoi } from '../../../shared/model/presentation-state.ts';
import { measurementWords } from '../../../shared/report/measurement-words.ts';
import { storedFrames } from '../../../shared/rules/mosaic.ts';
import { stateOnSheet } from '../../../shared/rules/sheet-state.ts';
import { shutterOf } from '../../../shared/rules/shutter.ts';
import { otherOrder } from '../../../shared/rules/state-placement.ts';
import { measuredShapes } from '../dicom/write/sr-geometry.ts';

export type KeptView = ParsedRequest<'reading.keepView'>;

export interface ViewInput {
  readonly view: KeptView;
  readonly image: ImageInfo;
  readonly seriesUid: string;
  readonly sopUid: string;
  readonly sopClass: string;
  /** On this very picture. */
  readonly measurements: readonly Measurement[];
}

/** What the reader sees as a presentation state: everything that is shown of the picture, and how (rule 3.8). */
export function viewState({ view, image, seriesUid, sopUid, sopClass, measurements }: ViewInput): PresentationState {
  const reference = { sopUid, sopClass, frame: storedFrames(image) > 1 ? view.frame : null };
  const isGrey = (image.pixels?.samplesPerPixel ?? 1) === 1 && image.pixels?.photometric !== 'PALETTE COLOR';
  const { rescale } = frameInfo(image, view.frame);
  const { rotation, flip } = otherOrder(view);
  const own = image.presentationLut;
  const state: PresentationState = {
    kind: isGrey ? 'grey' : 'colour',
    label: 'VIEW',
    description: view.description,
    ...{ creator: null, date: null, time: null },
    images: [{ ...reference, seriesUid }],
    rescale: isGrey && rescale !== null ? { slope: rescale.slope, intercept: rescale.intercept } : null,
    modalityLut: isGrey ? image.modalityLut : null,
    voi: isGrey ? voiOf(view, image) : [],
    shape: !isGrey || own !== undefined ? null : isInverse(image, view.invert) ? 'INVERSE' : 'IDENTITY',
    presentationLut: isGrey && own !== undefined ? (view.invert ? turnedOver(own) : own) : null,
    areas: [{ of: [], ...view.area, mode: 'fit', ratio: null }],
    rotation: rotation === 90 || rotation === 180 || rotation === 270 ? rotation : 0,
    flip,
    shutter: [...(view.shutter ?? shutterOf(image, view.frame))],
    annotations: measurements.flatMap((one) => annotation(one)),
    leftOut: [],
  };
  return stateOnSheet(state, image, view.frame);
}

function isInverse(image: ImageInfo, invert: boolean): boolean {
  const shape = image.presentationLutShape?.trim().toUpperCase();
  const own =
    shape === 'INVERSE' || (shape !== 'IDENTITY' && image.pixels?.photometric.trim().toUpperCase() === 'MONOCHROME1');
  return own !== invert;
}

function turnedOver(table: LookupTable): LookupTable {
  const top = 2 ** table.bits - 1;
  return { ...table, data: table.data.map((value) => top - value) };
}

function voiOf({ voi, frame }: KeptView, image: ImageInfo): StateVoi[] {
  if (voi === null) return [];
  if (voi.kind === 'window') return [{ of: [], show: voi }];
  const tables = [...(frameInfo(image, frame).voiLuts ?? []), ...image.voiLuts];
  const lut = tables.find(
    (one) => one.explanation === voi.explanation && one.first === voi.first && one.data.length === voi.entries,
  );
  return lut === undefined ? [] : [{ of: [], show: { kind: 'lut', lut } }];
}

/** Shapes as in the structured report; the words stand at the first point. */
function annotation(measurement: Measurement): StateAnnotation[] {
  const { trackingUid, ordinal } = measurement;
  const { shapes } = measuredShapes(measurement);
  const graphics = shapes.map(({ type, points }) => ({
    type,
    units: 'pixel' as const,
    points: points.map(([x, y]): [number, number] => [x - 0.5, y - 0.5]),
    filled: false,
    trackingUid,
  }));
  const [at] = measurement.points;
  const words = measurementWords(measurement);
  const named = words === '' ? `M${ordinal}` : `M${ordinal}: ${words}`;
  const texts = at === undefined ? [] : [{ text: named, units: 'pixel' as const, at, trackingUid }];
  return [{ of: [], layer: 'MEASUREMENTS', graphics, texts }];
}
