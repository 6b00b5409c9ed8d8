import type { UnpackedVideo, VideoSample } from '../../../shared/model/video-track.ts';

/** Coded pictures that wait in the decoder at most: enough to keep it busy. */
const MOST_WAITING = 8;

interface Wanted {
  readonly index: number;
  readonly resolve: (shown: boolean) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Pictures of a video by their number, through the window's own decoder. Which picture came is known by its time, so that what is
 * drawn is the picture that was asked for or none.
 */
export class VideoPlayer {
  readonly #video: UnpackedVideo;
  readonly #draw: (picture: VideoFrame) => void;
  /** Times in the order in which they are shown. */
  readonly #times: readonly number[];
  #decoder: VideoDecoder | null = null;
  /** Next sample for the decoder. */
  #next = 0;
  /** Number of the last picture that came out. */
  #last = -1;
  #isFlushing = false;
  #wanted: Wanted | null = null;

  constructor(video: UnpackedVideo, draw: (picture: VideoFrame) => void) {
    this.#video = video;
    this.#draw = draw;
    this.#times = video.track.samples.map(({ time }) => time).sort((a, b) => a - b);
  }

  /** Whether this window has a decoder for it. */
  static async canPlay(codec: string): Promise<boolean> {
    if (typeof VideoDecoder === 'undefined') return false;
    return (await VideoDecoder.isConfigSupported({ codec })).supported === true;
  }

  get count(): number {
    return this.#times.length;
  }

  /** Milliseconds from one picture to the next, of the whole. */
  get interval(): number {
    const span = (this.#times.at(-1) ?? 0) - (this.#times[0] ?? 0);
    return this.count < 2 || span <= 0 ? 40 : span / (this.count - 1) / 1000;
  }

  /**
   * Draws a picture (from 0); false when another was wanted meanwhile.
   * @throws Error when the decoder cannot make it
   */
  show(index: number): Promise<boolean> {
    this.#wanted?.resolve(false);
    return new Promise((resolve, reject) => {
      this.#wanted = { index, resolve, reject };
      if (this.#mustBeginAnew(index)) this.#begin(index);
      this.#feed();
    });
  }

  close(): void {
    this.#wanted?.resolve(false);
    this.#wanted = null;
    if (this.#decoder && this.#decoder.state !== 'closed') this.#decoder.close();
    this.#decoder = null;
  }

  #mustBeginAnew(index: number): boolean {
    if (!this.#decoder || this.#decoder.state !== 'configured' || this.#isFlushing || index <= this.#last) return true;
    // A whole picture lies between: what comes before it need not be decoded.
    return this.#startOf(index) > this.#next;
  }

  /** The sample, in order of decoding, from which a picture can be had. */
  #startOf(index: number): number {
    const { samples } = this.#video.track;
    let start = samples.findIndex(({ time }) => time === this.#times[index]);
    while (start > 0 && samples[start]?.sync !== true) start -= 1;
    return Math.max(0, start);
  }

  #begin(index: number): void {
    if (this.#decoder && this.#decoder.state !== 'closed') this.#decoder.close();
    const decoder = new VideoDecoder({
      output: (picture) => this.#came(decoder, picture),
      error: (error) => {
        if (decoder === this.#decoder) this.#fail(error);
      },
    });
    const { codec, columns, rows } = this.#video.track;
    decoder.configure({ codec, codedWidth: columns, codedHeight: rows, description: this.#video.description });
    decoder.addEventListener('dequeue', () => this.#feed());
    this.#decoder = decoder;
    this.#isFlushing = false;
    this.#last = -1;
    this.#next = this.#startOf(index);
  }

  #feed(): void {
    const decoder = this.#decoder;
    if (!decoder || !this.#wanted || this.#isFlushing || decoder.state !== 'configured') return;
    const { samples } = this.#video.track;
    while (this.#next < samples.length && decoder.decodeQueueSize < MOST_WAITING) {
      const sample = samples[this.#next];
      const data = this.#video.samples[this.#next];
      this.#next += 1;
      if (sample && data) decoder.decode(chunk(sample, data));
    }
    if (this.#next < samples.length) return;
    this.#isFlushing = true;
    decoder.flush().then(
      () => {
        if (decoder === this.#decoder && this.#wanted) this.#fail(new Error('the decoder left the picture out'));
      },
      () => undefined,
    );
  }

  #came(decoder: VideoDecoder, picture: VideoFrame): void {
    try {
      if (decoder !== this.#decoder) return;
      const index = this.#times.indexOf(picture.timestamp);
      this.#last = index;
      if (index !== this.#wanted?.index) return;
      this.#draw(picture);
      this.#wanted.resolve(true);
      this.#wanted = null;
    } finally {
      picture.close();
    }
  }

  #fail(error: Error): void {
    this.#wanted?.reject(error);
    this.#wanted = null;
  }
}

function chunk({ sync, time }: VideoSample, data: Uint8Array): EncodedVideoChunk {
  // A copy: a decoder does not read shared memory.
  return new EncodedVideoChunk({ type: sync ? 'key' : 'delta', timestamp: time, data: data.slice() });
}
