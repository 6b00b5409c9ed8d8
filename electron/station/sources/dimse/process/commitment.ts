import { AppError } from '../../../../../shared/errors/app-error.ts';
import { Attributes } from '../../../dicom/parse/attributes.ts';
import type { Commitment, Outcome, Task } from '../dimse-messages.ts';
import { NO_DATA, operate } from '../wire/association.ts';
import type { Association, Context } from '../wire/association.ts';
import { ANSWER, COMMAND } from '../wire/command-set.ts';
import type { Command } from '../wire/command-set.ts';
import { failedStatus, statusText } from '../wire/dimse-error.ts';
import { decodeIdentifier, encodeReferences, IDENTIFIER_SYNTAXES, identifierReader } from '../wire/identifier.ts';
import type { DataReader } from '../wire/line.ts';
import { damaged } from '../wire/pdu.ts';
import { STORAGE_COMMITMENT, STORAGE_COMMITMENT_INSTANCE } from '../wire/uids.ts';
import { openAssociation } from './open-association.ts';
import { withAssociation } from './with-association.ts';

const REFERENCED_SOPS = 0x00081199;
const FAILED_SOPS = 0x00081198;
const CANNOT_UNDERSTAND = 0x0110;

type Commit = Extract<Task, { readonly kind: 'commit' }>;

/** Some peers say what came of it on the same association: so long it is kept open for that, milliseconds. */
const STAY_MS = 2000;

/**
 * Asks a peer to answer for objects that it has (Part 4, J.3.2). What comes of it is told here where the peer says it at once,
 * else later to our own port.
 */
export function commit(task: Commit, signal: AbortSignal, onHeard: (commitment: Commitment) => void): Promise<Outcome> {
  const wanted = [{ abstractSyntax: STORAGE_COMMITMENT, transferSyntaxes: IDENTIFIER_SYNTAXES }];
  return withAssociation(openAssociation(task.peer, wanted, signal), signal, async (association) => {
    let told: () => void = () => undefined;
    const heard = new Promise<void>((resolve) => (told = resolve));
    const status = await ask(association, task, (commitment) => {
      onHeard(commitment);
      told();
    });
    if (status !== 0) throw failedStatus('the storage commitment', status);
    let timer: NodeJS.Timeout | undefined;
    const enough = new Promise<void>((resolve) => (timer = setTimeout(resolve, STAY_MS)));
    await Promise.race([heard, enough, association.ended]);
    clearTimeout(timer);
    return { kind: 'nothing' };
  });
}

async function ask(association: Association, task: Commit, onHeard: (commitment: Commitment) => void): Promise<number> {
  const context = association.requireContext([STORAGE_COMMITMENT]);
  const messageId = association.nextMessageId();
  const answer = operate<number>(association, task.peer.answerMs, (resolve) => (command) => {
    if (command.field === COMMAND.nEventReport && command.hasData) return event(association, context, command, onHeard);
    if (command.field !== (COMMAND.nAction | ANSWER)) throw damaged('no answer to a storage commitment');
    resolve(command.status ?? 0);
    return command.hasData ? identifierReader(() => undefined) : NO_DATA;
  });
  answer.catch(() => undefined);
  await association.send(
    context,
    {
      field: COMMAND.nAction,
      messageId,
      requestedClass: STORAGE_COMMITMENT,
      requestedInstance: STORAGE_COMMITMENT_INSTANCE,
      actionType: 1,
      hasData: true,
    },
    encodeReferences(task.transactionUid, task.objects, context.transferSyntax),
  );
  return answer;
}

function event(
  association: Association,
  context: Context,
  command: Command,
  onHeard: (commitment: Commitment) => void,
): DataReader {
  return readCommitment(context.transferSyntax, (commitment) => {
    const { messageId: respondingTo, affectedClass, affectedInstance, eventType } = command;
    const status = commitment === null ? CANNOT_UNDERSTAND : 0;
    const answer = {
      field: COMMAND.nEventReport | ANSWER,
      respondingTo,
      affectedClass,
      affectedInstance,
      eventType,
      status,
    };
    const sent = association.send(context, { ...answer, hasData: false }).catch(() => undefined);
    if (commitment !== null) void sent.then(() => onHeard(commitment));
  });
}

/** Reads what became of a storage commitment (Part 4, table J.3-3); null where it cannot be read. */
export function readCommitment(transferSyntax: string, onRead: (commitment: Commitment | null) => void): DataReader {
  return identifierReader((bytes) => {
    try {
      onRead(commitmentOf(bytes, transferSyntax));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      onRead(null);
    }
  });
}

function commitmentOf(bytes: Buffer, transferSyntax: string): Commitment | null {
  const from = decodeIdentifier(bytes, transferSyntax);
  const transactionUid = from.uid('transactionUid');
  if (transactionUid === null) return null;
  const items = (tag: number): readonly Attributes[] =>
    (from.dataSet.elements.get(tag)?.items ?? []).map((item) => new Attributes(item));
  const uidOf = (item: Attributes): string => (item.uid('referencedSopInstance') ?? '').slice(0, 64);
  return {
    transactionUid: transactionUid.slice(0, 64),
    committed: items(REFERENCED_SOPS).map(uidOf),
    failed: items(FAILED_SOPS).map((item) => ({
      sopUid: uidOf(item),
      status: statusText(item.integer('failureReason') ?? 0x0110),
    })),
  };
}
