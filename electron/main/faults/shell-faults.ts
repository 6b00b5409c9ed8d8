import { asAppError } from '../../../shared/errors/app-error.ts';
import type { ShellFault } from '../../station/shell/protocol.ts';
import { mayRestart } from '../restart-limit.ts';

/** The end in order has bounds of its own, half a minute in all; a program that is not gone by then has no order left. */
const LAST_MS = 40_000;

/** What this does with a fault; each but `stop` may fail itself. */
export interface FaultActs {
  /** One line for whoever looks at the program from outside. */
  readonly print: (line: string) => void;
  /** Into the log of the program. */
  readonly log: (fault: ShellFault) => void;
  /** To the reader. */
  readonly tell: () => void;
  /** The windows write their last words, the store is closed, then the program ends. */
  readonly endInOrder: () => void;
  /** Ends at once. */
  readonly stop: () => void;
}

/**
 * What nobody caught in the shell. Left to itself Electron asks about it in a box that holds every window: the reader would sit before
 * frozen pictures. Here it is logged without its words, which may hold anything, the reader is told, and reading goes on: the store lies
 * in a process of its own. A shell that fails again and again is ended in order, and one that fails before there is a window at once.
 */
export class ShellFaults {
  readonly #stop: () => void;
  readonly #print: (line: string) => void;
  readonly #now: () => number;
  #acts: Omit<FaultActs, 'print' | 'stop'> | null = null;
  #times: readonly number[] = [];
  #ending = false;

  constructor(acts: Pick<FaultActs, 'print' | 'stop'>, now: () => number = Date.now) {
    this.#stop = acts.stop;
    this.#print = acts.print;
    this.#now = now;
  }

  /** There is somebody to tell. */
  reads(acts: Omit<FaultActs, 'print' | 'stop'>): void {
    this.#acts = acts;
  }

  take(kind: 'exception' | 'rejection', error: unknown): void {
    const fault = faultOf(kind, error);
    this.#times = [...this.#times.slice(-10), this.#now()];
    const ends = this.#acts === null || !mayRestart(this.#times);
    this.#print(`The shell failed (${kind}, ${wordOf(fault)}) and ${ends ? 'ends' : 'goes on'}.`);
    const acts = this.#acts;
    if (acts === null) return this.#stop();
    // Nothing that fails here may come back here.
    attempt(() => acts.log(fault));
    if (this.#ending) return;
    if (!ends) return attempt(acts.tell);
    this.#ending = true;
    setTimeout(this.#stop, LAST_MS).unref();
    attempt(acts.endInOrder);
  }
}

/** What of an error holds nothing of a patient: its class, its code, and where in the program it was thrown. */
function faultOf(kind: ShellFault['kind'], error: unknown): ShellFault {
  const isError = error instanceof Error;
  const code: unknown = isError ? Reflect.get(error, 'code') : null;
  return {
    kind,
    name: isError && /^\w{1,60}$/.test(error.name) ? error.name : 'unknown',
    code: typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,60}$/.test(code) ? code : asAppError(error).code,
    at: isError ? placeOf(error) : '',
  };
}

/** File, line and column of the innermost frame. The words of the error stand before the frames, and may look like one. */
function placeOf({ stack = '', message }: Error): string {
  const frames = stack.includes(message) ? stack.slice(stack.indexOf(message) + message.length) : stack;
  return /\n\s+at .*?([\w.-]{1,60}\.[mc]?[jt]s:\d{1,7}:\d{1,7})\)?(?:\n|$)/.exec(frames)?.[1] ?? '';
}

function wordOf({ name, code, at }: ShellFault): string {
  return [name, code, at].filter((part) => part !== '').join(', ');
}

function attempt(act: () => void): void {
  try {
    act();
  } catch (error) {
    process.stderr.write(`A fault of the shell was not passed on: ${asAppError(error).code}\n`);
  }
}
