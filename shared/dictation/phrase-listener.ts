import type { SpeechEngine } from './speech-engine.ts';
import { FRAME_SAMPLES, hear, SILENT } from './voice.ts';
import type { VoiceState } from './voice.ts';

/** Frames before the first that counted as voice: a word does not begin with its vowel. */
const BEFORE_FRAMES = 10;

export interface Heard {
  readonly kind: 'partial' | 'final';
  readonly text: string;
}

/** Cuts sound into phrases where somebody pauses, and says what an engine makes of each: partial words while it is spoken, then the final ones. */
export class PhraseListener {
  readonly #engine: SpeechEngine;
  #voice: VoiceState = SILENT;
  #rest = new Float32Array(0);
  #before: Float32Array[] = [];
  #said = '';

  constructor(engine: SpeechEngine) {
    this.#engine = engine;
  }

  /** @param samples any number of them, from -1 to 1 at 16 kHz */
  hear(samples: Float32Array): readonly Heard[] {
    const all = new Float32Array(this.#rest.length + samples.length);
    all.set(this.#rest);
    all.set(samples, this.#rest.length);
    const heard: Heard[] = [];
    let at = 0;
    for (; at + FRAME_SAMPLES <= all.length; at += FRAME_SAMPLES)
      heard.push(...this.#frame(all.slice(at, at + FRAME_SAMPLES)));
    this.#rest = all.slice(at);
    return heard;
  }

  /** Nothing more is spoken: the last phrase ends here. */
  end(): readonly Heard[] {
    const isOpen = this.#voice.speaking;
    this.#voice = SILENT;
    this.#before = [];
    this.#rest = new Float32Array(0);
    return isOpen ? this.#finish() : [];
  }

  #frame(frame: Float32Array): readonly Heard[] {
    const was = this.#voice.speaking;
    this.#voice = hear(this.#voice, frame);
    if (!was && !this.#voice.speaking) {
      this.#before = [...this.#before, frame].slice(-BEFORE_FRAMES);
      return [];
    }
    for (const one of this.#before) this.#engine.accept(one);
    this.#before = [];
    this.#engine.accept(frame);
    if (!this.#voice.speaking) return this.#finish();
    const text = this.#engine.words();
    if (text === this.#said) return [];
    this.#said = text;
    return [{ kind: 'partial', text }];
  }

  #finish(): readonly Heard[] {
    this.#said = '';
    return [{ kind: 'final', text: this.#engine.finish() }];
  }
}
