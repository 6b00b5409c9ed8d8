import { events, isEventName } from '../../shared/contract/index.ts';
import type { AnyEvent, EventName, EventPayload } from '../../shared/contract/index.ts';
import type { Disposer } from '../../shared/lib/disposable.ts';
import { bridge } from './bridge.ts';

/** Listens to every event of the station; payloads are checked against the contract. */
export function onAnyEvent(listener: (event: AnyEvent) => void): Disposer {
  return bridge().onEvent((name, payload) => {
    if (!isEventName(name)) return;
    const parsed = events[name].payload.safeParse(payload);
    if (parsed.success) listener({ name, payload: parsed.data } as AnyEvent);
    else console.error(`event ${name} breaks the contract`);
  });
}

export function onStationEvent<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): Disposer {
  return onAnyEvent((event) => {
    if (event.name === name) listener(event.payload as EventPayload<N>);
  });
}
