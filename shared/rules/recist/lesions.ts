/**
 * Words of RECIST 1.1 (rule 3.3). Diameters in mm: the longest one of a lesion in the plane it was measured in, the short
 * axis of a lymph node.
 */

/** What a target lesion is at baseline; it stays so for as long as the patient is followed. */
export type TargetLesion = Readonly<{
  /** Tracking unique identifier (112040, DCM): the same at every time point. */
  trackingUid: string;
  /** Nodes count with their short axis, and as one organ. */
  node: boolean;
  organ: string;
}>;

/** What was found of one target lesion at one time point. */
export type TargetFinding =
  | Readonly<{ kind: 'measured'; mm: number }>
  /** There, and too small to measure: counts 5 mm. Not for nodes, which always have a real value. */
  | Readonly<{ kind: 'too-small' }>
  /** Not seen any more: counts 0 mm. Not for nodes either. */
  | Readonly<{ kind: 'gone' }>
  /** Fell apart: the diameters of its pieces are added. */
  | Readonly<{ kind: 'split'; pieces: readonly number[] }>
  /** Grew together with another target, which has the longest diameter of both: counts 0 mm here, and is not gone. */
  | Readonly<{ kind: 'merged'; into: string }>
  | Readonly<{ kind: 'not-evaluated'; reason: string }>;

/** A target lesion with what was found of it. */
export type FoundTarget = Readonly<{ lesion: TargetLesion; finding: TargetFinding }>;

/** Response of the target lesions; the codes are those of CID 6020 (DCM 112041 to 112044). */
export type TargetResponse = 'CR' | 'PR' | 'SD' | 'PD' | 'NE';
/** Of the others: 112045 to 112047; null where the patient has none. */
export type NonTargetResponse = 'CR' | 'Non-CR/Non-PD' | 'PD' | 'NE';
/** 'equivocal' is followed as if it were none, until it is seen for what it is. */
export type NewLesions = 'none' | 'equivocal' | 'unequivocal';
export type OverallResponse = TargetResponse | 'Non-CR/Non-PD';

/** What a lesion counts that is too small to measure, mm. */
export const TOO_SMALL_MM = 5;
/** A lymph node with a shorter short axis is a normal one, mm. */
export const NORMAL_NODE_MM = 10;
