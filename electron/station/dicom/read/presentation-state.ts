import { VoiFunction } from '../../../../shared/model/image.ts';
import type { MaskItem } from '../../../../shared/model/image.ts';
import { COLOUR_STATE_CLASS, GREY_STATE_CLASS } from '../../../../shared/model/presentation-state.ts';
import type {
  PresentationState,
  StateArea,
  StateLayer,
  StateVoi,
} from '../../../../shared/model/presentation-state.ts';
import { isKnownMask } from '../../../../shared/rules/subtraction/mask-frames.ts';
import { edgesOf } from '../../../../shared/rules/state-placement.ts';
import type { Attributes } from '../parse/attributes.ts';
import { lookupTables } from '../parse/lookup-tables.ts';
import { maskItems } from '../parse/xray-run.ts';
import { imageReferences } from './codes.ts';
import { readShutter } from '../parse/shutter.ts';
import { labOf } from './lab.ts';
import { readBitmaps } from './state-bitmaps.ts';
import { readAnnotations } from './state-annotations.ts';

const MOST_IMAGES = 20_000;
const MOST_ITEMS = 1000;
/** Of our own elements; see the writer. */
const PRIVATE_CREATOR = 'NIGHTJAR';
const MASK = 0x00286100;

/** What a grey or colour presentation state says; null where the object is none of these. */
export function readPresentationState(attributes: Attributes): PresentationState | null {
  const sopClass = attributes.uid('sopClass');
  if (sopClass !== GREY_STATE_CLASS && sopClass !== COLOUR_STATE_CLASS) return null;
  const isGrey = sopClass === GREY_STATE_CLASS;
  const leftOut = new Set<string>();
  const masks = masksOf(attributes, isGrey, leftOut);
  if (!isGrey && !isOurProfile(attributes.bytes('iccProfile'))) leftOut.add('its own colour profile');
  const annotations = readAnnotations(attributes, leftOut);
  const shutter = readShutter(attributes);
  const bitmaps = readBitmaps(attributes, leftOut);
  const layers = layersOf(attributes);
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
    ...(masks.length === 0 ? {} : { masks }),
    areas: areasOf(attributes),
    ...turnOf(attributes, leftOut),
    shutter,
    ...toneOf(attributes),
    ...(bitmaps.length === 0 ? {} : { bitmaps }),
    ...(layers.length === 0 ? {} : { layers }),
    annotations,
    leftOut: [...leftOut].sort(),
  };
}

/** Where it recommends the subtraction, or says nothing of that (0028,1090); a natural view is that of the picture itself. */
function masksOf(attributes: Attributes, isGrey: boolean, leftOut: Set<string>): MaskItem[] {
  if (!attributes.dataSet.elements.has(MASK) || attributes.text('recommendedViewing') === 'NAT') return [];
  const masks = isGrey ? maskItems(attributes).map(({ item }) => item) : [];
  const known = masks.filter(isKnownMask);
  if (known.length === 0 || known.length < masks.length) leftOut.add('mask subtraction');
  return known;
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
      const own = mode === 'magnify' && ratio !== null && ratio > 0 ? ratio : null;
      return [{ of, ...edges, mode, ratio: own, ...pixelOf(item) }];
    });
}

function pixelOf(item: Attributes): Pick<StateArea, 'spacing' | 'aspect'> {
  const [row, column] = item.vector('presentationSpacing', 2) ?? [];
  if (row !== undefined && column !== undefined && row > 0 && column > 0) return { spacing: [row, column] };
  const [height, width] = item.vector('presentationAspect', 2) ?? [];
  return height !== undefined && width !== undefined && height > 0 && width > 0 ? { aspect: height / width } : {};
}

/** Black, and no colour, need not be said. */
function toneOf(attributes: Attributes): Pick<PresentationState, 'shutterTone'> {
  if (attributes.texts('shutterShape').length === 0) return {};
  const grey = Math.max(0, Math.min(1, (attributes.integer('shutterValue') ?? 0) / 65535));
  const lab = labOf(attributes, 'shutterColour');
  const isBlack = grey === 0 && (lab === null || lab[0] === 0);
  return isBlack ? {} : { shutterTone: { grey, lab } };
}

/** In the order in which they are drawn; those of ours have neither colour nor grey, and need not be said. */
function layersOf(attributes: Attributes): StateLayer[] {
  const layers = attributes
    .items('graphicLayers')
    .slice(0, MOST_ITEMS)
    .map((item) => {
      const grey = item.integer('graphicLayerGrey');
      return {
        order: item.integer('graphicLayerOrder') ?? 0,
        layer: {
          name: item.text('graphicLayer') ?? '',
          lab: labOf(item, 'graphicLayerColour'),
          grey: grey === null ? null : Math.max(0, Math.min(1, grey / 65535)),
        },
      };
    });
  const isPlain = layers.length < 2 && layers.every(({ layer }) => layer.lab === null && layer.grey === null);
  return isPlain ? [] : layers.toSorted((a, b) => a.order - b.order).map(({ layer }) => layer);
}

/** The edges as we wrote them, to a part of a pixel; null in states of others. */
function exactEdges(item: Attributes): Pick<StateArea, 'left' | 'top' | 'right' | 'bottom'> | null {
  if (item.line('ownCreator') !== PRIVATE_CREATOR) return null;
  const [left, top, right, bottom] = item.vector('ownEdges', 4) ?? [];
  if (left === undefined || top === undefined || right === undefined || bottom === undefined) return null;
  return { left, top, right, bottom };
}

/** Colours are shown as sRGB; a state that says so is applied whole. */
function isOurProfile(bytes: Uint8Array): boolean {
  if (bytes.length === 0) return true;
  return new TextDecoder('latin1').decode(bytes.subarray(0, 4096)).replaceAll('\0', '').includes('sRGB');
}

function turnOf(attributes: Attributes, leftOut: Set<string>): Pick<PresentationState, 'rotation' | 'flip'> {
  const degrees = attributes.integer('imageRotation') ?? 0;
  const rotation = ([0, 90, 180, 270] as const).find((one) => one === degrees);
  if (rotation === undefined) leftOut.add(`rotation by ${degrees} degrees`);
  return { rotation: rotation ?? 0, flip: attributes.text('horizontalFlip') === 'Y' };
}
