import type { Socket } from 'node:net';
import { AppError } from '../../../../../shared/errors/app-error.ts';
import { IMPLEMENTATION_NAME, IMPLEMENTATION_UID } from '../../../dicom/write/write-file.ts';
import { transferSyntaxes } from '../../../../../shared/dicom/transfer-syntax.ts';
import type { FromDimse, ListenSettings } from '../dimse-messages.ts';
import { NO_DATA } from '../wire/association.ts';
import type { Context } from '../wire/association.ts';
import { ANSWER, COMMAND } from '../wire/command-set.ts';
import type { Command } from '../wire/command-set.ts';
import { aborted, cancelled, closedEarly, silent } from '../wire/dimse-error.ts';
import { IDENTIFIER_SYNTAXES } from '../wire/identifier.ts';
import { Line } from '../wire/line.ts';
import type { DataReader } from '../wire/line.ts';
import { LIMITS } from '../wire/limits.ts';
import { damaged, decodeRequest, encodeAccept, encodeReject, encodeReleaseReply, PDU } from '../wire/pdu.ts';
import type { AnsweredContext, AssociateRequest, ProposedContext } from '../wire/pdu.ts';
import { STORAGE_COMMITMENT, STORAGE_ROOT, VERIFICATION } from '../wire/uids.ts';
import type { Arrivals } from './arrivals.ts';
import { readCommitment } from './commitment.ts';
import { CreditWindow } from './credit.ts';

type ListedPeer = ListenSettings['peers'][number];

export interface CallerPorts {
  readonly job: number;
  readonly socket: Socket;
  readonly address: string;
  readonly settings: ListenSettings;
  readonly arrivals: Arrivals;
  readonly post: (message: FromDimse) => void;
  /** Associations of a listed peer that are open now. */
  readonly sameTitle: (peer: ListedPeer) => number;
  readonly turnAway: (callingAe: string | null, why: string) => void;
  readonly closed: () => void;
}

const KNOWN_SYNTAXES: ReadonlySet<string> = new Set(transferSyntaxes.map(({ uid }) => uid));
const PLAIN_SYNTAXES: ReadonlySet<string> = new Set(IDENTIFIER_SYNTAXES);
/** SOP class that a storage service does not know (Part 7, C.5.9). */
const NO_SUCH_CLASS = 0x0122;
const CANNOT_UNDERSTAND = 0xc000;

/** An association that a listed peer asked us for. */
export class Caller {
  readonly #ports: CallerPorts;
  readonly #line: Line;
  readonly #window: CreditWindow;
  #life: NodeJS.Timeout;
  #request: AssociateRequest | null = null;
  #contexts: ReadonlyMap<number, Context> = new Map();
  /** The listed peer that this is, once its titles proved right. */
  peer: ListedPeer | null = null;

