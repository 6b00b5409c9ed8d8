import type { Launch } from '../../shared/contract/app.ts';
import { Emitter } from '../../shared/lib/emitter.ts';
import { readLaunch } from './launch-request.ts';

/** Ours that a value stands behind. */
const VALUED: ReadonlySet<string> = new Set(['--data', '--study', '--accession']);

/**
 * The arguments of a second start as it was started. Chromium hands them over with all switches first, so that a value does not stand behind
 * its switch; among themselves both keep their order, and the values of ours are the last words. Without as many words as switches nothing
 * is put together.
 * @param args the program's path first, as Chromium hands them over
 */
export function inOrder(args: readonly string[]): readonly string[] {
  const torn = args.filter((arg, at) => VALUED.has(arg) && args[at + 1]?.startsWith('--') === true);
  const words = args.slice(1).filter((arg) => !arg.startsWith('-'));
  const values = torn.length === 0 ? [] : words.slice(-torn.length);
  if (values.length < torn.length) return args;
  const others = args.filter((arg) => !torn.includes(arg) && !values.includes(arg));
  return [...others, ...torn.flatMap((arg, at) => [arg, values[at] ?? ''])];
}

/** Keeps the last thing that another program asked for until a window takes it. */
export class Launches {
  /** A wish or a refusal waits to be taken. */
  readonly came = new Emitter<null>();
  #waiting: Launch;

  /** @param args of the first start, the program's path included */
  constructor(args: readonly string[]) {
    this.#waiting = readLaunch(args.slice(1));
  }

  /** A second start handed its arguments over, or the system a link. */
  add(args: readonly string[]): void {
    const launch = readLaunch(args);
    if (launch.request === null && !launch.refused) return;
    this.#waiting = launch;
    this.came.emit(null);
  }

  take(): Launch {
    const taken = this.#waiting;
    this.#waiting = { request: null, refused: false };
    return taken;
  }
}
