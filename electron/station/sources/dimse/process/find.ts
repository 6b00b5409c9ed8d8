import type { AppError } from '../../../../../shared/errors/app-error.ts';
import type { Found, Level, Outcome, Task } from '../dimse-messages.ts';
import { NO_DATA, operate } from '../wire/association.ts';
import type { Association, Context } from '../wire/association.ts';
import { ANSWER, COMMAND } from '../wire/command-set.ts';
import type { Command } from '../wire/command-set.ts';
import { failedStatus } from '../wire/dimse-error.ts';
import { decodeIdentifier, encodeIdentifier, IDENTIFIER_SYNTAXES, identifierReader } from '../wire/identifier.ts';
import { levelKey } from '../wire/key.ts';
import type { DataReader } from '../wire/line.ts';
import { damaged } from '../wire/pdu.ts';
import { QUERY_RETRIEVE } from '../wire/uids.ts';
import { openAssociation } from './open-association.ts';
import { foundOf } from './found.ts';
import { withAssociation } from './with-association.ts';

type Find = Extract<Task, { readonly kind: 'find' }>;

/** Longest wait for the last answer of a query that was cancelled, milliseconds. */
const CANCEL_MS = 3000;
const CANCELLED = 0xfe00;
/** Bytes of all answers of one query. */
const MOST_BYTES = 128 * 1024 * 1024;

/** Classes of a kind, likeliest first: patients are known to the patient root alone. */
export function modelsOf(level: Level, what: 'find' | 'get' | 'move'): readonly string[] {
  const patient = QUERY_RETRIEVE.patient[what];
  return level === 'PATIENT' ? [patient] : [QUERY_RETRIEVE.study[what], patient];
}

/** C-FIND (Part 4, C.4.1). Matches are told as they come; after `limit` of them the query is cancelled at the peer. */
export function find(task: Find, signal: AbortSignal, onFound: (found: Found) => void): Promise<Outcome> {
  const wanted = modelsOf(task.level, 'find').map((abstractSyntax) => ({
    abstractSyntax,
    transferSyntaxes: IDENTIFIER_SYNTAXES,
  }));
  return withAssociation(openAssociation(task.peer, wanted, signal), signal, (association) =>
    ask(association, task, onFound),
  );
}

async function ask(association: Association, task: Find, onFound: (found: Found) => void): Promise<Outcome> {
  const context = association.requireContext(modelsOf(task.level, 'find'));
  const query = new Query(association, context, task, onFound);
  await association.send(
    context,
    {
      field: COMMAND.cFind,
      messageId: query.messageId,
      affectedClass: context.abstractSyntax,
      priority: 0,
      hasData: true,
    },
    encodeIdentifier([levelKey(task.level), ...task.keys], context.transferSyntax),
  );
  return query.answer;
}

class Query {
  readonly #association: Association;
  readonly #context: Context;
  readonly #task: Find;
  readonly #onFound: (found: Found) => void;
  readonly messageId: number;
  readonly answer: Promise<Outcome>;
  #count = 0;
  #bytes = 0;
  #cancelled = false;
  #leave: () => void = () => undefined;

  constructor(association: Association, context: Context, task: Find, onFound: (found: Found) => void) {
    this.#association = association;
    this.#context = context;
    this.#task = task;
    this.#onFound = onFound;
    this.messageId = association.nextMessageId();
    this.answer = operate<Outcome>(association, task.peer.answerMs, (resolve, reject) => {
      this.#leave = () => resolve({ kind: 'find', count: this.#count, complete: false });
      return (command) => this.#hear(command, resolve, reject);
    });
    // Whoever sends first hears of an end, too: it must not be one that nobody waits for.
    this.answer.catch(() => undefined);
  }

  #hear(command: Command, resolve: (outcome: Outcome) => void, reject: (error: AppError) => void): DataReader {
    if (command.field !== (COMMAND.cFind | ANSWER)) throw damaged('no answer to a query');
    const status = command.status ?? 0;
    if (status === 0xff00 || status === 0xff01) {
      if (!command.hasData) throw damaged('a match without attributes');
      return identifierReader((bytes) => this.#match(bytes));
    }
    if (status === 0 || (status === CANCELLED && this.#cancelled)) {
      resolve({
        kind: 'find',
        count: Math.min(this.#count, this.#task.limit),
        complete: status === 0 && !this.#cancelled,
      });
    } else {
      reject(failedStatus('the query', status));
    }
    // Some peers send an empty data set with their last answer.
    return command.hasData ? identifierReader(() => undefined) : NO_DATA;
  }

  #match(bytes: Buffer): void {
    const { peer, level, limit } = this.#task;
    if (!this.#cancelled) this.#association.allowSilence(peer.idleMs);
    this.#bytes += bytes.length;
    if (this.#bytes > MOST_BYTES) throw damaged('more answers than a query may have');
    if (this.#count >= limit) {
      this.#cancel();
      return;
    }
    const found = foundOf(level, decodeIdentifier(bytes, this.#context.transferSyntax));
    if (found === null) return;
    this.#count += 1;
    this.#onFound(found);
  }

  /** One more than wanted came: the peer may stop. */
  #cancel(): void {
    if (this.#cancelled) return;
    this.#cancelled = true;
    // Some peers do not hear a cancel and send on: then they are left.
    const timer = setTimeout(this.#leave, Math.min(CANCEL_MS, this.#task.peer.idleMs));
    const stop = (): void => clearTimeout(timer);
    void this.answer.then(stop, stop);
    const cancel = { field: COMMAND.cCancel, respondingTo: this.messageId, hasData: false };
    void this.#association.send(this.#context, cancel).catch(() => undefined);
  }
}
