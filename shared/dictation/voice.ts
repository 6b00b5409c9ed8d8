/** Of the sound that engines hear: samples a second, and samples of one frame (20 ms). */
export const SAMPLE_RATE = 16_000;
export const FRAME_SAMPLES = 320;
const FRAME_MS = (FRAME_SAMPLES / SAMPLE_RATE) * 1000;

/** Decibels over the noise of the room from which a frame counts as voice, and the least that does at all (full scale is 0). */
const OVER_NOISE_DB = 9;
const LEAST_DB = -55;
/** Shorter is a click of a key or of the mouse; a pause that is shorter lies within a phrase. Milliseconds. */
const BEGINS_MS = 80;
const ENDS_MS = 600;
/**
 * How the noise of the room is learned: it falls at once and rises by so many decibels a second. Speech falls to the room between its
 * syllables; what never does is a ventilator, and is no speech any more after a second or two.
 */
const RISES_DB = 3;
const QUIETEST_DB = -90;

export interface VoiceState {
  /** Noise of the room, dB of full scale; null: nothing was heard yet. */
  readonly noise: number | null;
  /** Level of the last frame, dB of full scale. */
  readonly level: number;
  readonly speaking: boolean;
  /** Milliseconds for which the frames have said the other than `speaking`. */
  readonly against: number;
}

export const SILENT: VoiceState = { noise: null, level: QUIETEST_DB, speaking: false, against: 0 };

/** Level of a frame, dB of full scale. Samples from -1 to 1; a steady offset of the microphone is no sound. */
export function levelOf(frame: Float32Array): number {
  if (frame.length === 0) return QUIETEST_DB;
  const mean = frame.reduce((sum, sample) => sum + sample, 0) / frame.length;
  const power = frame.reduce((sum, sample) => sum + (sample - mean) ** 2, 0) / frame.length;
  return Math.max(QUIETEST_DB, 10 * Math.log10(power + Number.EPSILON));
}

/** After one more frame. Speech begins 80 ms after its first frame and ends 600 ms after its last. */
export function hear(before: VoiceState, frame: Float32Array): VoiceState {
  const level = levelOf(frame);
  const noise = before.noise ?? Math.min(level, LEAST_DB);
  const isVoice = level >= Math.max(noise + OVER_NOISE_DB, LEAST_DB);
  const learned = level < noise ? level : Math.min(level, noise + (RISES_DB * FRAME_MS) / 1000);
  const against = isVoice === before.speaking ? 0 : before.against + FRAME_MS;
  const turns = against >= (before.speaking ? ENDS_MS : BEGINS_MS);
  return {
    noise: learned,
    level,
    speaking: turns ? !before.speaking : before.speaking,
    against: turns ? 0 : against,
  };
}
