/** What a reader is told about a failure. */
export interface ErrorWords {
  /** What failed, without a full stop. */
  readonly title: string;
  /** What happened to the patient's data. */
  readonly data: string;
  /** What to do next. */
  readonly next: string;
}

/** Shortens the tables: title, what happened to the data, what to do. */
export function words(title: string, data: string, next: string): ErrorWords {
  return { title, data, next };
}
