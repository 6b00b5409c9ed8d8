import type { DocumentKind } from '../series-documents.ts';

/** What a study has beside its pictures. */
export type HangingExtra = 'report' | 'key-images' | 'ai-result';

/** What an order may say of a study. */
export interface OrderedFacts {
  readonly description: string | null;
  readonly procedureCodes: readonly string[];
  readonly reasonCodes: readonly string[];
  readonly reason: string | null;
  /** L, R. */
  readonly sides: readonly string[];
  /** Names of prior-relevance.json: "brain", "lumbar spine"; of the description, else of the series, else of the order. */
  readonly parts: readonly string[];
  /** Coarse regions of the parts: "head", "spine". */
  readonly regions: readonly string[];
}

/** Facts by which protocols judge a study. What nobody said is null or an empty list. */
export interface HangingStudy extends OrderedFacts {
  readonly studyUid: string;
  /** DICOM DA. */
  readonly date: string | null;
  readonly modalities: readonly string[];
  /** "angiography", "screening" … of the same table. */
  readonly techniques: readonly string[];
  /** By the words of the description. */
  readonly contrast: 'with' | 'without' | 'both' | null;
  readonly age: number | null;
  /** M, F, O. */
  readonly sex: string | null;
  readonly site: string | null;
  readonly extras: readonly HangingExtra[];
  /** How many key images; absent: none. */
  readonly keyImages?: number;
  /** Series that a program speaks of, by UID; absent: none. */
  readonly aiSeries?: readonly string[];
  /** Where the order of the site says more than the images: who ordered, and what they say without it. */
  readonly order?: { readonly by: string | null; readonly without: OrderedFacts };
  readonly stacks: readonly HangingStack[];
}

/** Pictures that are read one after the other, or one picture of a projection study. */
export interface HangingStack {
  readonly studyUid: string;
  readonly seriesUid: string;
  /** Among the stacks of its series, from 0. */
  readonly stack: number;
  /** The one picture meant; null: the whole stack. An id of ours, or whatever names a picture to the caller. */
  readonly objectId: string | null;
  readonly seriesNumber: number | null;
  /** "b 800": of the stack; '' where its series is one stack. */
  readonly name: string;
  readonly modality: string | null;
  readonly description: string | null;
  readonly protocol: string | null;
  readonly bodyPart: string | null;
  /** L, R, B, U. */
  readonly laterality: string | null;
  readonly view: string | null;
  readonly viewModifiers: readonly string[];
  readonly imageType: readonly string[];
  readonly sopClass: string | null;
  readonly plane: 'axial' | 'coronal' | 'sagittal' | 'oblique' | null;
  /** Pictures that can be shown. */
  readonly images: number;
  /** mm. */
  readonly thickness: number | null;
  /** ms. */
  readonly echoTime: number | null;
  /** s/mm². */
  readonly bValue: number | null;
  readonly kernel: string | null;
  readonly frameOfReference: string | null;
  /** Frames that follow each other in time. */
  readonly cine: boolean;
  readonly colour: boolean;
  /** False: of a CT whose values are no Hounsfield units. */
  readonly hounsfield?: boolean;
  /** Stands in a viewport in place of pictures, of which it has none; absent: it is of pictures. */
  readonly document?: DocumentKind;
  /** What the pictures are, by values and words: content.ts. */
  readonly content: readonly string[];
  /** Nobody opens a study for it: scouts, maps. */
  readonly minor: boolean;
}

/** Something that a viewport can show: pictures, or a document in their place. */
export function isShowable({ images, document }: Pick<HangingStack, 'images' | 'document'>): boolean {
  return images > 0 || document !== undefined;
}

/** An earlier study of the same patient. */
export interface HangingPrior extends HangingStudy {
  /** 0 to 1 (prior-relevance.ts). */
  readonly relevance: number;
  /** Days before the current study; null where a date is missing. */
  readonly daysBefore: number | null;
}

export interface HangingMonitor {
  readonly role: 'diagnostic' | 'colour' | 'any';
  readonly orientation: 'landscape' | 'portrait';
  /** Width over height of its picture area; absent: nobody measured it. */
  readonly aspect?: number | undefined;
}

/** All that a protocol may ask of a case. */
export interface HangingCase {
  readonly study: HangingStudy;
  readonly priors: readonly HangingPrior[];
  readonly reader: { readonly name: string; readonly groups: readonly string[] } | null;
  /** From left to right, at least one. */
  readonly monitors: readonly HangingMonitor[];
}

export const ONE_MONITOR: readonly HangingMonitor[] = [{ role: 'any', orientation: 'landscape' }];
