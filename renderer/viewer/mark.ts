/** A line over a picture that is never hidden. */
export interface Mark {
  readonly text: string;
  /** warning: may change what is read. quiet: good to know. */
  readonly tone: 'warning' | 'quiet';
}
