import { useEffect, useState } from 'react';

const TICK_MS = 250;

/** Whole seconds until a moment, never under 0. @param until UTC, ISO 8601 */
export function useSecondsLeft(until: string): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, Math.ceil((Date.parse(until) - now) / 1000));
}
