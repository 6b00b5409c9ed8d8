import { localMinutes } from '../../app/local-time.ts';

/** "42 Mbit/s", "4.2 Mbit/s", "160 kbit/s". @param bytesPerSecond */
export function rateText(bytesPerSecond: number): string {
  const bits = bytesPerSecond * 8;
  if (bits < 1e6) return `${Math.round(bits / 1e3)} kbit/s`;
  return `${(bits / 1e6).toFixed(bits < 1e7 ? 1 : 0)} Mbit/s`;
}

/** The hour of a time, milliseconds since 1970. */
export function clockText(at: number): string {
  return localMinutes(new Date(at).toISOString()).slice(-5);
}
