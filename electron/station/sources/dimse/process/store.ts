import { AppError } from '../../../../../shared/errors/app-error.ts';
import { locateDataSet } from '../../../dicom/parse/locate.ts';
import type { FromDimse, Outcome, Receipt, Task } from '../dimse-messages.ts';
import { NO_DATA, operate } from '../wire/association.ts';
import type { Association, Context } from '../wire/association.ts';
import { ANSWER, COMMAND } from '../wire/command-set.ts';
import { statusText } from '../wire/dimse-error.ts';
import { LIMITS } from '../wire/limits.ts';
import { damaged } from '../wire/pdu.ts';
import { openAssociation } from './open-association.ts';
import type { Wanted } from './open-association.ts';
import { withAssociation } from './with-association.ts';

type Store = Extract<Task, { readonly kind: 'store' }>;
type Wish = (message: Extract<FromDimse, { readonly t: 'want' }>) => void;

/** Bytes of a file that are asked for ahead. */
const AHEAD = 2 * 1024 * 1024;
/** As much of a file as is needed to find its data set (Part 10, 7.1), bytes. */
const HEAD = 64 * 1024;

/** Bytes of the objects to send, as the station hands them over. */
export class Outbound {
  readonly #job: number;
  readonly #signal: AbortSignal;
  readonly #want: Wish;
  #chunks: Uint8Array[] = [];
  #state: 'coming' | 'whole' | 'broken' = 'coming';
  #index = -1;
  #wake: (() => void) | null = null;

