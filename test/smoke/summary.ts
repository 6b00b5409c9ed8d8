/** What became of one picture or object that is not on the glass, in the station's own words. */
export interface NotShown {
  readonly sopUid: string;
  readonly reason: string;
}

/** The smoke run in figures: written to summary.json beside the screenshots. */
export interface Summary {
  studies: number;
  series: number;
  /** Stored objects with pictures. */
  images: number;
  framesShown: number;
  /** Pictures that the station tried to show and could not. */
  framesFailed: NotShown[];
  /** Objects that have no picture to show: reports, presentation states, video … */
  withoutPicture: NotShown[];
  /** Pictures whose glass is of one colour all over: to be looked at. */
  blank: string[];
  /** Where the glass said something else than the file, and objects that never came up. */
  mismatches: { readonly sopUid: string; readonly what: string }[];
  /** Objects whose files the independent reader cannot read: shown, but compared with nothing. */
  notCompared: string[];
  measured: { readonly value: number; readonly unit: string; readonly byHand: number } | null;
  signed: boolean;
  foundAgain: boolean;
  seconds: number;
  /** Errors of the page. */
  complaints: string[];
  /** Series longer than this were sampled: first, middle and last pictures. */
  everyFrameUpTo: number;
  imported: Readonly<Record<string, number>>;
  /** Screenshot of each study, by study UID, with the seconds it took. */
  shots: { readonly file: string; readonly studyUid: string; readonly frames: number; readonly seconds: number }[];
}

export function emptySummary(everyFrameUpTo: number): Summary {
  return {
    studies: 0,
    series: 0,
    images: 0,
    framesShown: 0,
    framesFailed: [],
    withoutPicture: [],
    blank: [],
    mismatches: [],
    notCompared: [],
    measured: null,
    signed: false,
    foundAgain: false,
    seconds: 0,
    complaints: [],
    everyFrameUpTo,
    imported: {},
    shots: [],
  };
}

/** Whether the run shows a fault of the program. Pictures that it says it cannot show are none. */
export function isFaulty(summary: Summary): boolean {
  const { mismatches, complaints, measured, signed, foundAgain } = summary;
  return mismatches.length > 0 || complaints.length > 0 || measured === null || !signed || !foundAgain;
}
