import type { Disposer } from '../../../shared/lib/disposable.ts';

/** Answers one message; may be called more than once, or later. */
export type Reply = (message: unknown) => void;

/** The child's side of a hosted process: under fork, and in an Electron utility process. */
export function serveChild(onMessage: (message: unknown, reply: Reply) => void): Disposer {
  throw new Error(`not written yet ${onMessage.length}`);
}