  constructor(job: number, signal: AbortSignal, want: Wish) {
    this.#job = job;
    this.#signal = signal;
    this.#want = want;
    signal.addEventListener('abort', () => this.#wake?.(), { once: true });
  }

  data(index: number, bytes: Uint8Array): void {
    if (index !== this.#index) return;
    this.#chunks.push(bytes);
    this.#wake?.();
  }

  end(index: number, whole: boolean): void {
    if (index !== this.#index) return;
    this.#state = whole ? 'whole' : 'broken';
    this.#wake?.();
  }

  /** The file of one object from its beginning. @throws AppError source/incomplete where it cannot be read to its end */
  async *read(index: number): AsyncIterable<Uint8Array> {
    this.#index = index;
    this.#chunks = [];
    this.#state = 'coming';
    this.#ask(AHEAD);
    while (true) {
      const chunk = this.#chunks.shift();
      if (chunk !== undefined) {
        yield chunk;
        this.#ask(chunk.length);
        continue;
      }
      const state = this.#stateNow();
      if (state === 'whole') return;
      if (state === 'broken' || this.#signal.aborted) {
        throw new AppError('source/incomplete', 'an object could not be read to its end');
      }
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** It changes while `read` waits. */
  #stateNow(): 'coming' | 'whole' | 'broken' {
    return this.#state;
  }

  #ask(bytes: number): void {
    this.#want({ t: 'want', job: this.#job, index: this.#index, bytes });
  }
}

/**
 * C-STORE of some objects, in order, each in the transfer syntax in which it is stored: nothing is changed on the way. An
 * object for which the peer takes no such context is refused without being read.
 */
export async function store(
  task: Store,
  signal: AbortSignal,
  outbound: Outbound,
  onReceipt: (receipt: Receipt) => void,
): Promise<Outcome> {
  const all = task.objects.map((object, index) => ({ ...object, index }));
  let rest = all;
  while (rest.length > 0) {
    const wanted = contextsOf(rest);
    const group = rest.slice(0, firstWithout(rest, wanted));
    await withAssociation(openAssociation(task.peer, wanted, signal), signal, async (association) => {
      for (const object of group) onReceipt(await storeOne(association, task, object, outbound));
    });
    rest = rest.slice(group.length);
  }
  return { kind: 'nothing' };
}

type Numbered = Store['objects'][number] & { readonly index: number };

/** A context for each class and transfer syntax that is there, up to as many as an association has. */
function contextsOf(objects: readonly Numbered[]): readonly Wanted[] {
  const pairs = new Map<string, Wanted>();
  for (const { sopClass, transferSyntax } of objects) {
    const name = `${sopClass} ${transferSyntax}`;
    if (!pairs.has(name)) pairs.set(name, { abstractSyntax: sopClass, transferSyntaxes: [transferSyntax] });
    if (pairs.size === LIMITS.contexts) break;
  }
  return [...pairs.values()];
}

function firstWithout(objects: readonly Numbered[], wanted: readonly Wanted[]): number {
  const names = new Set(wanted.map((one) => `${one.abstractSyntax} ${one.transferSyntaxes[0]}`));
  const at = objects.findIndex((one) => !names.has(`${one.sopClass} ${one.transferSyntax}`));
  return at < 0 ? objects.length : at;
}

async function storeOne(
  association: Association,
  { peer }: Store,
  { index, sopUid, sopClass, transferSyntax }: Numbered,
  outbound: Outbound,
): Promise<Receipt> {
  const context = association.contextOf(sopClass, transferSyntax);
  if (context === null) {
    return { index, state: 'refused', status: `not taken: class ${sopClass} in transfer syntax ${transferSyntax}` };
  }
  const file = outbound.read(index)[Symbol.asyncIterator]();
  const head = await readHead(file);
  const start = dataSetStart(head, transferSyntax);
  if (start === null) return { index, state: 'refused', status: 'not sent: the file is not what it was said to be' };
  const status = await send(
    association,
    context,
    peer.answerMs,
    { sopUid, sopClass },
    rest(head.subarray(start), file, association),
  );
  return { index, state: stateOf(status), status: statusText(status) };
}

async function send(
  association: Association,
  context: Context,
  answerMs: number,
  { sopUid, sopClass }: { readonly sopUid: string; readonly sopClass: string },
  data: AsyncIterable<Uint8Array>,
): Promise<number> {
  const messageId = association.nextMessageId();
  const answer = operate<number>(association, answerMs, (resolve) => (command) => {
    if (command.field !== (COMMAND.cStore | ANSWER) || command.hasData) throw damaged('no answer to a C-STORE');
    if (command.respondingTo !== messageId) throw damaged('an answer to another C-STORE');
    resolve(command.status ?? 0);
    return NO_DATA;
  });
  answer.catch(() => undefined);
  const request = {
    field: COMMAND.cStore,
    messageId,
    affectedClass: sopClass,
    affectedInstance: sopUid,
    priority: 0,
    hasData: true,
  };
  await association.send(context, request, data);
  return answer;
}

async function readHead(file: AsyncIterator<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  while (length < HEAD) {
    const next = await file.next();
    if (next.done === true) break;
    chunks.push(next.value);
    length += next.value.length;
  }
  return Buffer.concat(chunks);
}

/** Where the data set begins; null where the file is another thing than its row says. */
function dataSetStart(head: Buffer, transferSyntax: string): number | null {
  try {
    const located = locateDataSet(head, new Set());
    return located.transferSyntax === transferSyntax ? located.start : null;
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

/** A slow file of our own is no silence of the peer; a peer that stops reading is. */
async function* rest(
  first: Uint8Array,
  file: AsyncIterator<Uint8Array>,
  association: Association,
): AsyncIterable<Uint8Array> {
  yield first;
  while (true) {
    association.excuse(true);
    const next = await file.next();
    association.excuse(false);
    if (next.done === true) return;
    yield next.value;
  }
}

/** Part 4, table B.2-1, and Part 7, 9.1.1.1.9. */
function stateOf(status: number): Receipt['state'] {
  if (status === 0 || (status & 0xf000) === 0xb000) return 'stored';
  const again = (status >= 0xa700 && status <= 0xa7ff) || [0x0110, 0x0210, 0x0213].includes(status);
  return again ? 'failed' : 'refused';
}
