/** How the elements of a data set are written. */
export interface Form {
  readonly explicit: boolean;
  readonly bigEndian: boolean;
}

/** One element as it lies in the bytes. Offsets count from the start of `DataSet.bytes`. */
export interface Element {
  readonly tag: number;
  /** As written; null in implicit data sets. */
  readonly vr: string | null;
  readonly offset: number;
  /** Bytes of the value; clamped to what is there, for pixel data that was cut short. */
  readonly length: number;
  readonly undefinedLength: boolean;
  /** Of a sequence. */
  readonly items: readonly DataSet[] | null;
  /** Of encapsulated data: where each fragment lies, the offset table first. */
  readonly fragments: readonly Fragment[] | null;
}

export interface Fragment {
  readonly offset: number;
  readonly length: number;
}

export interface DataSet {
  readonly bytes: Uint8Array;
  readonly form: Form;
  readonly elements: ReadonlyMap<number, Element>;
}

/** Oddities met on the way, for the repair log. A set, because a broken writer repeats itself. */
export type Notes = Set<string>;
