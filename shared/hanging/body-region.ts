import { foldText } from '../dicom/person-name.ts';

/** Regions that make two studies comparable. A word may belong to several ("thoracolumbar"). */
export type BodyRegion =
  | 'head'
  | 'neck'
  | 'chest'
  | 'breast'
  | 'heart'
  | 'abdomen'
  | 'pelvis'
  | 'spine'
  | 'upper limb'
  | 'lower limb'
  | 'whole body';

/**
 * Words of body part, study and series texts, folded to plain lower case. English, with the German, French, Spanish and
 * Latin stems that modalities ship with. A stem matches at the beginning of a word.
 */
const STEMS: readonly (readonly [stem: string, regions: readonly BodyRegion[]])[] = [
  ['head', ['head']],
  ['brain', ['head']],
  ['skull', ['head']],
  ['schadel', ['head']],
  ['kopf', ['head']],
  ['crane', ['head']],
  ['cerebr', ['head']],
  ['neuro', ['head']],
  ['orbit', ['head']],
  ['sinus', ['head']],
  ['face', ['head']],
  ['dental', ['head']],
  ['teeth', ['head']],
  ['jaw', ['head']],
  ['mandib', ['head']],
  ['pituitar', ['head']],
  ['neck', ['neck']],
  ['hals', ['neck']],
  ['thyroid', ['neck']],
  ['carotid', ['neck', 'head']],
  ['chest', ['chest']],
  ['thorax', ['chest']],
  ['thorac', ['chest']],
  ['lung', ['chest']],
  ['pulmon', ['chest']],
  ['cxr', ['chest']],
  ['rib', ['chest']],
  ['torso', ['chest', 'abdomen']],
  ['trunk', ['chest', 'abdomen']],
  ['cap', ['chest', 'abdomen', 'pelvis']],
  ['breast', ['breast']],
  ['mammo', ['breast']],
  ['heart', ['heart', 'chest']],
  ['cardiac', ['heart', 'chest']],
  ['coronar', ['heart', 'chest']],
  ['echocard', ['heart', 'chest']],
  ['abd', ['abdomen']],
  ['liver', ['abdomen']],
  ['hepat', ['abdomen']],
  ['leber', ['abdomen']],
  ['kidney', ['abdomen']],
  ['renal', ['abdomen']],
  ['pancrea', ['abdomen']],
  ['colon', ['abdomen', 'pelvis']],
  ['pelvi', ['pelvis']],
  ['becken', ['pelvis']],
  ['prostat', ['pelvis']],
  ['uterus', ['pelvis']],
  ['bladder', ['pelvis']],
  ['hip', ['pelvis', 'lower limb']],
  ['spine', ['spine']],
  ['spinal', ['spine']],
  ['cspine', ['spine', 'neck']],
  ['tspine', ['spine', 'chest']],
  ['lspine', ['spine', 'abdomen']],
  ['lumbar', ['spine']],
  ['lwirbel', ['spine']],
  ['wirbels', ['spine']],
  ['cervical', ['spine', 'neck']],
  ['sacr', ['spine', 'pelvis']],
  ['shoulder', ['upper limb']],
  ['arm', ['upper limb']],
  ['elbow', ['upper limb']],
  ['wrist', ['upper limb']],
  ['hand', ['upper limb']],
  ['finger', ['upper limb']],
  ['humer', ['upper limb']],
  ['leg', ['lower limb']],
  ['knee', ['lower limb']],
  ['ankle', ['lower limb']],
  ['foot', ['lower limb']],
  ['femur', ['lower limb']],
  ['tibia', ['lower limb']],
  ['extremity', ['upper limb', 'lower limb']],
  ['whole body', ['whole body']],
  ['wholebody', ['whole body']],
  ['skull base to', ['whole body']],
  ['pet', ['whole body']],
];

/** Regions named in texts, each once. */
export function bodyRegions(texts: readonly (string | null)[]): ReadonlySet<BodyRegion> {
  const found = new Set<BodyRegion>();
  for (const text of texts) {
    const folded = ` ${foldText(text ?? '')}`;
    for (const [stem, regions] of STEMS) {
      if (folded.includes(` ${stem}`)) for (const region of regions) found.add(region);
    }
  }
  return found;
}
