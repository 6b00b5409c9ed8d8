import { entryOf } from '../../../../shared/lib/entry-of.ts';
import type { Code } from '../../../../shared/model/report.ts';
import { calciumCode } from './sr-calcium.ts';

const dcm = (value: string, meaning: string): Code => ({ value, scheme: 'DCM', meaning });
const sct = (value: string, meaning: string): Code => ({ value, scheme: 'SCT', meaning });
const ln = (value: string, meaning: string): Code => ({ value, scheme: 'LN', meaning });
const ucum = (value: string, meaning: string): Code => ({ value, scheme: 'UCUM', meaning });
/** Our own scheme, for what the standard has no code for. */
const own = (value: string, meaning: string): Code => ({ value, scheme: '99NIGHTJAR', meaning });

export const CODES = {
  language: dcm('121049', 'Language of Content Item and Descendants'),
  english: { value: 'en', scheme: 'RFC5646', meaning: 'English' },
  observerType: dcm('121005', 'Observer Type'),
  person: dcm('121006', 'Person'),
  personName: dcm('121008', 'Person Observer Name'),
  personOrganisation: dcm('121009', "Person Observer's Organization Name"),
  procedureReported: dcm('121058', 'Procedure reported'),
  acquisitionDevice: dcm('122142', 'Acquisition Device Type'),
  measurementReport: dcm('126000', 'Imaging Measurement Report'),
  imageLibrary: dcm('111028', 'Image Library'),
  imageLibraryGroup: dcm('126200', 'Image Library Group'),
  modality: dcm('121139', 'Modality'),
  imagingMeasurements: dcm('126010', 'Imaging Measurements'),
  measurementGroup: dcm('125007', 'Measurement Group'),
  trackingIdentifier: dcm('112039', 'Tracking Identifier'),
  trackingUid: dcm('112040', 'Tracking Unique Identifier'),
  laterality: sct('272741003', 'Laterality'),
  method: sct('370129005', 'Measurement Method'),
  findingSite: sct('363698007', 'Finding Site'),
  finding: dcm('121071', 'Finding'),
  comment: dcm('121106', 'Comment'),
  imageRegion: dcm('111030', 'Image Region'),
  /** With a code of CID 219. */
  geometricPurpose: dcm('130400', 'Geometric purpose of region'),
  outline: dcm('111041', 'Outline'),
  derivation: dcm('121401', 'Derivation'),
  sourceOfMeasurement: dcm('121112', 'Source of Measurement'),
} as const satisfies Record<string, Code>;

/** What the text under a heading is called (CID 7002), by section; everything else is a finding. */
const ELEMENTS: Readonly<Record<string, Code>> = {
  clinical: dcm('121060', 'History'),
  technique: dcm('121065', 'Procedure Description'),
  'image-quality': dcm('121065', 'Procedure Description'),
  comparison: dcm('121069', 'Previous Finding'),
  impression: dcm('121073', 'Impression'),
};

export function elementCode(sectionId: string): Code {
  return ELEMENTS[sectionId] ?? CODES.finding;
}

/** The procedure by modality (SNOMED CT). */
const PROCEDURES: Readonly<Record<string, Code>> = {
  CR: sct('363680008', 'Radiographic imaging procedure'),
  CT: sct('77477000', 'Computed tomography'),
  DX: sct('363680008', 'Radiographic imaging procedure'),
  MG: sct('71651007', 'Mammography'),
  MR: sct('113091000', 'Magnetic resonance imaging'),
  PT: sct('82918005', 'Positron emission tomography'),
  US: sct('16310003', 'Ultrasonography'),
};

export function procedureCode(modalities: readonly string[]): Code {
  const known = modalities.map((modality) => entryOf(PROCEDURES, modality)).find((code) => code !== undefined);
  return known ?? sct('363679005', 'Imaging');
}

/** CID 29. */
const MODALITIES: Readonly<Record<string, string>> = {
  CR: 'Computed Radiography',
  CT: 'Computed Tomography',
  DX: 'Digital Radiography',
  MG: 'Mammography',
  MR: 'Magnetic Resonance',
  NM: 'Nuclear Medicine',
  PT: 'Positron emission tomography',
  RF: 'Radio Fluoroscopy',
  US: 'Ultrasound',
  XA: 'X-Ray Angiography',
};

export function modalityCode(modality: string): Code | null {
  const meaning = entryOf(MODALITIES, modality);
  return meaning === undefined ? null : dcm(modality, meaning);
}

