import type { SpeechEngine } from './speech-engine.ts';
import { FRAME_SAMPLES, SAMPLE_RATE } from './voice.ts';

/** How long a word lasts, milliseconds. */
const WORD_MS = 160;

/**
 * Knows what will be said: the first phrase that it hears is the first of its script, and so on, a word for every 160 ms of sound. For
 * tests and for trying a microphone; after the last phrase it begins anew.
 */
export function scriptEngine(phrases: readonly string[]): SpeechEngine {
  let place = 0;
  let frames = 0;
  const phrase = (): string => phrases[place % Math.max(1, phrases.length)] ?? '';
  return {
    accept: () => {
      frames += 1;
    },
    words: () => {
      const spoken = Math.floor((frames * FRAME_SAMPLES * 1000) / SAMPLE_RATE / WORD_MS);
      return phrase().split(' ').slice(0, spoken).join(' ');
    },
    finish: () => {
      const said = phrase();
      place += 1;
      frames = 0;
      return said;
    },
  };
}
