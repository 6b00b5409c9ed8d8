import type { StationLink } from '../../../../renderer/app/station-link.ts';
import type { CallName, EventName, EventPayload, Request, Response } from '../../../../shared/contract/index.ts';
import { calls } from '../../../../shared/contract/index.ts';
import { Emitter } from '../../../../shared/lib/emitter.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';

export type Answers = { readonly [N in CallName]?: (request: Request<N>) => Response<N> | Promise<Response<N>> };

/**
 * Stands in for the station: the real one is another process and cannot be loaded beside the DOM.
 * Requests and answers are checked against the contract, so that the stand-in cannot drift from it.
 */
export class FakeStation implements StationLink {
  readonly asked: { readonly name: CallName; readonly request: unknown }[] = [];
  #answers: Answers;
  #events = new Map<EventName, Emitter<unknown>>();

  constructor(answers: Answers) {
    this.#answers = answers;
  }

  call = async <N extends CallName>(name: N, request: Request<N>): Promise<Response<N>> => {
    calls[name].request.parse(request);
    this.asked.push({ name, request });
    const answer = this.#answers[name];
    if (!answer) throw new AppError('request/unknown-call', `no answer to ${name}`);
    return calls[name].response.parse(await answer(request)) as Response<N>;
  };

  on = <N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): (() => void) => {
    const emitter = this.#events.get(name) ?? new Emitter<unknown>();
    this.#events.set(name, emitter);
    return emitter.on((payload) => listener(payload as EventPayload<N>));
  };

  emit<N extends EventName>(name: N, payload: EventPayload<N>): void {
    this.#events.get(name)?.emit(payload);
  }

  /** Subscriptions that nobody ended. */
  get listening(): number {
    return [...this.#events.values()].reduce((sum, emitter) => sum + emitter.size, 0);
  }
}
