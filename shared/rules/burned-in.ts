import type { ImageInfo } from '../model/image.ts';

/** said: (0028,0301) is YES. possible: it says nothing, and pictures of this kind carry names in their pixels as a rule. */
export type BurnedInText = 'said' | 'possible';

/** Devices that draw into their pictures, and captures of a screen. */
const DRAWS: ReadonlySet<string> = new Set(['US', 'IVUS', 'XA', 'RF', 'ES', 'OT', 'SC']);
/** Secondary capture, of one frame and of several. */
const CAPTURE = /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.7(\.[1-4])?$/;

/** Whether pixels of an object may name somebody: what no change of its header takes away. Null: it denies it, or has no pixels. */
export function burnedInText(image: Pick<ImageInfo, 'pixels' | keyof BurnedInFacts>): BurnedInText | null {
  return image.pixels === null ? null : burnedInDoubt(image);
}

type BurnedInFacts = Pick<ImageInfo, 'burnedIn' | 'burnedInDenied' | 'modality' | 'sopClass'>;

/** The same of an object that has pixels. */
export function burnedInDoubt(image: BurnedInFacts): BurnedInText | null {
  if (image.burnedIn) return 'said';
  if (image.burnedInDenied) return null;
  return DRAWS.has(image.modality ?? '') || CAPTURE.test(image.sopClass ?? '') ? 'possible' : null;
}

const WORDS: Readonly<Record<BurnedInText, string>> = {
  said: 'text is burned into these pixels: it may name the patient, whatever becomes of the header',
  possible:
    'the object does not say whether text is burned into its pixels, as is usual for its kind: look before it goes to anybody who may not know the patient',
};

/** What whoever lets pixels out has to know; nothing where there is no doubt. */
export function burnedInWarnings(text: BurnedInText | null): readonly string[] {
  return text === null ? [] : [WORDS[text]];
}
