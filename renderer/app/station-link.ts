import type { CallName, EventName, EventPayload, Request, Response } from '../../shared/contract/index.ts';
import type { Disposer } from '../../shared/lib/disposable.ts';

/** How stores reach the station: the window's client, or a stand-in in tests. */
export interface StationLink {
  readonly call: <N extends CallName>(name: N, request: Request<N>) => Promise<Response<N>>;
  readonly on: <N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void) => Disposer;
}
