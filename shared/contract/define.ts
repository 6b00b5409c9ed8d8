import type { z } from 'zod';
import type { CallRoles } from './roles.ts';

/** Who answers a call: the headless station, or the shell that owns windows and dialogs. */
export type Side = 'station' | 'shell';

/** Who may ask: a window, or the shell alone because the request names files. */
export type Caller = 'window' | 'shell';

export interface CallSpec<Req extends z.ZodType = z.ZodType, Res extends z.ZodType = z.ZodType> {
  readonly kind: 'call';
  readonly side: Side;
  readonly request: Req;
  readonly response: Res;
  /** False for the few calls that must work while the store is locked or absent. */
  readonly needsOpenStore: boolean;
  readonly caller: Caller;
  /** Who may use it; said by each call, so that none is open by oversight. */
  readonly roles: CallRoles;
}

export interface EventSpec<Payload extends z.ZodType = z.ZodType> {
  readonly kind: 'event';
  readonly payload: Payload;
}

export function call<Req extends z.ZodType, Res extends z.ZodType>(
  request: Req,
  response: Res,
  options: {
    readonly roles: CallRoles;
    readonly side?: Side;
    readonly needsOpenStore?: boolean;
    readonly caller?: Caller;
  },
): CallSpec<Req, Res> {
  return {
    kind: 'call',
    side: options.side ?? 'station',
    request,
    response,
    needsOpenStore: options.needsOpenStore ?? true,
    caller: options.caller ?? 'window',
    roles: options.roles,
  };
}

export function event<Payload extends z.ZodType>(payload: Payload): EventSpec<Payload> {
  return { kind: 'event', payload };
}