  constructor(ports: CallerPorts) {
    this.#ports = ports;
    const { settings, socket } = ports;
    this.#line = new Line(socket, {
      control: (type, body) => this.#control(type, body),
      command: (contextId, command) => this.#command(contextId, command),
      closed: () => this.#closed(),
    });
    this.#window = new CreditWindow((held) => this.#line.hold(held));
    // A drop at a time keeps the line from being silent; an association that lasts for ever is ended all the same.
    this.#life = setTimeout(() => this.#line.abort(silent(), 2), settings.requestMs);
    this.#line.allowSilence(settings.requestMs);
  }

  get address(): string {
    return this.#ports.address;
  }

  abort(): void {
    this.#line.abort(cancelled(), 2);
  }

  #closed(): void {
    clearTimeout(this.#life);
    this.#ports.closed();
  }

  #control(type: number, body: Buffer): void {
    if (type === PDU.associateRequest && this.#request === null) {
      this.#associate(decodeRequest(body));
      return;
    }
    if (type === PDU.releaseRequest && this.#request !== null) {
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

  #associate(request: AssociateRequest): void {
    const { settings, address } = this.#ports;
    this.#request = request;
    const reject = (why: string, result: number, source: number, reason: number): void => {
      this.#ports.turnAway(request.calling, why);
      this.#line.write(encodeReject(result, source, reason));
      this.#line.close(closedEarly());
    };
    if (request.called !== settings.aeTitle) {
      reject('called-ae', 1, 1, 7);
      return;
    }
    const peer = settings.peers.find((one) => one.address === address && one.aeTitle === request.calling);
    if (peer === undefined) {
      reject('calling-ae', 1, 1, 3);
      return;
    }
    if (this.#ports.sameTitle(peer) >= peer.maxAssociations) {
      reject('too-many', 2, 3, 2);
      return;
    }
    this.peer = peer;
    const answers = request.contexts.map((context) => answerTo(context));
    this.#contexts = new Map(
      answers.flatMap(({ id, result, transferSyntax }, index) => {
        const abstractSyntax = request.contexts[index]?.abstractSyntax ?? '';
        return result === 0 ? [[id, { id, abstractSyntax, transferSyntax }] as const] : [];
      }),
    );
    this.#line.write(
      encodeAccept({
        called: request.called,
        calling: request.calling,
        maxPdu: LIMITS.dataPdu,
        implementation: { uid: IMPLEMENTATION_UID, name: IMPLEMENTATION_NAME },
        // Who brings the outcome of a storage commitment provides that class on an association of its own.
        roles: request.roles
          .filter(({ sopClass }) => sopClass === STORAGE_COMMITMENT)
          .map((role) => ({ ...role, user: false })),
        contexts: answers,
      }),
    );
    this.#line.allowSilence(settings.idleMs);
    clearTimeout(this.#life);
    this.#life = setTimeout(() => this.#line.abort(silent(), 2), settings.lifeMs);
  }

  #command(contextId: number, command: Command): DataReader {
    const context = this.#contexts.get(contextId);
    if (context === undefined) throw damaged('a command on a context that was not agreed on');
    switch (command.field) {
      case COMMAND.cEcho:
        this.#answer(context, command, 0);
        return NO_DATA;
      case COMMAND.cStore:
        return this.#object(context, command);
      case COMMAND.nEventReport:
        return this.#event(context, command);
      case COMMAND.cCancel:
        return NO_DATA;
      default:
        throw damaged('a command that is not served here');
    }
  }

  #object(context: Context, command: Command): DataReader {
    const { affectedClass, affectedInstance } = command;
    if (!command.hasData || affectedClass === undefined || affectedInstance === undefined) {
      throw damaged('an object that is not named, or has no data set');
    }
    if (!context.abstractSyntax.startsWith(STORAGE_ROOT) || affectedClass !== context.abstractSyntax) {
      return {
        piece: () => undefined,
        end: () => this.#answer(context, command, NO_SUCH_CLASS),
        lost: () => undefined,
      };
    }
    const { job, arrivals, address, settings } = this.#ports;
    return arrivals.take({
      job,
      sopUid: affectedInstance,
      sopClass: affectedClass,
      transferSyntax: context.transferSyntax,
      sender: {
        peer: this.peer?.name ?? '',
        address,
        callingAe: this.#request?.calling ?? '',
        originator: command.originator ?? null,
        originatorId: command.originatorId ?? null,
      },
      window: this.#window,
      maxBytes: settings.maxObjectBytes,
      // Success is said only when the station says that the object is safe.
      onWhole: (object, status) => {
        if (status !== null) {
          this.#answer(context, command, status);
          return;
        }
        this.#line.excuse(true);
        arrivals.awaitAnswer(object, (answer) => {
          this.#line.excuse(false);
          this.#answer(context, command, answer);
        });
      },
    });
  }

  #event(context: Context, command: Command): DataReader {
    if (context.abstractSyntax !== STORAGE_COMMITMENT) throw damaged('an event of a class that is not served here');
    if (!command.hasData) throw damaged('an event without what it reports');
    const { job, post, address } = this.#ports;
    return readCommitment(context.transferSyntax, (commitment) => {
      if (commitment !== null) post({ t: 'commitment', job, address, peer: this.peer?.name ?? '', commitment });
      this.#answer(context, command, commitment === null ? CANNOT_UNDERSTAND : 0);
    });
  }

  #answer(context: Context, command: Command, status: number): void {
    const answer = {
      field: command.field | ANSWER,
      respondingTo: command.messageId ?? 0,
      affectedClass: command.affectedClass,
      affectedInstance: command.affectedInstance,
      eventType: command.eventType,
      status,
      hasData: false,
    };
    void this.#line.send(context.id, answer, null, this.#request?.maxPdu ?? 0).catch((error: unknown) => {
      // The line is over by then, and that was heard.
      if (!(error instanceof AppError)) throw error;
    });
  }
}

/** What we take: an echo, objects of any storage class in syntaxes that we know, outcomes of a storage commitment. */
function answerTo(context: ProposedContext): AnsweredContext {
  const { id, abstractSyntax, transferSyntaxes: offered } = context;
  const isObject = abstractSyntax.startsWith(STORAGE_ROOT);
  const known = isObject ? KNOWN_SYNTAXES : PLAIN_SYNTAXES;
  const transferSyntax = offered.find((uid) => known.has(uid)) ?? '';
  const served = isObject || [VERIFICATION, STORAGE_COMMITMENT].includes(abstractSyntax);
  if (!served) return { id, result: 3, transferSyntax: offered[0] ?? '' };
  return { id, result: transferSyntax === '' ? 4 : 0, transferSyntax: transferSyntax || (offered[0] ?? '') };
}
