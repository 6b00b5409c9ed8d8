import { metaData } from '@cornerstonejs/core';
import type { Disposer } from '../../shared/lib/disposable.ts';
import { displaySpacing } from '../../shared/rules/display-spacing.ts';
import { fromImageId, toImageId } from './image-id.ts';
import type { ImageSource } from './image-source.ts';

/**
 * What Cornerstone's stack viewports and tools may know of a picture. Its "world" here is the plane of the picture:
 * x to the right and y down in display spacing from the centre of the first pixel. Patient space, units and values are
 * worked out by shared/rules from the object itself, so that no tool can take a wrong spacing from a header.
 * Each picture is its own frame of reference: a drawing belongs to one picture and can show on no other.
 */
export function registerMetadata(source: ImageSource): Disposer {
  const provider = (type: string, ...query: unknown[]): unknown => {
    const imageId = typeof query[0] === 'string' ? query[0] : null;
    const ref = imageId ? fromImageId(imageId) : null;
    const image = ref ? source.image(ref.objectId) : null;
    if (!ref || !image) return undefined;
    switch (type) {
      case 'imagePlaneModule': {
        const [row, column] = displaySpacing(image, ref.frame);
        return {
          frameOfReferenceUID: toImageId(ref),
          rows: image.pixels?.rows ?? 0,
          columns: image.pixels?.columns ?? 0,
          imageOrientationPatient: [1, 0, 0, 0, 1, 0],
          rowCosines: [1, 0, 0],
          columnCosines: [0, 1, 0],
          // The CPU path counts pixels from their edge, DICOM from their centre.
          imagePositionPatient: [-column / 2, -row / 2, 0],
          pixelSpacing: [row, column],
          rowPixelSpacing: row,
          columnPixelSpacing: column,
          sliceThickness: 1,
          usingDefaultValues: false,
        };
      }
      case 'imagePixelModule':
        return {
          samplesPerPixel: image.pixels?.samplesPerPixel ?? 1,
          photometricInterpretation: (image.pixels?.samplesPerPixel ?? 1) >= 3 ? 'RGB' : 'MONOCHROME2',
          rows: image.pixels?.rows ?? 0,
          columns: image.pixels?.columns ?? 0,
          bitsAllocated: image.pixels?.bitsAllocated ?? 16,
          bitsStored: image.pixels?.bitsStored ?? 16,
          highBit: image.pixels?.highBit ?? 15,
          pixelRepresentation: image.pixels?.signed ? 1 : 0,
        };
      case 'generalSeriesModule':
        return { modality: image.modality ?? 'OT', seriesInstanceUID: toImageId(ref) };
      default:
        return undefined;
    }
  };
  metaData.addProvider(provider, 10_000);
  return () => metaData.removeProvider(provider);
}
