/** How far the opening of a store is, as the parts that do the work know it. */
export interface OpeningStage {
  readonly stage: 'checking' | 'rebuilding' | 'rekeying' | 'packing';
  readonly done: number;
  /** Null while it is not known. */
  readonly total: number | null;
}

export type TellStage = (stage: OpeningStage) => void;
