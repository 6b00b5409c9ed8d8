import type { AppError } from '../../../../../shared/errors/app-error.ts';
import { asAppError } from '../../../../../shared/errors/app-error.ts';
import { IMPLEMENTATION_NAME, IMPLEMENTATION_UID } from '../../../dicom/write/write-file.ts';
import type { Command } from './command-set.ts';
import { aborted, cancelled, closedEarly, dimseError, rejection } from './dimse-error.ts';
import { Line } from './line.ts';
import type { DataReader, Outgoing } from './line.ts';
import { LIMITS } from './limits.ts';
import { damaged, decodeAccept, encodeReleaseReply, encodeReleaseRequest, encodeRequest, PDU } from './pdu.ts';
import type { AssociateAccept, ProposedContext, Role, UserIdentity } from './pdu.ts';
import { connectTo } from './socket.ts';
import type { Address } from './socket.ts';

/** A presentation context that was accepted. */
export interface Context {
  readonly id: number;
  readonly abstractSyntax: string;
  readonly transferSyntax: string;
}

export interface Proposal {
  readonly called: string;
  readonly calling: string;
  readonly contexts: readonly ProposedContext[];
  readonly roles: readonly Role[];
  readonly identity: UserIdentity | null;
  /** Longest wait for the answer to the proposal, milliseconds. */
  readonly answerMs: number;
}

export interface CommandListener {
  /** @throws AppError source/wrong-answer when the command is none that may come now */
  command(command: Command, context: Context): DataReader;
  /** The association is over, by error or by whoever ended it. */
  closed(error: AppError): void;
}

/** Longest wait for the answer to a release. */
const RELEASE_MS = 3000;

/** Takes no data set: for commands that have none. */
export const NO_DATA: DataReader = {
  piece: () => {
    throw damaged('a data set that nobody announced');
  },
  end: () => undefined,
  lost: () => undefined,
};

/** An association that we asked for. */
export class Association {
  readonly #line: Line;
  readonly #contexts: ReadonlyMap<number, Context>;
  readonly #maxPdu: number;
  readonly implementation: string;
  #listener: CommandListener | null = null;
  #nextId = 1;
  #endedBy: AppError | null = null;
  #released: (() => void) | null = null;
  #tellEnded: () => void = () => undefined;
  /** Resolves when the association is over, however it ended. */
  readonly ended: Promise<void>;

