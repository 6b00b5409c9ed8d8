import type {
  FrameInfo,
  Orientation,
  RowColumn,
  Vec3,
  VoiFunction,
  VoiWindow,
} from '../../../../shared/model/image.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';
import type { TagName } from '../../../../shared/dicom/tags.ts';
import { isMosaic } from '../../../../shared/rules/mosaic.ts';
import type { Attributes } from './attributes.ts';
import type { Notes } from './data-set.ts';
import { frameAcquired } from './frame-acquired.ts';
import { frameTables } from './frame-tables.ts';
import { detectorOf, nuclearPlaces } from './nuclear-places.ts';
import { realWorldMaps } from './real-world-maps.ts';
import { readShutter } from './shutter.ts';
import { ultrasoundRegions } from './ultrasound-regions.ts';

/** Frames beyond the functional groups that are filled from the shared ones. */
const MAX_WITHOUT_GROUP = 10_000;
/** Windows of one frame; devices offer a handful. */
const MAX_WINDOWS = 64;

/**
 * Geometry, windows and rescale of each frame: from the functional groups of an enhanced object (per frame, else
 * shared), else from the data set itself. One entry when all frames are alike.
 */
export function frameInfos(attributes: Attributes, frames: number, notes: Notes): FrameInfo[] {
  const shared = attributes.item('sharedGroups');
  const each = attributes.items('perFrameGroups');
  if (!shared && each.length === 0) {
    const plain = plainFrame(attributes, frames, notes);
    return nuclearPlaces(attributes, plain, frames) ?? [plain];
  }
  if (each.length === 0) return [groupedFrame(attributes, shared, null, notes)];
  if (frames > 0 && each.length !== frames) notes.add('functional-groups-count');
  // Frames cost a bit of pixel data each, and their entries some hundred bytes: a small file must not become a large one.
  if (frames > each.length + MAX_WITHOUT_GROUP) {
    throw new AppError('dicom/too-large', `more than ${MAX_WITHOUT_GROUP} frames have no functional group`);
  }
  const count = Math.max(1, frames);
  const tables = frameTables(attributes, each, notes);
  const infos = Array.from({ length: count }, (_, index) => ({
    ...groupedFrame(attributes, shared, each[index] ?? null, notes),
    ...tables(each[index] ?? null),
  }));
  const first = JSON.stringify(infos[0]);
  return infos.every((info) => JSON.stringify(info) === first) ? infos.slice(0, 1) : infos;
}

function plainFrame(attributes: Attributes, frames: number, notes: Notes): FrameInfo {
  const placed = detectorOf(attributes, frames) ?? attributes;
  const acquired = frameAcquired(attributes, () => attributes, false);
  return {
    ...plane(placed, placed, notes),
    ...(isMosaic(attributes.texts('imageType')) ? { position: null } : {}),
    pixelSpacing: rowColumn(attributes, 'pixelSpacing'),
    sliceThickness: positive(attributes, 'sliceThickness'),
    ...voi(attributes, attributes, notes),
    rescale: rescale(attributes, notes),
    stack: null,
    temporalPosition: attributes.number('temporalPosition'),
    ...(acquired ? { acquired } : {}),
    ...realWorldOf(attributes),
  };
}

function groupedFrame(top: Attributes, shared: Attributes | null, own: Attributes | null, notes: Notes): FrameInfo {
  // A macro that is missing everywhere may stand at the top level, as converters leave it.
  const group = (name: TagName): Attributes => own?.item(name) ?? shared?.item(name) ?? top;
  const measures = group('pixelMeasures');
  const content = own?.item('frameContent') ?? shared?.item('frameContent') ?? null;
  const acquired = frameAcquired(top, group, true);
  return {
    ...plane(group('planePosition'), group('planeOrientation'), notes),
    pixelSpacing: rowColumn(measures, 'pixelSpacing'),
    sliceThickness: positive(measures, 'sliceThickness'),
    ...voi(group('frameVoi'), top, notes),
    rescale: rescale(group('pixelTransformation'), notes),
    stack: content ? { id: content.text('stackId'), position: content.integer('inStackPosition') } : null,
    temporalPosition: content?.number('temporalIndex') ?? null,
    ...(acquired ? { acquired } : {}),
    ...realWorldOf([own, shared].find((one) => one?.has('realWorldMaps')) ?? top, top),
    ...regionsOf(own?.has('regions') ? own : shared),
    ...xrayOf((name) => own?.item(name) ?? shared?.item(name) ?? null),
  };
}

