import type { Launch } from '../../shared/contract/app.ts';
import { Emitter } from '../../shared/lib/emitter.ts';
import { readLaunch } from './launch-request.ts';

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
