import { VoiFunction } from '../../../../shared/model/image.ts';
import { COLOUR_STATE_CLASS, GREY_STATE_CLASS } from '../../../../shared/model/presentation-state.ts';
import type { PresentationState, StateArea, StateVoi } from '../../../../shared/model/presentation-state.ts';
import { edgesOf } from '../../../../shared/rules/state-placement.ts';
import type { Attributes } from '../parse/attributes.ts';
import { lookupTables } from '../parse/lookup-tables.ts';
import { imageReferences } from './codes.ts';
import { readShutter } from '../parse/shutter.ts';
import { readAnnotations } from './state-annotations.ts';

const MOST_IMAGES = 20_000;
const MOST_ITEMS = 1000;
/** Of our own elements; see the writer. */
const PRIVATE_CREATOR = 'NIGHTJAR';
/** What else a state may ask for, by the group or element that does. */
const NOT_DONE: readonly (readonly [tag: number, words: string])[] = [
  [0x00286100, 'mask subtraction'],
  [0x00700209, 'compound graphics'],
  [0x00700401, 'blending'],
];

/** What a grey or colour presentation state says; null where the object is none of these. */
export function readPresentationState(attributes: Attributes): PresentationState | null {
  const sopClass = attributes.uid('sopClass');
  if (sopClass !== GREY_STATE_CLASS && sopClass !== COLOUR_STATE_CLASS) return null;
  const isGrey = sopClass === GREY_STATE_CLASS;
  const leftOut = new Set<string>();
  for (const tag of attributes.dataSet.elements.keys()) {
    if (tag >>> 16 >= 0x6000 && tag >>> 16 < 0x6020) leftOut.add('overlay of the state');
  }
  for (const [tag, words] of NOT_DONE) if (attributes.dataSet.elements.has(tag)) leftOut.add(words);
  const annotations = readAnnotations(attributes, leftOut);
  const shutter = readShutter(attributes);
  if (attributes.texts('shutterShape').includes('BITMAP')) leftOut.add('bitmap shutter');
  const rescale = rescaleOf(attributes);
  return {
    kind: isGrey ? 'grey' : 'colour',
    label: attributes.text('contentLabel') ?? '',
    description: attributes.line('contentDescription') ?? '',
    creator: attributes.text('contentCreator'),
    date: attributes.text('presentationDate'),
    time: attributes.text('presentationTime'),
    images: imagesOf(attributes),
    rescale: isGrey ? rescale : null,
    modalityLut: isGrey ? (lookupTables(attributes, 'modalityLuts', true, new Set())[0] ?? null) : null,
    voi: isGrey ? voiOf(attributes, (rescale?.intercept ?? 0) < 0) : [],
    shape: isGrey ? shapeOf(attributes) : null,
    presentationLut: isGrey ? (lookupTables(attributes, 'presentationLuts', false, new Set())[0] ?? null) : null,
    areas: areasOf(attributes),
    ...turnOf(attributes, leftOut),
    shutter,
    annotations,
    leftOut: [...leftOut].sort(),
  };
}

function imagesOf(attributes: Attributes): PresentationState['images'] {
  return attributes
    .items('referencedSeries')
    .flatMap((series) => {
      const seriesUid = series.uid('seriesUid');
      return seriesUid === null
        ? []
        : imageReferences(series, 'referencedImages').map((image) => ({ ...image, seriesUid }));
    })
    .slice(0, MOST_IMAGES);
}

function rescaleOf(attributes: Attributes): PresentationState['rescale'] {
  const slope = attributes.number('rescaleSlope');
  const intercept = attributes.number('rescaleIntercept');
  return slope === null || intercept === null || slope === 0 ? null : { slope, intercept };
}

function shapeOf(attributes: Attributes): PresentationState['shape'] {
  const said = attributes.text('presentationLutShape');
  return said === 'INVERSE' ? 'INVERSE' : said === 'IDENTITY' ? 'IDENTITY' : null;
}

function voiOf(attributes: Attributes, negative: boolean): StateVoi[] {
  return attributes
    .items('softcopyVoi')
    .slice(0, MOST_ITEMS)
    .flatMap((item): StateVoi[] => {
      const of = imageReferences(item, 'referencedImages');
      // Where the descriptor is written as signed it is, whatever comes before it.
      const signed = item.items('voiLuts').some((one) => one.element('lutDescriptor')?.vr === 'SS');
      const [lut] = lookupTables(item, 'voiLuts', negative || signed, new Set());
      if (lut !== undefined) return [{ of, show: { kind: 'lut', lut } }];
      const center = item.number('windowCenter');
      const width = item.number('windowWidth');
      if (center === null || width === null || width <= 0) return [];
      const fn = VoiFunction.safeParse(item.text('voiFunction') ?? 'LINEAR');
      return [{ of, show: { kind: 'window', center, width, fn: fn.success ? fn.data : 'LINEAR' } }];
    });
}

function areasOf(attributes: Attributes): StateArea[] {
  return attributes
    .items('displayedAreas')
    .slice(0, MOST_ITEMS)
    .flatMap((item): StateArea[] => {
      const [x0, y0] = item.vector('areaTopLeft', 2) ?? [];
      const [x1, y1] = item.vector('areaBottomRight', 2) ?? [];
      if (x0 === undefined || y0 === undefined || x1 === undefined || y1 === undefined) return [];
      const said = item.text('sizeMode');
      const mode = said === 'TRUE SIZE' ? 'true-size' : said === 'MAGNIFY' ? 'magnify' : 'fit';
      const ratio = item.number('magnificationRatio');
      const edges =
        exactEdges(item) ??
        edgesOf([
          [x0, y0],
          [x1, y1],
        ]);
      const of = imageReferences(item, 'referencedImages');
      return [{ of, ...edges, mode, ratio: mode === 'magnify' && ratio !== null && ratio > 0 ? ratio : null }];
    });
}

/** The edges as we wrote them, to a part of a pixel; null in states of others. */
function exactEdges(item: Attributes): Pick<StateArea, 'left' | 'top' | 'right' | 'bottom'> | null {
  if (item.line('ownCreator') !== PRIVATE_CREATOR) return null;
  const [left, top, right, bottom] = item.vector('ownEdges', 4) ?? [];
  if (left === undefined || top === undefined || right === undefined || bottom === undefined) return null;
  return { left, top, right, bottom };
}

function turnOf(attributes: Attributes, leftOut: Set<string>): Pick<PresentationState, 'rotation' | 'flip'> {
  const degrees = attributes.integer('imageRotation') ?? 0;
  const rotation = ([0, 90, 180, 270] as const).find((one) => one === degrees);
  if (rotation === undefined) leftOut.add(`rotation by ${degrees} degrees`);
  return { rotation: rotation ?? 0, flip: attributes.text('horizontalFlip') === 'Y' };
}
