/**
 * What turns sound into words. Fed in order, frame by frame; it knows nothing of phrases: the listener tells it where one ends.
 * What cannot be done is thrown as an AppError with a code.
 */
export interface SpeechEngine {
  /** Samples from -1 to 1 at 16 kHz. */
  accept(frame: Float32Array): void;
  /** The words of the phrase so far; they may change until it ends. */
  words(): string;
  /** The words of the phrase, for good; what comes next is another phrase. */
  finish(): string;
}
