import { ObjectId } from '../../../../shared/model/ids.ts';
import type { FrameInfo, ImageInfo, PetInfo, SpacingSource, UltrasoundRegion } from '../../../../shared/model/image.ts';
import type { StoredPixels } from '../../../../shared/rules/stored-pixels.ts';

export const CT = '1.2.840.10008.5.1.4.1.1.2';
export const PT = '1.2.840.10008.5.1.4.1.1.128';
export const CR = '1.2.840.10008.5.1.4.1.1.1';
export const DX = '1.2.840.10008.5.1.4.1.1.1.1';
export const MG = '1.2.840.10008.5.1.4.1.1.1.2';
export const US = '1.2.840.10008.5.1.4.1.1.6.1';
export const SC = '1.2.840.10008.5.1.4.1.1.7';

export interface ImageOptions {
  readonly modality?: string | null;
  readonly sopClass?: string | null;
  readonly size?: readonly [columns: number, rows: number];
  readonly frame?: Partial<FrameInfo>;
  readonly spacing?: Partial<SpacingSource>;
  readonly pixels?: Partial<NonNullable<ImageInfo['pixels']>>;
  readonly image?: Partial<ImageInfo>;
}

const FRAME: FrameInfo = {
  position: null,
  orientation: null,
  pixelSpacing: null,
  sliceThickness: null,
  windows: [],
  voiFunction: 'LINEAR',
  rescale: null,
  stack: null,
  temporalPosition: null,
};

const SPACING: SpacingSource = {
  imagerPixelSpacing: null,
  nominalScannedPixelSpacing: null,
  pixelAspectRatio: null,
  calibrationType: null,
  calibrationDescription: null,
  magnification: null,
  sourceToDetector: null,
  sourceToPatient: null,
  ultrasoundRegions: [],
};

/** A CT of 16 × 16 pixels that says nothing but what the options say. */
export function imageOf(options: ImageOptions = {}): ImageInfo {
  const [columns, rows] = options.size ?? [16, 16];
  return {
    objectId: ObjectId.parse('0'.repeat(26)),
    sopUid: '1.2.3',
    sopClass: options.sopClass === undefined ? CT : options.sopClass,
    transferSyntax: '1.2.840.10008.1.2.1',
    modality: options.modality === undefined ? 'CT' : options.modality,
    instanceNumber: 1,
    acquisitionNumber: null,
    frames: 1,
    picture: { shown: true },
    pixels: {
      rows,
      columns,
      samplesPerPixel: 1,
      photometric: 'MONOCHROME2',
      bitsAllocated: 16,
      bitsStored: 16,
      highBit: 15,
      signed: true,
      planar: false,
      ...options.pixels,
    },
    perFrame: [{ ...FRAME, ...options.frame }],
    spacing: { ...SPACING, ...options.spacing },
    modalityLut: null,
    voiLuts: [],
    presentationLutShape: null,
    padding: null,
    patientOrientation: null,
    laterality: null,
    viewPosition: null,
    bodyPart: null,
    frameOfReference: null,
    imageType: [],
    lossy: null,
    burnedIn: false,
    frameTime: null,
    acquisitionDate: null,
    acquisitionTime: null,
    pet: null,
    conflict: false,
    ...options.image,
  };
}

/** The PET of rule 3.5: 370 MBq of F-18 one hour before the scan, 70 kg. */
export function petOf(pet: Partial<PetInfo> = {}, frame: Partial<FrameInfo> = {}): ImageInfo {
  return imageOf({
    modality: 'PT',
    sopClass: PT,
    frame: { rescale: { slope: 1, intercept: 0, type: null }, pixelSpacing: [2, 2], ...frame },
    image: {
      pet: {
        units: 'BQML',
        suvType: null,
        decayCorrection: 'START',
        correctedImage: ['DECY', 'ATTN', 'SCAT'],
        seriesDate: '20240229',
        seriesTime: '103000',
        acquisitionDate: '20240229',
        acquisitionTime: '103000',
        radiopharmaceuticalStartDateTime: '20240229093000',
        radiopharmaceuticalStartTime: '093000',
        totalDose: 370e6,
        halfLife: 6586.2,
        patientWeight: 70,
        ...pet,
      },
    },
  });
}

/** A tissue region, 100 × 100 pixels from 10,10, 0.05 cm along x and 0.1 cm along y. */
export function regionOf(region: Partial<UltrasoundRegion> = {}): UltrasoundRegion {
  return {
    spatialFormat: 1,
    dataType: 1,
    flags: 0,
    minX: 10,
    minY: 10,
    maxX: 109,
    maxY: 109,
    referenceX: null,
    referenceY: null,
    unitsX: 3,
    unitsY: 3,
    referenceValueX: null,
    referenceValueY: null,
    deltaX: 0.05,
    deltaY: 0.1,
    ...region,
  };
}

export function ultrasoundOf(regions: readonly UltrasoundRegion[], options: ImageOptions = {}): ImageInfo {
  return imageOf({
    modality: 'US',
    sopClass: US,
    size: [320, 240],
    ...options,
    spacing: { ultrasoundRegions: [...regions], ...options.spacing },
  });
}

/** Stored values from a rule of place. */
export function pixelsOf(columns: number, rows: number, value: (x: number, y: number) => number): StoredPixels {
  const data = new Float64Array(columns * rows);
  for (let y = 0; y < rows; y += 1) for (let x = 0; x < columns; x += 1) data[y * columns + x] = value(x, y);
  return { columns, rows, samples: 1, data };
}

/** Values of a result by name. */
export function named(result: {
  values: readonly { name: string; value: number; unit: string }[];
}): Record<string, number> {
  return Object.fromEntries(result.values.map(({ name, value }) => [name, value]));
}
