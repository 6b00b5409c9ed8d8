import type { FrameAcquired, FrameInfo, PixelFormat, Vec3 } from '../../../../shared/model/image.ts';
import type { Sheet } from '../../../../shared/model/sheet.ts';
import { isMosaic, takeApart } from '../../../../shared/rules/mosaic.ts';
import { length } from '../../../../shared/rules/vector.ts';
import type { Attributes } from './attributes.ts';
import { csaHeader, csaNumbers, plannedSlices, privateBytes } from './csa-header.ts';
import type { CsaHeader } from './csa-header.ts';

const CSA = 'SIEMENS CSA HEADER';
const MR = 'SIEMENS MR HEADER';
/** s/mm². */
const MOST_B = 100_000;
const MOST_TEXT = 64;

interface Pictures {
  readonly pixels: PixelFormat | null;
  readonly frames: number;
  readonly perFrame: FrameInfo[];
}

/** A sheet of slices as its slices, each at its place; whatever is none, and what cannot be told, as it is. */
export function sheetTakenApart(attributes: Attributes, whole: Pictures): Pictures & { readonly sheet?: Sheet } {
  const { pixels, frames, perFrame } = whole;
  const [only] = perFrame;
  if (!pixels || !only || frames < 1 || !isMosaic(attributes.texts('imageType'))) return whole;
  if (frames > 1 || perFrame.length > 1 || hasMore(attributes, pixels)) {
    return { ...whole, sheet: { apart: false, why: 'other-content' } };
  }
  const header = imageHeader(attributes);
  const taken = takeApart({
    ...{ rows: pixels.rows, columns: pixels.columns, counts: counts(attributes, header) },
    position: triple(attributes.vector('imagePosition', 3)),
    ...{ orientation: only.orientation, pixelSpacing: only.pixelSpacing },
    normal: triple(csaNumbers(header, 'SliceNormalVector', 3)),
    between: attributes.number('spacingBetweenSlices'),
    first: csaNumbers(header, 'ProtocolSliceNumber', 1)?.[0] ?? null,
    planned: planned(attributes),
  });
  if (!taken.ok) return { ...whole, sheet: { apart: false, why: taken.why } };
  const { sheet, positions } = taken;
  const { rows, columns } = pixels;
  return {
    sheet,
    frames: positions.length,
    pixels: { ...pixels, rows: rows / sheet.across, columns: columns / sheet.across },
    perFrame: positions.map((position) => ({ ...only, position, ...diffusion(header, only.acquired) })),
  };
}

/** What weighs the picture by diffusion, where neither the standard's attributes nor those of its time say it; directions are LPS. */
function diffusion(header: CsaHeader | null, said: FrameAcquired = {}): Pick<FrameInfo, 'acquired'> {
  const bValue = said.bValue ?? csaNumbers(header, 'B_value', 1)?.[0];
  const gradient = said.gradient ?? triple(csaNumbers(header, 'DiffusionGradientDirection', 3)) ?? undefined;
  const directionality = said.directionality ?? header?.get('DiffusionDirectionality')?.[0]?.slice(0, MOST_TEXT);
  const acquired = {
    ...said,
    ...(bValue === undefined || bValue < 0 || bValue > MOST_B ? {} : { bValue }),
    ...(gradient === undefined || length(gradient) < 0.01 ? {} : { gradient }),
    ...(directionality === undefined ? {} : { directionality }),
  };
  return Object.keys(acquired).length === 0 ? {} : { acquired };
}

/** The maker's header of the image, where there is one. */
function imageHeader(attributes: Attributes): CsaHeader | null {
  const bytes = privateBytes(attributes, 0x0029, CSA, 0x10);
  return bytes && csaHeader(bytes);
}

/** Colours, a shutter or planes of their own lie over the whole sheet: nobody said what of them belongs to which slice. */
function hasMore(attributes: Attributes, pixels: PixelFormat): boolean {
  const hasOverlay = [...attributes.dataSet.elements.keys()].some((tag) => tag >= 0x6000_0000 && tag < 0x6100_0000);
  return pixels.samplesPerPixel !== 1 || hasOverlay || attributes.filled('shutterShape');
}

function counts(attributes: Attributes, header: CsaHeader | null): number[] {
  const own = privateBytes(attributes, 0x0019, MR, 0x0a);
  const little = !attributes.dataSet.form.bigEndian;
  const second = own?.length === 2 ? new DataView(own.buffer, own.byteOffset, 2).getUint16(0, little) : null;
  return [csaNumbers(header, 'NumberOfImagesInMosaic', 1)?.[0] ?? null, second].flatMap((one) => one ?? []);
}

function planned(attributes: Attributes): readonly Vec3[] | null {
  const bytes = privateBytes(attributes, 0x0029, CSA, 0x20);
  const middles = bytes ? plannedSlices(bytes) : null;
  return middles === null ? null : middles.map(([x, y, z]): Vec3 => [x, y, z]);
}

function triple(values: readonly number[] | null): Vec3 | null {
  const [x, y, z] = values ?? [];
  return x === undefined || y === undefined || z === undefined ? null : [x, y, z];
}
