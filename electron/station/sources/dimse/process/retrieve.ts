import type { AppError } from '../../../../../shared/errors/app-error.ts';
import type { Outcome, Task } from '../dimse-messages.ts';
import { storageContexts } from '../storage-contexts.ts';
import { NO_DATA, operate } from '../wire/association.ts';
import type { Association, Context } from '../wire/association.ts';
import { ANSWER, COMMAND } from '../wire/command-set.ts';
import type { Command } from '../wire/command-set.ts';
import { cancelled, failedStatus, silent, statusText } from '../wire/dimse-error.ts';
import { decodeIdentifier, encodeIdentifier, IDENTIFIER_SYNTAXES, identifierReader } from '../wire/identifier.ts';
import { levelKey } from '../wire/key.ts';
import type { DataReader } from '../wire/line.ts';
import { damaged } from '../wire/pdu.ts';
import type { Arrivals } from './arrivals.ts';
import { CreditWindow } from './credit.ts';
import { modelsOf } from './find.ts';
import { openAssociation } from './open-association.ts';
import { withAssociation } from './with-association.ts';

export type Retrieve = Extract<Task, { readonly kind: 'get' | 'move' }>;
type RetrieveOutcome = Extract<Outcome, { readonly kind: 'retrieve' }>;

const PENDING = 0xff00;
const CANCELLED = 0xfe00;
/** Failures that are named one by one. */
const MOST_FAILED = 100_000;

interface Counts {
  readonly remaining: number | null;
  readonly completed: number | null;
  readonly failed: number | null;
  readonly warning: number | null;
}

/** C-GET or C-MOVE (Part 4, C.4.2 and C.4.3). What a C-GET brings goes to `arrivals` under the number of the job. */
export function retrieve(job: number, task: Retrieve, signal: AbortSignal, arrivals: Arrivals): Promise<Outcome> {
  const models = modelsOf('STUDY', task.kind);
  const storage = task.kind === 'get' ? storageContexts(task.classes, models.length) : [];
  const wanted = [
    ...models.map((abstractSyntax) => ({ abstractSyntax, transferSyntaxes: IDENTIFIER_SYNTAXES })),
    ...storage,
  ];
  // On a C-GET the roles change for storage: we provide it on an association that we asked for (Part 7, D.3.3.4).
  const classes = [...new Set(storage.map(({ abstractSyntax }) => abstractSyntax))];
  const roles = classes.map((sopClass) => ({ sopClass, user: false, provider: true }));
  return withAssociation(openAssociation(task.peer, wanted, signal, roles), signal, async (association) => {
    const sum = { announced: 0 as number | null, failed: [] as RetrieveOutcome['failed'], warnings: 0 };
    for (const unit of task.units) {
      const { announced, failed, warnings } = await new Retrieval(job, task, unit, association, arrivals).run();
      sum.announced = sum.announced === null || announced === null ? null : sum.announced + announced;
      sum.failed.push(...failed.slice(0, MOST_FAILED - sum.failed.length));
      sum.warnings += warnings;
    }
    return { kind: 'retrieve', ...sum };
  });
}

class Retrieval {
  readonly #job: number;
  readonly #task: Retrieve;
  readonly #unit: Retrieve['units'][number];
  readonly #association: Association;
  readonly #arrivals: Arrivals;
  readonly #window: CreditWindow;
  readonly #context: Context;
  /** Sub-operations in all, as the peer counted them at any time. */
  #announced: number | null = null;
  #last = '';
  #progressAt = performance.now();

