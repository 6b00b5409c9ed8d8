import type { SpacingSource } from '../../../../shared/model/image.ts';
import type { Attributes } from './attributes.ts';
import { positive, rowColumn } from './frame-infos.ts';
import { ultrasoundRegions } from './ultrasound-regions.ts';

/** Everything that says how large a pixel is; the rule that chooses is in shared/rules (Part 3, 10.7). */
export function spacingSource(attributes: Attributes): SpacingSource {
  return {
    imagerPixelSpacing: rowColumn(attributes, 'imagerPixelSpacing'),
    nominalScannedPixelSpacing: rowColumn(attributes, 'nominalScannedPixelSpacing'),
    pixelAspectRatio: rowColumn(attributes, 'pixelAspectRatio'),
    calibrationType: attributes.text('calibrationType'),
    calibrationDescription: attributes.line('calibrationDescription'),
    magnification: positive(attributes, 'magnification'),
    sourceToDetector: positive(attributes, 'sourceToDetector'),
    sourceToPatient: positive(attributes, 'sourceToPatient'),
    ultrasoundRegions: ultrasoundRegions(attributes),
  };
}
