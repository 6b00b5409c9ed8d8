import { bodyRegions } from '../report/body-region.ts';
import type { BodyRegion } from '../report/body-region.ts';
import { burnedInDoubt } from '../rules/burned-in.ts';
import type { ErrorCode } from '../errors/codes.ts';
import type { DeidentifyOptions } from './options.ts';

/** What decides whether an object can be de-identified at all. Of the object as it came. */
export interface AdmissionFacts {
  readonly sopClass: string | null;
  readonly modality: string | null;
  readonly imageType: readonly string[];
  readonly photometric: string | null;
  /** (0028,0301) as written. */
  readonly burnedIn: string | null;
  /** Body part, anatomic region, descriptions of study and series, protocol: whatever may name a part. */
  readonly words: readonly string[];
  /** Length of the picture, or of the stack of its frames, along the patient from feet to head, mm; null: it cannot be known. */
  readonly lengthMm: number | null;
  /** Bits of overlays lie in unused bits of its pixels. */
  readonly overlayInPixels: boolean;
}

export interface Refusal {
  readonly code: Extract<ErrorCode, 'deidentify/text-in-pixels' | 'deidentify/face' | 'deidentify/unsupported'>;
  /** For the log and the table of the export: a fixed word, nothing of the patient. */
  readonly reason: string;
}

const S = '1.2.840.10008.5.1.4.1.1.';
/** Pictures and what lies on them. Documents, structured reports, waveforms, plans, video and private classes are not taken. */
const TAKEN: ReadonlySet<string> = new Set(
  (
    '1 1.1 1.1.1 1.2 1.2.1 1.3 1.3.1 2 2.1 2.2 4 4.1 4.4 12.1 12.1.1 12.2 12.2.1 13.1.1 13.1.2 13.1.3 13.1.4 13.1.5 20 ' +
    '30 66.4 66.7 128 128.1 130 11.1 11.2 11.3'
  )
    .split(' ')
    .map((tail) => S + tail),
);
/** Ultrasound and captures: pictures that a device draws into, where somebody or something saw to that. Photographs never: they show faces. */
const TAKEN_CLEARED: ReadonlySet<string> = new Set('3.1 6.1 7 7.1 7.2 7.3 7.4'.split(' ').map((tail) => S + tail));
/** A capture of anything, and pictures that a device draws its heading into: refused whatever the object says of itself. */
const DRAWN: readonly RegExp[] = [
  /\.1\.1\.7(?:\.[1-4])?$/,
  /\.1\.1\.(?:3\.1|6\.1|6\.2)$/,
  /\.1\.1\.77\.1\.\d+(?:\.\d+)?$/,
];
const DRAWN_MODALITY = new Set(['US', 'IVUS', 'ES', 'OT', 'SC', 'XC', 'OP', 'DOC', 'DG']);
const CAPTURE_WORDS = /SCREEN|CAPTURE|REPORT|DOSE|SUMMARY|RESULT|TABLE|GRAPH|SCANNED|PROTOCOL/;
/** A coloured picture of these is a rendering or a capture. */
const GREY_ONLY = new Set(['CT', 'MR', 'PT', 'NM']);

/**
 * Why an object stays in; null: it may be de-identified.
 * @param cleared its pixels were judged, picture by picture (`pixelReason`): only what lies in bits that no picture shows is asked for then
 */
export function refusalOf(
  facts: AdmissionFacts,
  { faces, cleared }: { readonly faces: DeidentifyOptions['faces']; readonly cleared: boolean },
): Refusal | null {
  const text = cleared ? overlayRefusal(facts) : textRefusal(facts);
  return text ?? classRefusal(facts, cleared) ?? (faces === 'refuse' ? faceRefusal(facts) : null);
}

function overlayRefusal({ overlayInPixels }: AdmissionFacts): Refusal | null {
  return overlayInPixels ? { code: 'deidentify/text-in-pixels', reason: 'overlay-in-pixels' } : null;
}