/** What enhanced X-ray objects say in their groups alone (Part 3 C.8.19.6.4 and C.8.19.6.2). */
function xrayOf(group: (name: TagName) => Attributes | null): Pick<FrameInfo, 'imagerPixelSpacing' | 'shutter'> {
  const properties = group('framePixelProperties');
  const spacing = properties && rowColumn(properties, 'imagerPixelSpacing');
  const edges = group('frameShutter');
  const shutter = edges ? readShutter(edges) : [];
  return { ...(spacing ? { imagerPixelSpacing: spacing } : {}), ...(shutter.length > 0 ? { shutter } : {}) };
}

function realWorldOf(attributes: Attributes, top = attributes): Pick<FrameInfo, 'realWorld'> {
  const maps = realWorldMaps(attributes, top.integer('pixelRepresentation') === 1);
  return maps.length > 0 ? { realWorld: maps } : {};
}

/** Regions that stand in a functional group: the scale of a frame may be another than that of the frame before (rule 3.6). */
function regionsOf(group: Attributes | null): Pick<FrameInfo, 'ultrasoundRegions'> {
  const regions = group ? ultrasoundRegions(group) : [];
  return regions.length > 0 ? { ultrasoundRegions: regions } : {};
}

/** Position and orientation hold together: an impossible orientation leaves the image without a place. */
function plane(
  positionOf: Attributes,
  orientationOf: Attributes,
  notes: Notes,
): { position: Vec3 | null; orientation: Orientation | null } {
  const orientation = orientationOf.vector('imageOrientation', 6);
  const position = positionOf.vector('imagePosition', 3);
  if (orientation === null || !isOrthonormal(orientation)) {
    if (orientationOf.filled('imageOrientation')) notes.add('orientation-impossible');
    return { position: null, orientation: null };
  }
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = orientation;
  const [x = 0, y = 0, z = 0] = position ?? [];
  return { position: position ? [x, y, z] : null, orientation: [a, b, c, d, e, f] };
}

/** Within 2 % of unit length and of a right angle: headers round to a few digits. */
function isOrthonormal(values: readonly number[]): boolean {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = values;
  const near = (value: number, target: number): boolean => Math.abs(value - target) < 0.02;
  return near(Math.hypot(a, b, c), 1) && near(Math.hypot(d, e, f), 1) && near(a * d + b * e + c * f, 0);
}

/** [row, column] spacing in mm; a spacing that is not above zero is none. */
export function rowColumn(attributes: Attributes, name: TagName): RowColumn | null {
  const values = attributes.vector(name, 2);
  if (!values) return null;
  const [row = 0, column = 0] = values;
  return row > 0 && column > 0 ? [row, column] : null;
}

export function positive(attributes: Attributes, name: TagName): number | null {
  const value = attributes.number(name);
  return value !== null && value > 0 ? value : null;
}

function voi(
  attributes: Attributes,
  top: Attributes,
  notes: Notes,
): { windows: VoiWindow[]; voiFunction: VoiFunction } {
  const centers = attributes.numbers('windowCenter');
  const widths = attributes.numbers('windowWidth');
  const explanations = attributes.texts('windowExplanation');
  const windows: VoiWindow[] = [];
  for (const [index, center] of centers.entries()) {
    const width = widths[index];
    if (width === undefined || !Number.isFinite(center) || !Number.isFinite(width) || width <= 0) {
      notes.add('window-unusable');
      continue;
    }
    if (windows.length === MAX_WINDOWS) {
      notes.add('windows-left-out');
      break;
    }
    windows.push({ center, width, explanation: explanations[index] || null });
  }
  const said = voiFunction(attributes.text('voiFunction'), notes);
  // LINEAR counts whole steps of one (Part 3, C.11.2.1.2): a map of fractions from 0 to 1 would be white throughout.
  const isFractions = top.has('floatPixels') || top.has('doublePixels');
  return { windows, voiFunction: isFractions && said === 'LINEAR' ? 'LINEAR_EXACT' : said };
}

function voiFunction(text: string | null, notes: Notes): VoiFunction {
  if (text === 'LINEAR_EXACT' || text === 'SIGMOID') return text;
  if (text !== null && text !== 'LINEAR') notes.add('voi-function-unknown');
  return 'LINEAR';
}

function rescale(attributes: Attributes, notes: Notes): FrameInfo['rescale'] {
  if (!attributes.filled('rescaleSlope') && !attributes.filled('rescaleIntercept')) return null;
  const slope = attributes.number('rescaleSlope') ?? (attributes.filled('rescaleSlope') ? null : 1);
  const intercept = attributes.number('rescaleIntercept') ?? (attributes.filled('rescaleIntercept') ? null : 0);
  if (slope === null || slope === 0 || intercept === null) {
    notes.add('rescale-unusable');
    return null;
  }
  return { slope, intercept, type: attributes.text('rescaleType') };
}
