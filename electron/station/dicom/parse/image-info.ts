import type { PetInfo } from '../../../../shared/model/image.ts';
import type { ParsedObject } from '../parsed-object.ts';
import type { Attributes } from './attributes.ts';
import type { Notes } from './data-set.ts';
import { askedCodes } from './asked-codes.ts';
import { colourProfile } from './colour-profile.ts';
import { contrastInfo, ctInfo } from './ct-info.ts';
import { frameCourse } from './frame-course.ts';
import { frameInfos } from './frame-infos.ts';
import { objectTables } from './frame-tables.ts';
import { lookupTables } from './lookup-tables.ts';
import { lossyFacts } from './lossy.ts';
import { sheetTakenApart } from './mosaic.ts';
import { overlayPlanes } from './overlay-planes.ts';
import { pictureFacts } from './picture.ts';
import { readShutter } from './shutter.ts';
import { spacingSource } from './spacing-source.ts';
import { viewModifiers, viewPosition } from './view-code.ts';
import { xrayRun } from './xray-run.ts';

type Image = ParsedObject['image'];

/** Identity of the object, as parse-dicom found it. */
export interface ObjectFacts {
  readonly sopUid: string | null;
  readonly sopClass: string | null;
  readonly transferSyntax: string;
}

/** All that is needed to show, place and measure the object. */
export function imageInfo(attributes: Attributes, facts: ObjectFacts, notes: Notes): Image {
  const { why, ...stored } = pictureFacts(attributes, facts, notes);
  const whole = { ...stored, perFrame: frameInfos(attributes, stored.frames, notes) };
  const { pixels, frames, perFrame, sheet } = sheetTakenApart(attributes, whole);
  const signed = pixels?.signed ?? false;
  const profile = colourProfile(attributes, pixels, why !== 'video');
  const modifiers = viewModifiers(attributes);
  const shutter = readShutter(attributes);
  const overlays = overlayPlanes(attributes);
  const course = frameCourse(attributes, stored.frames);
  const asked = askedCodes(attributes);
  const xray = xrayRun(attributes, stored.frames);
  const [presentationLut] = lookupTables(attributes, 'presentationLuts', false, notes);
  const negative = signed || perFrame.some((frame) => (frame.rescale?.intercept ?? 0) < 0);
  return {
    ...facts,
    modality: attributes.text('modality'),
    instanceNumber: attributes.integer('instanceNumber'),
    acquisitionNumber: attributes.integer('acquisitionNumber'),
    frames,
    ...(sheet === undefined ? {} : { sheet }),
    picture: why === null ? { shown: true } : { shown: false, why },
    pixels,
    perFrame,
    spacing: spacingSource(attributes),
    modalityLut: lookupTables(attributes, 'modalityLuts', signed, notes)[0] ?? null,
    voiLuts: objectTables(attributes, negative, notes),
    presentationLutShape: attributes.text('presentationLutShape'),
    ...(presentationLut ? { presentationLut } : {}),
    ...(shutter.length > 0 ? { shutter } : {}),
    ...(overlays.length > 0 ? { overlays } : {}),
    padding: padding(attributes, signed),
    patientOrientation: patientOrientation(attributes),
    laterality: laterality(attributes),
    viewPosition: viewPosition(attributes),
    ...(modifiers.length > 0 ? { viewModifiers: modifiers } : {}),
    bodyPart: bodyPart(attributes),
    frameOfReference: attributes.uid('frameOfReference'),
    imageType: [...attributes.texts('imageType')],
    lossy: lossyFacts(attributes, facts.transferSyntax, stored.pixels),
    ...(profile === undefined ? {} : { colourProfile: profile }),
    burnedIn: attributes.text('burnedIn') === 'YES',
    ...(attributes.text('burnedIn') === 'NO' ? { burnedInDenied: true as const } : {}),
    frameTime: frameTime(attributes),
    ...(attributes.integer('playbackSequencing') === 1 ? { sweeps: true as const } : {}),
    ...(course === null ? {} : { frameCourse: course }),
    ...acquisition(attributes),
    pet: attributes.text('modality') === 'PT' ? petInfo(attributes) : null,
    ...(attributes.text('modality') === 'CT' ? { ct: ctInfo(attributes) } : {}),
    ...(attributes.text('modality') === 'MR' ? { contrast: contrastInfo(attributes) } : {}),
    ...(asked === null ? {} : { asked }),
    ...(xray === null ? {} : { xray }),
  };
}

