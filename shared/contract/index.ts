import { z } from 'zod';
import { WireError } from '../errors/app-error.ts';
import { accessCalls, accessEvents } from './access.ts';
import { appCalls, appEvents } from './app.ts';
import { archiveCalls, archiveEvents } from './archive.ts';
import { auditCalls } from './audit.ts';
import { calculatorCalls } from './calculators.ts';
import { caseHoldCalls } from './case-holds.ts';
import { certificateCalls } from './certificates.ts';
import { checkCalls } from './check.ts';
import { communicationCalls, communicationEvents } from './communications.ts';
import { controlsCalls, controlsEvents } from './controls.ts';
import { handoverCalls } from './handovers.ts';
import { hangingCalls, hangingEvents } from './hanging.ts';
import { templateCalls, templateEvents } from './templates.ts';
import { keyCalls } from './keys.ts';
import { macroCalls } from './macros.ts';
import { moveCalls } from './move.ts';
import { objectCalls } from './objects.ts';
import { orderCalls, orderEvents } from './orders.ts';
import { contextCalls } from './context.ts';
import { messageConsoleCalls } from './message-console.ts';
import { outboxCalls, outboxEvents } from './outbox.ts';
import { peopleCalls } from './people.ts';
import { prefetchCalls } from './prefetch.ts';
import { profileCalls } from './profile.ts';
import { readingCalls } from './reading.ts';
import { reconcileCalls } from './reconcile.ts';
import { retentionCalls } from './retention.ts';
import { reportCalls, reportEvents } from './report.ts';
import { reviewSourceCalls } from './review-sources.ts';
import { reviewNodeCalls } from './review-nodes.ts';
import { reviewPackageCalls } from './review-packages.ts';
import { reviewCalls, reviewEvents } from './reviews.ts';
import { siteOrderCalls, siteOrderEvents } from './site-orders.ts';
import { sourceCalls, sourceEvents } from './sources.ts';
import { signInCalls } from './sign-in.ts';
import { speechCalls, speechEvents } from './speech.ts';
import { storeCalls, storeEvents } from './store.ts';
import { securityCalls } from './security.ts';
import { windowCalls, windowEvents } from './windows.ts';

/** Every call between a window and the rest of the program. */
export const calls = {
  ...accessCalls,
  ...appCalls,
  ...archiveCalls,
  ...auditCalls,
  ...calculatorCalls,
  ...caseHoldCalls,
  ...certificateCalls,
  ...checkCalls,
  ...communicationCalls,
  ...controlsCalls,
  ...handoverCalls,
  ...hangingCalls,
  ...templateCalls,
  ...keyCalls,
  ...macroCalls,
  ...moveCalls,
  ...objectCalls,
  ...orderCalls,
  ...outboxCalls,
  ...messageConsoleCalls,
  ...contextCalls,
  ...peopleCalls,
  ...prefetchCalls,
  ...profileCalls,
  ...readingCalls,
  ...reconcileCalls,
  ...reportCalls,
  ...retentionCalls,
  ...reviewCalls,
  ...reviewSourceCalls,
  ...reviewNodeCalls,
  ...reviewPackageCalls,
  ...securityCalls,
  ...signInCalls,
  ...siteOrderCalls,
  ...sourceCalls,
  ...speechCalls,
  ...storeCalls,
  ...windowCalls,
} as const;

/** Every event sent to the windows. */
export const events = {
  ...accessEvents,
  ...appEvents,
  ...archiveEvents,
  ...communicationEvents,
  ...hangingEvents,
  ...templateEvents,
  ...controlsEvents,
  ...orderEvents,
  ...outboxEvents,
  ...reportEvents,
  ...reviewEvents,
  ...siteOrderEvents,
  ...sourceEvents,
  ...speechEvents,
  ...storeEvents,
  ...windowEvents,
} as const;

export type Calls = typeof calls;
export type CallName = keyof Calls;
export type Request<N extends CallName> = z.input<Calls[N]['request']>;
export type ParsedRequest<N extends CallName> = z.output<Calls[N]['request']>;
export type Response<N extends CallName> = z.output<Calls[N]['response']>;

export type Events = typeof events;
export type EventName = keyof Events;
export type EventPayload<N extends EventName> = z.output<Events[N]['payload']>;

/** Any event as it travels. */
export type AnyEvent = {
  readonly [N in EventName]: { readonly name: N; readonly payload: EventPayload<N> };
}[EventName];

export function isCallName(name: string): name is CallName {
  return Object.hasOwn(calls, name);
}

export function isEventName(name: string): name is EventName {
  return Object.hasOwn(events, name);
}

/** What a call answers, always. */
export type Envelope<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: WireError };

export const AnyEnvelope = z.union([
  z.strictObject({ ok: z.literal(true), value: z.unknown() }),
  z.strictObject({ ok: z.literal(false), error: WireError }),
]);

/** What the preload script puts on the window, and nothing else. */
export interface Bridge {
  readonly call: (name: string, request: unknown) => Promise<unknown>;
  readonly onEvent: (listener: (name: string, payload: unknown) => void) => () => void;
  /** An envelope with a token for files and folders dropped on the window; its value is null when none lies on a disk. */
  readonly tokenOfDrop: (files: readonly unknown[]) => Promise<unknown>;
}
