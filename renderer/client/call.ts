import { AnyEnvelope, calls } from '../../shared/contract/index.ts';
import type { CallName, Request, Response } from '../../shared/contract/index.ts';
import { unpackReply } from '../../shared/contract/reply-text.ts';
import { AppError, fromWire } from '../../shared/errors/app-error.ts';
import { bridge } from './bridge.ts';

/**
 * One typed request to the station or the shell.
 * @throws AppError with the code the other side gave; `internal/bug` when the reply breaks the contract.
 */
export async function callStation<N extends CallName>(name: N, request: Request<N>): Promise<Response<N>> {
  const envelope = AnyEnvelope.safeParse(unpackReply(await bridge().call(name, request)));
  if (!envelope.success) throw new AppError('internal/bug', `reply of ${name} is no envelope`);
  if (!envelope.data.ok) throw fromWire(envelope.data.error);
  // The station checked its reply against the same schema; a study of 1,000 images is not checked twice.
  const spec = calls[name];
  return (spec.side === 'shell' ? spec.response.parse(envelope.data.value) : envelope.data.value) as Response<N>;
}
