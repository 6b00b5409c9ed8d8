import type { ObjectContent, ReadObject } from '../../../../shared/model/dicom-object.ts';
import type { Attributes } from '../parse/attributes.ts';
import { asParseError } from '../parse/parse-dicom.ts';
import { readContours } from './contours.ts';
import { readDocument } from './document.ts';
import { readKeyObject } from './key-object.ts';
import { openObject } from './open-object.ts';
import { readPresentationState } from './presentation-state.ts';
import { referencesOf } from './references.ts';
import { readRegistration } from './registration.ts';
import { readReport } from './report.ts';
import { readSegmentation } from './seg.ts';
import { readValueMaps } from './value-maps.ts';
import { readWaveform } from './waveform.ts';

/**
 * What an object without a picture says, and what it speaks of. Of a stranger: in a parser process only.
 * @throws AppError dicom/…
 */
export function readObject(bytes: Uint8Array): ReadObject {
  try {
    const attributes = openObject(bytes);
    return { content: contentOf(attributes), references: referencesOf(attributes) };
  } catch (error) {
    throw asParseError(error);
  }
}

function contentOf(attributes: Attributes): ObjectContent {
  const segmentation = readSegmentation(attributes);
  if (segmentation !== null) {
    const title = segmentation.label ?? attributes.line('seriesDescription') ?? 'Segmentation';
    return { kind: 'segmentation', title, segmentation };
  }
  const keyObject = readKeyObject(attributes);
  if (keyObject !== null) return { kind: 'key-images', title: keyObject.title.meaning, keyObject };
  const state = readPresentationState(attributes);
  if (state !== null) return { kind: 'presentation', title: state.description || state.label, state };
  const registration = readRegistration(attributes);
  if (registration !== null) {
    const title = registration.label ?? registration.description ?? 'Registration';
    return { kind: 'registration', title, registration };
  }
  const valueMaps = readValueMaps(attributes);
  if (valueMaps !== null) return { kind: 'value-maps', title: valueMaps.label ?? titleOf(attributes), valueMaps };
  return (
    readContours(attributes) ??
    readDocument(attributes) ??
    readWaveform(attributes) ??
    readReport(attributes) ?? { kind: 'other', title: titleOf(attributes) }
  );
}

function titleOf(attributes: Attributes): string {
  return (
    attributes.line('contentLabel') ??
    attributes.line('rtPlanLabel') ??
    attributes.line('seriesDescription') ??
    attributes.line('modality') ??
    'Object without a name'
  );
}
