import tls from 'node:tls';
import { EXPLICIT_LITTLE, IMPLICIT_LITTLE } from '../../../../../shared/dicom/transfer-syntax.ts';
import type { Outcome, Task } from '../dimse-messages.ts';
import { NO_DATA, operate } from '../wire/association.ts';
import type { Association } from '../wire/association.ts';
import { ANSWER, COMMAND } from '../wire/command-set.ts';
import { failedStatus } from '../wire/dimse-error.ts';
import { damaged } from '../wire/pdu.ts';
import { connectTo, resolveHost } from '../wire/socket.ts';
import { VERIFICATION } from '../wire/uids.ts';
import { openAssociation } from './open-association.ts';
import { withAssociation } from './with-association.ts';

type ReachOutcome = Extract<Outcome, { readonly kind: 'reach' }>;
type Reach = Extract<Task, { readonly kind: 'reach' }>;

/** How far a peer can be reached: its name, its port (with TLS), an association, an echo. */
export async function reach(task: Reach, signal: AbortSignal): Promise<Outcome> {
  const { peer, until } = task;
  const nothing: ReachOutcome = { kind: 'reach', addresses: [], tls: null, implementation: null, accepted: [] };
  if (until === 'name') return { ...nothing, addresses: [...(await resolveHost(peer.host))] };
  if (until === 'port') {
    const { socket } = await connectTo(peer, signal);
    const version = socket instanceof tls.TLSSocket ? socket.getProtocol() : null;
    socket.on('error', () => undefined);
    socket.destroy();
    return { ...nothing, tls: version };
  }
  const wanted = (task.echo ? [VERIFICATION, ...task.classes] : task.classes).map((abstractSyntax) => ({
    abstractSyntax,
    transferSyntaxes: [EXPLICIT_LITTLE, IMPLICIT_LITTLE],
  }));
  return withAssociation(openAssociation(peer, wanted, signal), signal, async (association) => {
    if (task.echo) await echo(association, peer.answerMs);
    const accepted = association.contexts.map(({ abstractSyntax }) => abstractSyntax);
    return { ...nothing, implementation: association.implementation, accepted };
  });
}

/** C-ECHO (Part 7, 9.1.5). @throws AppError source/refused where the peer offers none, what the status says */
async function echo(association: Association, answerMs: number): Promise<void> {
  const context = association.requireContext([VERIFICATION]);
  const messageId = association.nextMessageId();
  const answer = operate<number>(association, answerMs, (resolve) => (command) => {
    if (command.field !== (COMMAND.cEcho | ANSWER) || command.hasData) throw damaged('no answer to an echo');
    resolve(command.status ?? 0);
    return NO_DATA;
  });
  const sent = association.send(context, {
    field: COMMAND.cEcho,
    messageId,
    affectedClass: VERIFICATION,
    hasData: false,
  });
  const [status] = await Promise.all([answer, sent]);
  if (status !== 0) throw failedStatus('the echo', status);
}