  private constructor(line: Line, accept: AssociateAccept, proposed: readonly ProposedContext[]) {
    this.#line = line;
    this.#contexts = acceptedOf(accept, proposed);
    this.#maxPdu = accept.maxPdu;
    this.implementation = accept.implementation.name;
    this.ended = new Promise((resolve) => (this.#tellEnded = resolve));
  }

  /**
   * Connects and agrees on the contexts.
   * @throws AppError source/unreachable, source/refused, source/busy, source/timed-out, source/certificate,
   *   source/credentials, source/wrong-answer, request/cancelled
   */
  static async open(address: Address, proposal: Proposal, signal: AbortSignal): Promise<Association> {
    const { socket, read } = await connectTo(address, signal);
    return new Promise((resolve, reject) => {
      let association: Association | null = null;
      const line = new Line(
        socket,
        {
          control: (type, body) => {
            if (association !== null) {
              association.#control(type);
              return;
            }
            association = new Association(line, answered(type, body), proposal.contexts);
            line.allowSilence(null);
            signal.removeEventListener('abort', onAbort);
            resolve(association);
          },
          command: (contextId, command) => {
            if (association === null) throw damaged('a command before an association');
            return association.#command(contextId, command);
          },
          closed: (error) => {
            signal.removeEventListener('abort', onAbort);
            if (association !== null) association.#close(error);
            else reject(error);
          },
        },
        read,
      );
      const onAbort = (): void => line.abort(cancelled());
      signal.addEventListener('abort', onAbort, { once: true });
      line.allowSilence(proposal.answerMs);
      line.write(
        encodeRequest({
          called: proposal.called,
          calling: proposal.calling,
          maxPdu: LIMITS.dataPdu,
          implementation: { uid: IMPLEMENTATION_UID, name: IMPLEMENTATION_NAME },
          roles: proposal.roles,
          contexts: proposal.contexts,
          identity: proposal.identity,
        }),
      );
      if (signal.aborted) onAbort();
    });
  }

  get contexts(): readonly Context[] {
    return [...this.#contexts.values()];
  }

  /** The first accepted context of a class, in a transfer syntax where that matters. */
  contextOf(abstractSyntax: string, transferSyntax?: string): Context | null {
    return (
      this.contexts.find(
        (one) => one.abstractSyntax === abstractSyntax && (transferSyntax ?? one.transferSyntax) === one.transferSyntax,
      ) ?? null
    );
  }

  /** The same, or an error that says which class is missing. @throws AppError source/refused */
  requireContext(abstractSyntaxes: readonly string[]): Context {
    const found = abstractSyntaxes.map((uid) => this.contextOf(uid)).find((context) => context !== null);
    if (found) return found;
    throw dimseError('source/refused', 'no-context', 'the peer does not offer this service', 'never', {
      sopClass: abstractSyntaxes[0] ?? '',
    });
  }

  /** Message ids are numbers of two bytes, one after another. */
  nextMessageId(): number {
    const id = this.#nextId;
    this.#nextId = (this.#nextId + 1) & 0xffff || 1;
    return id;
  }

  /** Who hears the commands that come. @throws AppError what ended the association before */
  listen(listener: CommandListener): void {
    if (this.#endedBy !== null) throw this.#endedBy;
    this.#listener = listener;
  }

  /** @throws AppError what ended the association */
  async send(context: Context, command: Command, data: Outgoing = null): Promise<void> {
    await this.#line.send(context.id, command, data, this.#maxPdu);
  }

  allowSilence(ms: number | null): void {
    this.#line.allowSilence(ms);
  }

  /** The peer waits for us: its silence is not counted meanwhile. */
  excuse(excused: boolean): void {
    this.#line.excuse(excused);
  }

  hold(held: boolean): void {
    this.#line.hold(held);
  }

  abort(error: AppError): void {
    this.#line.abort(error);
  }

  /** Ends in good order; never throws, for what was wanted is done by then. */
  async release(): Promise<void> {
    if (this.#line.isClosed) return;
    this.#listener = null;
    await new Promise<void>((resolve) => {
      this.#released = resolve;
      this.#line.allowSilence(RELEASE_MS);
      this.#line.write(encodeReleaseRequest());
    });
  }

  #control(type: number): void {
    if (type === PDU.releaseReply || (type === PDU.releaseRequest && this.#released !== null)) {
      if (type === PDU.releaseRequest) this.#line.write(encodeReleaseReply());
      this.#line.close(closedEarly());
      return;
    }
    if (type === PDU.releaseRequest) {
      this.#line.write(encodeReleaseReply());
      this.#line.close(closedEarly());
      return;
    }
    if (type === PDU.abort) {
      this.#line.close(aborted());
      return;
    }
    throw damaged('a PDU that makes no sense now');
  }

  #command(contextId: number, command: Command): DataReader {
    const context = this.#contexts.get(contextId);
    if (context === undefined) throw damaged('a command on a context that was not agreed on');
    if (this.#listener === null) throw damaged('a command that nobody waits for');
    return this.#listener.command(command, context);
  }

  #close(error: AppError): void {
    this.#endedBy = error;
    this.#released?.();
    this.#tellEnded();
    this.#listener?.closed(error);
  }
}

/**
 * One operation on an association: ends with what it resolves to, or with what ended the association. Commands and data that
 * come go to the listener that `begin` gives; whatever that throws ends the association.
 */
export function operate<T>(
  association: Association,
  silenceMs: number,
  begin: (resolve: (value: T) => void, reject: (error: AppError) => void) => CommandListener['command'],
): Promise<T> {
  return new Promise((resolve, reject) => {
    const done = (value: T): void => {
      association.allowSilence(null);
      resolve(value);
    };
    const fail = (error: AppError): void => {
      association.allowSilence(null);
      reject(error);
    };
    try {
      association.listen({ command: begin(done, fail), closed: fail });
      association.allowSilence(silenceMs);
    } catch (error) {
      fail(asAppError(error));
    }
  });
}

function answered(type: number, body: Buffer): AssociateAccept {
  if (type === PDU.associateAccept) return decodeAccept(body);
  if (type === PDU.associateReject) throw rejection(body.readUInt8(1), body.readUInt8(2), body.readUInt8(3));
  if (type === PDU.abort) throw aborted();
  throw damaged('an answer that is none to a proposal');
}

function acceptedOf(accept: AssociateAccept, proposed: readonly ProposedContext[]): ReadonlyMap<number, Context> {
  const found = new Map<number, Context>();
  for (const { id, result, transferSyntax } of accept.contexts) {
    const asked = proposed.find((context) => context.id === id);
    if (result !== 0 || asked === undefined || !asked.transferSyntaxes.includes(transferSyntax)) continue;
    found.set(id, { id, abstractSyntax: asked.abstractSyntax, transferSyntax });
  }
  return found;
}
