import { ipcMain } from 'electron';
import type { IpcMainInvokeEvent } from 'electron';
import { calls, isCallName } from '../../shared/contract/index.ts';
import type { CallName, Envelope, ParsedRequest, Response } from '../../shared/contract/index.ts';
import { AppError, toWire } from '../../shared/errors/app-error.ts';
import { isTrusted } from './trusted-sender.ts';
import type { StationHost } from './station-host.ts';

/** What the shell itself answers: windows, dialogs, facts about the program. */
export type ShellHandlers = {
  readonly [N in CallName]?: (
    request: ParsedRequest<N>,
    event: IpcMainInvokeEvent,
  ) => Promise<Response<N>> | Response<N>;
};

/** The one door between windows and the rest. A foreign sender is refused; shell calls are checked here, others there. */
export function answerCalls(station: StationHost, shell: ShellHandlers): void {
  ipcMain.handle('nightjar:call', async (event, name: unknown, request: unknown): Promise<Envelope<unknown>> => {
    try {
      if (!isTrusted(event.senderFrame)) throw new AppError('request/forbidden', 'foreign sender');
      if (typeof name !== 'string' || !isCallName(name)) throw new AppError('request/unknown-call', 'no such call');
      const spec = calls[name];
      if (spec.caller === 'shell') throw new AppError('request/forbidden', `${name} is not for windows`);
      if (spec.side === 'station') return await station.call(name, request);
      return { ok: true, value: await answerShell(shell, name, request, event) };
    } catch (error) {
      return { ok: false, error: toWire(error) };
    }
  });
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
