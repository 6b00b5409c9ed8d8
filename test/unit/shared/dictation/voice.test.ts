import { describe, expect, it } from 'vitest';
import { FRAME_SAMPLES, hear, levelOf, SAMPLE_RATE, SILENT } from '../../../../shared/dictation/voice.ts';
import type { VoiceState } from '../../../../shared/dictation/voice.ts';
import { seeded } from '../../../../shared/prefetch/simulate/random.ts';

/** Sound of so many milliseconds. @param loud dB of full scale (of a sine) */
interface Sound {
  readonly ms: number;
  readonly loud: number;
  readonly kind: 'tone' | 'noise';
}

function frames(sounds: readonly Sound[]): readonly Float32Array[] {
  const random = seeded(7);
  return sounds.flatMap(({ ms, loud, kind }) =>
    Array.from({ length: Math.round(ms / 20) }, (_, at) =>
      Float32Array.from({ length: FRAME_SAMPLES }, (_sample, place) => {
        const size = Math.SQRT2 * 10 ** (loud / 20);
        const phase = (2 * Math.PI * 220 * (at * FRAME_SAMPLES + place)) / SAMPLE_RATE;
        return kind === 'tone' ? size * Math.sin(phase) : size * Math.sqrt(1.5) * (2 * random() - 1);
      }),
    ),
  );
}

/** Places in milliseconds at which speech begins and ends. */
function turns(sounds: readonly Sound[]): readonly number[] {
  let state: VoiceState = SILENT;
  const found: number[] = [];
  for (const [at, frame] of frames(sounds).entries()) {
    const next = hear(state, frame);
    if (next.speaking !== state.speaking) found.push((at + 1) * 20);
    state = next;
  }
  return found;
}

const quiet = (ms: number, loud = -70): Sound => ({ ms, loud, kind: 'noise' });
const voice = (ms: number, loud = -25): Sound => ({ ms, loud, kind: 'tone' });

describe('where speech begins and ends', () => {
  it('is told by the level of a frame in decibels, without the offset of the microphone', () => {
    expect(levelOf(frames([voice(20, -20)])[0] ?? new Float32Array())).toBeCloseTo(-20, 0);
    expect(levelOf(new Float32Array(FRAME_SAMPLES).fill(0.3))).toBe(-90);
    expect(levelOf(new Float32Array())).toBe(-90);
  });

  it.each<readonly [what: string, sounds: readonly Sound[], expected: readonly number[]]>([
    ['silence', [quiet(3000)], []],
    ['one phrase', [quiet(1000), voice(1000), quiet(2000)], [1080, 2600]],
    ['a pause within a phrase', [quiet(500), voice(500), quiet(400), voice(500), quiet(1000)], [580, 2500]],
    ['two phrases', [quiet(500), voice(500), quiet(1000), voice(500), quiet(1000)], [580, 1600, 2080, 3100]],
    ['a click of a key', [quiet(1000), voice(60), quiet(1000)], []],
    // Taken for speech until it is known to be the room; a word too much is better than one too few.
    ['a loud ventilator', [quiet(6000, -45)], [80, 1040]],
    ['speech over a ventilator', [quiet(4000, -60), voice(1000, -30), quiet(2000, -60)], [4080, 5600]],
    ['a whisper under what a room does', [quiet(500, -80), voice(1000, -60), quiet(500, -80)], []],
  ])('%s', (_what, sounds, expected) => {
    expect(turns(sounds)).toEqual(expected);
  });
});