/** (US or SS): in implicit files and from careless writers the sign is only known from the pixels. */
function padding(attributes: Attributes, signed: boolean): Image['padding'] {
  const asStored = (value: number | null): number | null =>
    value !== null && signed && value > 0x7fff && value <= 0xffff ? value - 0x10000 : value;
  const value = asStored(attributes.integer('paddingValue'));
  return value === null ? null : { value, limit: asStored(attributes.integer('paddingLimit')) };
}

function patientOrientation(attributes: Attributes): [string, string] | null {
  const [row, column] = attributes.texts('patientOrientation');
  return row && column ? [row, column] : null;
}

function laterality(attributes: Attributes): string | null {
  const anatomy = attributes.item('sharedGroups')?.item('frameAnatomy') ?? null;
  const said = attributes.text('imageLaterality') ?? anatomy?.text('frameLaterality') ?? attributes.text('laterality');
  return said !== null && ['L', 'R', 'B', 'U'].includes(said) ? said : null;
}

export function bodyPart(attributes: Attributes): string | null {
  const anatomy = attributes.item('sharedGroups')?.item('frameAnatomy') ?? null;
  const region = attributes.item('anatomicRegion') ?? anatomy?.item('anatomicRegion') ?? null;
  return attributes.text('bodyPart') ?? region?.text('codeMeaning') ?? null;
}

/** Milliseconds a frame. */
function frameTime(attributes: Attributes): number | null {
  const time = attributes.number('frameTime');
  if (time !== null && time > 0) return time;
  const vector = attributes.numbers('frameTimeVector').filter((value) => Number.isFinite(value) && value > 0);
  if (vector.length > 0) return vector.reduce((sum, value) => sum + value, 0) / vector.length;
  // Of display (C.7.6.5), before that of the acquisition, which older devices write.
  const rate = attributes.number('recommendedRate') ?? attributes.number('cineRate');
  return rate !== null && rate > 0 ? 1000 / rate : null;
}

function acquisition(attributes: Attributes): { acquisitionDate: string | null; acquisitionTime: string | null } {
  const both = attributes.text('acquisitionDateTime');
  const zoneless = both?.replace(/[+-]\d{4}$/, '') ?? null;
  return {
    acquisitionDate: attributes.text('acquisitionDate') ?? (zoneless?.slice(0, 8) || null),
    acquisitionTime: attributes.text('acquisitionTime') ?? (zoneless?.slice(8) || null),
  };
}

/** Inputs of the SUV rule, as they stand; the rule judges them. Dose in Bq, half-life in s, weight in kg. */
function petInfo(attributes: Attributes): PetInfo {
  const drug = attributes.item('radiopharmaceutical');
  const times = acquisition(attributes);
  const size = attributes.number('size');
  const sex = attributes.text('sex');
  return {
    units: attributes.text('petUnits'),
    suvType: attributes.text('suvType'),
    decayCorrection: attributes.text('decayCorrection'),
    correctedImage: [...attributes.texts('correctedImage')],
    seriesDate: attributes.text('seriesDate'),
    seriesTime: attributes.text('seriesTime'),
    ...times,
    radiopharmaceuticalStartDateTime: drug?.text('radiopharmaceuticalStartDateTime') ?? null,
    radiopharmaceuticalStartTime: drug?.text('radiopharmaceuticalStartTime') ?? null,
    totalDose: drug?.number('radionuclideTotalDose') ?? null,
    halfLife: drug?.number('radionuclideHalfLife') ?? null,
    patientWeight: attributes.number('weight'),
    ...(size === null ? {} : { patientSize: size }),
    ...(sex === null ? {} : { patientSex: sex }),
  };
}