/** Units as the program writes them to UCUM code items. Pixels have no UCUM unit: an annotated unity says what is counted. */
const UNITS: Readonly<Record<string, Code>> = {
  '': ucum('1', 'no units'),
  '1': ucum('1', 'no units'),
  "[hnsf'U]": ucum("[hnsf'U]", 'Hounsfield unit'),
  '{SUVbw}g/ml': ucum('{SUVbw}g/ml', 'Standardized Uptake Value body weight'),
  '{SUVlbm}g/ml': ucum('{SUVlbm}g/ml', 'Standardized Uptake Value lean body mass'),
  '{SUVbsa}cm2/ml': ucum('{SUVbsa}cm2/ml', 'Standardized Uptake Value body surface area'),
  '{SUVibw}g/ml': ucum('{SUVibw}g/ml', 'Standardized Uptake Value ideal body weight'),
  "[arb'U]": ucum("[arb'U]", 'arbitrary unit'),
  cm: ucum('cm', 'centimeter'),
  'cm/s': ucum('cm/s', 'centimeter per second'),
  cm2: ucum('cm2', 'square centimeter'),
  deg: ucum('deg', 'degree'),
  ml: ucum('ml', 'milliliter'),
  mg: ucum('mg', 'milligram'),
  mm: ucum('mm', 'millimeter'),
  mm2: ucum('mm2', 'square millimeter'),
  mm3: ucum('mm3', 'cubic millimeter'),
  ms: ucum('ms', 'millisecond'),
  px: ucum('{pixels}', 'pixels'),
  px2: ucum('{pixels2}', 'square pixels'),
  s: ucum('s', 'second'),
};

/** The unit a value was shown in, never another one: nothing is converted on the way into the object. */
export function unitCode(unit: string): Code {
  return entryOf(UNITS, unit) ?? ucum(unit, unit);
}

interface ValueCode {
  readonly name: Code;
  readonly derivation: Code | null;
  /** How it comes about, and where it was found, where that is not said by the group. */
  readonly method?: Code;
  readonly site?: Code;
}

const NAMES: Readonly<Record<string, Code>> = {
  angle: sct('1483009', 'Angle'),
  area: sct('42798000', 'Area'),
  'cobb angle': sct('285285000', 'Cobb angle'),
  circumference: sct('131191004', 'Perimeter'),
  diameter: sct('81827009', 'Diameter'),
  length: sct('410668003', 'Length'),
  'long axis': sct('103339001', 'Long Axis'),
  perimeter: sct('131191004', 'Perimeter'),
  'end diastolic velocity': ln('11653-3', 'End Diastolic Velocity'),
  'peak systolic velocity': ln('11726-7', 'Peak Systolic Velocity'),
  'resistive index': ln('12023-8', 'Resistivity Index'),
  's/d ratio': ln('12144-2', 'Systolic to Diastolic Velocity Ratio'),
  'short axis': sct('103340004', 'Short Axis'),
  volume: sct('118565006', 'Volume'),
};

const DERIVATIONS: Readonly<Record<string, Code>> = {
  max: sct('56851009', 'Maximum'),
  maximum: sct('56851009', 'Maximum'),
  mean: sct('373098007', 'Mean'),
  median: sct('373099004', 'Median'),
  min: sct('255605001', 'Minimum'),
  minimum: sct('255605001', 'Minimum'),
  sd: sct('386136009', 'Standard Deviation'),
  'standard deviation': sct('386136009', 'Standard Deviation'),
  stddev: sct('386136009', 'Standard Deviation'),
};

/** What a value is called: a geometric name, or the pixel quantity by its unit with a derivation ("mean" of the attenuation). */
export function valueCode(valueName: string, unit: string, modality: string | null): ValueCode {
  const key = valueName.trim().toLowerCase();
  const calcium = calciumCode(valueName);
  if (calcium) return calcium;
  const geometric = entryOf(NAMES, key);
  if (geometric) return { name: geometric, derivation: null };
  // The same statistics once more as SUV: the unit says which they are.
  const suv = suvCode(key, unit);
  const derivation = entryOf(DERIVATIONS, suv ? suv.rest : key);
  if (suv && (derivation || suv.rest === '')) return { name: suv.name, derivation: derivation ?? null };
  if (derivation || key === 'value') return { name: quantityCode(unit, modality), derivation: derivation ?? null };
  return { name: own(ownValue(key), valueName.slice(0, 64)), derivation: null };
}

/** Kinds of SUV (CID 85) by how the values of the program begin; the plain word is what values were called that are kept. */
const SUV_CODES: readonly (readonly [word: string, name: Code])[] = [
  ['suvlbm (james)', dcm('126405', 'SUVlbm(James128)')],
  ['suvlbm (janmahasatian)', dcm('126406', 'SUVlbm(Janma)')],
  ['suvbsa', dcm('126403', 'SUVbsa')],
  ['suvibw', dcm('126404', 'SUVibw')],
  ['suvbw', dcm('126401', 'SUVbw')],
  ['suv', dcm('126401', 'SUVbw')],
];

function suvCode(key: string, unit: string): { readonly name: Code; readonly rest: string } | null {
  if (!unit.startsWith('{SUV')) return null;
  const found = SUV_CODES.find(([word]) => key === word || key.startsWith(`${word} `));
  return found ? { name: found[1], rest: key.slice(found[0].length).trim() } : null;
}

function quantityCode(unit: string, modality: string | null): Code {
  if (unit === "[hnsf'U]") return dcm('110850', 'X-Ray Attenuation');
  if (unit === '{SUVbw}g/ml') return dcm('126401', 'SUVbw');
  if (modality === 'MR') return dcm('110852', 'MR signal intensity');
  return own('PIXEL_VALUE', 'Pixel value');
}

function ownValue(key: string): string {
  const plain = key.toUpperCase().replace(/[^A-Z0-9]+/g, '_');
  return plain.slice(0, 16) || 'VALUE';
}

/** The tool that a measurement was drawn with. */
export function toolCode(tool: string): Code {
  return own(ownValue(tool), tool.slice(0, 64));
}
