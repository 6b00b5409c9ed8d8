/** What is known of how fast a source delivers, from transfers that ended. Bytes a second. */
export interface LineRate {
  readonly mean: number;
  /** Mean absolute deviation. */
  readonly deviation: number;
  readonly samples: number;
}

/** Before anything was measured: a slow home line (20 Mbit/s), of which we are not sure. */
export const UNKNOWN_RATE: LineRate = { mean: 2_500_000, deviation: 1_000_000, samples: 0 };

/** Shares that a new measurement has in mean and deviation, as in the timer of TCP (RFC 6298). */
const MEAN_GAIN = 1 / 8;
const DEVIATION_GAIN = 1 / 4;
/** Too little to tell a rate by: such a transfer is mostly waiting. */
const LEAST_BYTES = 256 * 1024;
const LEAST_SHARE = 0.1;

/** The rate after one more transfer. @param ms that its bytes took */
export function measuredRate(
  known: LineRate,
  { bytes, ms }: { readonly bytes: number; readonly ms: number },
): LineRate {
  if (bytes < LEAST_BYTES || ms <= 0) return known;
  const rate = (bytes * 1000) / ms;
  if (known.samples === 0) return { mean: rate, deviation: rate / 2, samples: 1 };
  const deviation = known.deviation + DEVIATION_GAIN * (Math.abs(rate - known.mean) - known.deviation);
  return { mean: known.mean + MEAN_GAIN * (rate - known.mean), deviation, samples: known.samples + 1 };
}

/** What a plan may count on: one deviation less than the mean, and never less than a tenth of it. Bytes a second. */
export function safeRate({ mean, deviation }: LineRate): number {
  return Math.max(mean * LEAST_SHARE, mean - deviation);
}
