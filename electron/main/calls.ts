import { ipcMain } from 'electron';
import type { IpcMainInvokeEvent } from 'electron';
import { calls, isCallName } from '../../shared/contract/index.ts';
import type { CallName, Envelope, ParsedRequest, Response } from '../../shared/contract/index.ts';
import { requestFault } from '../../shared/contract/request-size.ts';
import { AccessState } from '../../shared/contract/access.ts';
import { mayUse } from '../../shared/contract/roles.ts';
import { AppError, toWire } from '../../shared/errors/app-error.ts';
import type { Pages } from './pages.ts';
import type { SecurityAlerts } from './security-alerts.ts';
import type { StationHost } from './station-host.ts';
import { isTrusted } from './trusted-sender.ts';

/** What the shell itself answers: windows, dialogs, facts about the program. */
export type ShellHandlers = {
  readonly [N in CallName]?: (
    request: ParsedRequest<N>,
    event: IpcMainInvokeEvent,
  ) => Promise<Response<N>> | Response<N>;
};

export interface CallsOptions {
  readonly station: StationHost;
  readonly shell: ShellHandlers;
  readonly pages: Pages;
  readonly alerts: SecurityAlerts;
}

/**
 * The one door between windows and the rest. Refused are: a foreign sender, an unknown call, one that is the shell's alone or not
 * for the role of who is there, more than a call may hold. Shell calls are checked against their schema here, others in the
 * station, with the page that asks.
 */
export function answerCalls({ station, shell, pages, alerts }: CallsOptions): void {
  ipcMain.handle('nightjar:call', async (event, name: unknown, request: unknown): Promise<Envelope<unknown>> => {
    try {
      if (!isTrusted(event.senderFrame)) {
        alerts.raise('foreign-sender');
        throw new AppError('request/forbidden', 'foreign sender');
      }
      if (typeof name !== 'string' || !isCallName(name)) throw new AppError('request/unknown-call', 'no such call');
      const spec = calls[name];
      if (spec.caller === 'shell') {
        alerts.raise('call-out-of-place');
        throw new AppError('request/forbidden', `${name} is not for windows`);
      }
      const fault = requestFault(request);
      if (fault !== null) throw new AppError(fault, `request of ${name} refused`, { context: { call: name } });
      if (spec.side === 'station') return await station.call(name, request, pages.keyOf(event.sender));
      await requireRole(station, name);
      return { ok: true, value: await answerShell(shell, name, request, event) };
    } catch (error) {
      return { ok: false, error: toWire(error) };
    }
  });
}

/** The station checks its own calls; of the shell's it knows who asks. @throws AppError access/locked, access/not-allowed */
async function requireRole(station: StationHost, name: CallName): Promise<void> {
  const { roles } = calls[name];
  if (roles === 'nobody-yet') return;
  const envelope = await station.call('access.state', {}, null);
  const state = AccessState.safeParse(envelope.ok ? envelope.value : null);
  const reader = state.success ? state.data.reader : null;
  if (reader === null) throw new AppError('access/locked', 'the store is locked');
  if (!mayUse(roles, reader.roles)) {
    throw new AppError('access/not-allowed', `${name} is not for your role`, { context: { call: name } });
  }
}

async function answerShell(
  shell: ShellHandlers,
  name: CallName,
  request: unknown,
  event: IpcMainInvokeEvent,
): Promise<unknown> {
  const handler = shell[name] as ((parsed: unknown, from: IpcMainInvokeEvent) => unknown) | undefined;
  if (!handler) throw new AppError('request/unknown-call', `${name} is not answered here`);
  const parsed = calls[name].request.safeParse(request);
  if (!parsed.success) throw new AppError('request/bad', `request of ${name} refused`, { context: { call: name } });
  return handler(parsed.data, event);
}