  constructor(
    job: number,
    task: Retrieve,
    unit: Retrieve['units'][number],
    association: Association,
    arrivals: Arrivals,
  ) {
    this.#job = job;
    this.#task = task;
    this.#unit = unit;
    this.#association = association;
    this.#arrivals = arrivals;
    this.#context = association.requireContext(modelsOf(unit.level, task.kind));
    this.#window = new CreditWindow((held) => {
      this.#progressAt = performance.now();
      association.hold(held);
    });
  }

  async run(): Promise<RetrieveOutcome> {
    const { kind, peer } = this.#task;
    const { level, keys } = this.#unit;
    const association = this.#association;
    const messageId = this.#task.kind === 'move' ? this.#task.messageId : association.nextMessageId();
    const answer = operate<RetrieveOutcome>(
      association,
      peer.answerMs,
      (resolve, reject) => (command, context) => this.#hear(command, context, resolve, reject),
    );
    answer.catch(() => undefined);
    await association.send(
      this.#context,
      {
        field: kind === 'get' ? COMMAND.cGet : COMMAND.cMove,
        messageId,
        affectedClass: this.#context.abstractSyntax,
        priority: 0,
        hasData: true,
        destination: this.#task.kind === 'move' ? this.#task.destination : undefined,
      },
      encodeIdentifier([levelKey(level), ...keys], this.#context.transferSyntax),
    );
    return answer;
  }

  #hear(
    command: Command,
    context: Context,
    resolve: (outcome: RetrieveOutcome) => void,
    reject: (error: AppError) => void,
  ): DataReader {
    if (command.field === COMMAND.cStore && this.#task.kind === 'get') return this.#object(command, context);
    const expected = (this.#task.kind === 'get' ? COMMAND.cGet : COMMAND.cMove) | ANSWER;
    if (command.field !== expected) throw damaged('no answer to a retrieve');
    const status = command.status ?? 0;
    this.#count(command);
    if (status === PENDING) {
      this.#pending(reject);
      return command.hasData ? identifierReader(() => undefined) : NO_DATA;
    }
    const finish = (failed: readonly string[]): void => this.#finish(command, status, failed, resolve, reject);
    if (!command.hasData) {
      finish([]);
      return NO_DATA;
    }
    return identifierReader((bytes) => {
      const named =
        bytes.length === 0 ? [] : decodeIdentifier(bytes, context.transferSyntax).texts('failedSopInstances');
      finish(named.filter((uid) => uid !== '').slice(0, MOST_FAILED));
    });
  }

  #object(command: Command, context: Context): DataReader {
    const { messageId, affectedClass, affectedInstance } = command;
    if (!command.hasData || affectedClass === undefined || affectedInstance === undefined) {
      throw damaged('an object that is not named, or has no data set');
    }
    this.#progressAt = performance.now();
    this.#association.allowSilence(this.#task.peer.idleMs);
    return this.#arrivals.take({
      job: this.#job,
      sopUid: affectedInstance,
      sopClass: affectedClass,
      transferSyntax: context.transferSyntax,
      sender: null,
      window: this.#window,
      // Answered as soon as it is all here: this is our own request, and what is lost after that is asked for again.
      onWhole: (_object, status) => {
        const { answerMs, idleMs } = this.#task.peer;
        this.#association.allowSilence(Math.max(answerMs, idleMs));
        const answer = {
          field: COMMAND.cStore | ANSWER,
          respondingTo: messageId,
          affectedClass,
          affectedInstance,
          status: status ?? 0,
          hasData: false,
        };
        void this.#association.send(context, answer).catch(() => undefined);
      },
    });
  }

  #count(command: Command): void {
    const counts = countsOf(command);
    const total = totalOf(counts);
    if (total !== null) this.#announced = Math.max(this.#announced ?? 0, total);
    const now = JSON.stringify(counts);
    if (now !== this.#last) this.#progressAt = performance.now();
    this.#last = now;
  }

  /** A peer that says "pending" for ever, and gets no further, is as silent as one that says nothing. */
  #pending(reject: (error: AppError) => void): void {
    const { peer } = this.#task;
    this.#association.allowSilence(Math.max(peer.idleMs, peer.answerMs));
    if (performance.now() - this.#progressAt <= Math.max(peer.answerMs, peer.idleMs)) return;
    reject(silent());
  }

  #finish(
    command: Command,
    status: number,
    named: readonly string[],
    resolve: (outcome: RetrieveOutcome) => void,
    reject: (error: AppError) => void,
  ): void {
    const { completed, failed: failures, warning } = countsOf(command);
    const isError = status !== 0 && (status & 0xf000) !== 0xb000;
    if (status === CANCELLED) {
      reject(cancelled());
    } else if (isError && (completed ?? 0) + (warning ?? 0) === 0) {
      reject(failedStatus(this.#task.kind === 'get' ? 'the C-GET' : 'the C-MOVE', status));
    } else {
      const text = statusText(status);
      const unnamed = Math.min(MOST_FAILED, Math.max(0, (failures ?? 0) - named.length));
      resolve({
        kind: 'retrieve',
        announced: this.#announced,
        failed: [
          ...named.map((sopUid) => ({ sopUid: sopUid.slice(0, 64), status: text })),
          ...Array.from({ length: unnamed }, () => ({ sopUid: null, status: text })),
        ],
        warnings: warning ?? 0,
      });
    }
  }
}

function countsOf({ remaining, completed, failed, warning }: Command): Counts {
  return {
    remaining: remaining ?? null,
    completed: completed ?? null,
    failed: failed ?? null,
    warning: warning ?? null,
  };
}

function totalOf(counts: Counts): number | null {
  const known = Object.values(counts).filter((count): count is number => typeof count === 'number');
  return known.length === 0 ? null : known.reduce((sum, count) => sum + count, 0);
}
