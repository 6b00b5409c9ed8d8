import { localMinutes } from '../../app/local-time.ts';

/** "42 Mbit/s", "0.4 Mbit/s". @param bytesPerSecond */
export function rateText(bytesPerSecond: number): string {
  return `${megabits(bytesPerSecond)} Mbit/s`;
}

export function megabits(bytesPerSecond: number): string {
  return ((bytesPerSecond * 8) / 1e6).toFixed(bytesPerSecond > 0 && bytesPerSecond < 1.25e6 ? 1 : 0);
}

/** The hour of a time, milliseconds since 1970. */
export function clockText(at: number): string {
  return localMinutes(new Date(at).toISOString()).slice(-5);
}
