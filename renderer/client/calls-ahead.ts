import type { CallName, Request, Response } from '../../shared/contract/index.ts';
import type { StudyId } from '../../shared/model/ids.ts';
import type { callStation } from './call.ts';

/**
 * Asks the station before whoever needs the answer is there: it works on them while the desk comes up. An answer is given
 * out once, so that nothing old is ever taken for new.
 */
export class CallsAhead {
  readonly #call: typeof callStation;
  readonly #made = new Map<string, Promise<unknown>>();

  constructor(call: typeof callStation) {
    this.#call = call;
  }

  /** What the desk asks first about a study. */
  openStudy(studyId: StudyId): void {
    this.#made.clear();
    this.#begin('study.open', { studyId });
    this.#begin('reading.load', { studyId });
  }

  /** As `callStation`; takes the answer that is on its way already where there is one. */
  readonly call = <N extends CallName>(name: N, request: Request<N>): Promise<Response<N>> => {
    const key = keyOf(name, request);
    const made = this.#made.get(key);
    this.#made.delete(key);
    return made ? (made as Promise<Response<N>>) : this.#call(name, request);
  };

  #begin<N extends CallName>(name: N, request: Request<N>): void {
    const answer = this.#call(name, request);
    // Whoever takes it hears of a failure; when nobody does, nobody misses it.
    answer.catch(() => undefined);
    this.#made.set(keyOf(name, request), answer);
  }
}

function keyOf(name: CallName, request: unknown): string {
  return `${name} ${JSON.stringify(request)}`;
}
