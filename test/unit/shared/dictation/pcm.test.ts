import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pcmSamples, pcmText, resampled } from '../../../../shared/dictation/pcm.ts';

describe('sound on its way', () => {
  it('comes out as it went in, to half a step of 16 bits, clipped at full scale', () => {
    const sample = fc.float({ min: -2, max: 2, noNaN: true });
    fc.assert(
      fc.property(fc.array(sample, { maxLength: 50 }), (samples) => {
        const out = pcmSamples(pcmText(Float32Array.from(samples)));
        expect(out.length).toBe(samples.length);
        for (const [at, one] of out.entries())
          expect(Math.abs(one - Math.max(-1, Math.min(1, samples[at] ?? 0)))).toBeLessThan(1 / 32_000);
      }),
    );
    expect(pcmText(Float32Array.of(1, -1))).toBe(
      Buffer.from([0xff, 0x7f, 0x01, 0x80]).toString('base64').replace(/=+$/, ''),
    );
    expect(pcmSamples('no base64 !').length).toBe(0);
  });

  it('keeps its length over pieces of any size when it is brought to another rate', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(sizes, (pieces) => {
        let rest: Float32Array = new Float32Array(0);
        let count = 0;
        for (const size of pieces) {
          const next = resampled(new Float32Array(size).fill(0.5), 48_000, 16_000, rest);
          rest = next.rest;
          count += next.samples.length;
          expect(next.samples.every((one) => one === 0.5)).toBe(true);
        }
        expect(count).toBe(Math.floor(pieces.reduce((sum, size) => sum + size, 0) / 3));
      }),
    );
  });
});
