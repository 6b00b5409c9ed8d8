import { APP_ORIGIN } from './window-file.ts';

/** The part of a frame that decides. */
export interface SenderFrame {
  readonly parent: object | null;
  readonly origin: string;
}

/** Only the main frame of our own page may call. */
export function isTrusted(frame: SenderFrame | null): boolean {
  return frame !== null && frame.parent === null && frame.origin === APP_ORIGIN;
}
