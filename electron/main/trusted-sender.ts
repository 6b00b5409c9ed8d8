import type { WebFrameMain } from 'electron';
import { APP_ORIGIN } from './window-protocol.ts';

/** Only the main frame of our own page may call. */
export function isTrusted(frame: WebFrameMain | null): boolean {
  return frame !== null && frame.parent === null && frame.origin === APP_ORIGIN;
}
