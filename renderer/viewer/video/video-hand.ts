/** What keys do to a video on the glass. Nothing while none of its pictures is there. */
export interface VideoHand {
  /** By so many pictures, not beyond its ends. */
  readonly step: (by: number) => void;
  readonly edge: (at: 'first' | 'last') => void;
  readonly togglePlaying: () => void;
}

/** Videos on the glass, each by its viewport. */
export class VideoHands {
  readonly #hands = new Map<string, VideoHand>();

  /** @param hand null: the viewport has none any more */
  put(viewportId: string, hand: VideoHand | null): void {
    if (hand) this.#hands.set(viewportId, hand);
    else this.#hands.delete(viewportId);
  }

  of(viewportId: string): VideoHand | null {
    return this.#hands.get(viewportId) ?? null;
  }
}