function textRefusal(facts: AdmissionFacts): Refusal | null {
  const refuse = (reason: string): Refusal => ({ code: 'deidentify/text-in-pixels', reason });
  const modality = facts.modality ?? '';
  const overlay = overlayRefusal(facts);
  if (overlay !== null) return overlay;
  const said = burnedInDoubt({
    ...{ burnedIn: facts.burnedIn === 'YES', modality, sopClass: facts.sopClass },
    ...(facts.burnedIn === 'NO' ? { burnedInDenied: true as const } : {}),
  });
  if (said === 'said') return refuse('said');
  if (DRAWN.some((shape) => shape.test(facts.sopClass ?? '')) || DRAWN_MODALITY.has(modality)) return refuse('kind');
  if (facts.imageType.some((value) => CAPTURE_WORDS.test(value))) return refuse('capture');
  const coloured = facts.photometric !== null && !facts.photometric.startsWith('MONOCHROME');
  if (coloured && GREY_ONLY.has(modality)) return refuse('coloured');
  return said === 'possible' ? refuse('not-denied') : null;
}

function classRefusal({ sopClass }: AdmissionFacts, cleared: boolean): Refusal | null {
  const taken = TAKEN.has(sopClass ?? '') || (cleared && TAKEN_CLEARED.has(sopClass ?? ''));
  return taken ? null : { code: 'deidentify/unsupported', reason: 'class' };
}

/** Whose surface can be rendered into a face that somebody knows. */
const SHOWS_FACES = new Set(['CT', 'MR']);
const FACE_CLASSES = /\.1\.1\.(?:2|2\.1|2\.2|4|4\.1|4\.4|128|128\.1|130)$/;
const WITH_FACE: readonly BodyRegion[] = ['head', 'neck'];
/** Parts of the spine and of vessels that a scan reaches over the head for, and words for more than a part. */
const NEAR_FACE =
  /WHOLE.?BODY|\bWB\b|TOTAL.?BODY|C.?SPINE|CERVICAL|\bHWS\b|TMJ|JAW|MANDIB|MAXIL|DENTAL|TEMPORAL|\bIAC\b|PITUIT|SELLA|STROKE|PARANASAL|NASAL|PAROTID|TONGUE|PHARYN|TRAUMA|POLYTRAUMA|EYE\b|ORBIT|CT.?SPINE|\bEAR\b|SCALP|CAROTID|CNS|SKULL/;
/** From chin to pelvis. A stack or a scout that is longer may begin above the chin whatever its name. */
const TRUNK_MM = 700;
/** Of one part alone. */
const PART_MM = 520;

/**
 * A head is refused until it can be defaced; so is what may hold one. Known to hold none: a part that the header names and that is not
 * near a face, with a picture or a stack that is not longer than that part.
 */
function faceRefusal(facts: AdmissionFacts): Refusal | null {
  const refuse = (reason: string): Refusal => ({ code: 'deidentify/face', reason });
  const shows = SHOWS_FACES.has(facts.modality ?? '') || FACE_CLASSES.test(facts.sopClass ?? '');
  if (!shows) return null;
  const words = facts.words.map((text) => text.toUpperCase());
  const regions = new Set(
    words.flatMap((text) => [...bodyRegions(text.replaceAll(/[_^]/g, ' ')), ...bodyRegions(text)]),
  );
  if (WITH_FACE.some((region) => regions.has(region)) || words.some((text) => NEAR_FACE.test(text)))
    return refuse('head');
  if (regions.size === 0) return refuse('part-unknown');
  // The whole spine is one part and goes up to the skull.
  if (regions.has('spine') && !words.some((text) => /LUMB|L.?SPINE|T.?SPINE|S.?SPINE|THORACIC|SACR/.test(text)))
    return refuse('part-unknown');
  // Arms may lie beside the head.
  if (
    [...regions].every((region) => region === 'arm') &&
    !words.some((text) => /WRIST|HAND|FINGER|ELBOW|FOREARM/.test(text))
  )
    return refuse('part-unknown');
  if (facts.lengthMm === null) return refuse('length-unknown');
  const longest = regions.size > 1 || regions.has('leg') ? TRUNK_MM : PART_MM;
  return facts.lengthMm > longest ? refuse('too-long') : null;
}
