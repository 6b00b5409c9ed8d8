import { LIMITS } from './limits.ts';
import { damaged, PDU } from './pdu.ts';

/** What is heard while the bytes of a peer are read. */
export interface PduListener {
  /** A PDU other than P-DATA-TF, whole; `body` is what follows its six bytes of header. */
  control(type: number, body: Buffer): void;
  /** Some bytes of a fragment, in order, there for the time of the call only. */
  piece(contextId: number, isCommand: boolean, bytes: Buffer): void;
  /** The fragment is over; `isLast`: so is the command or the data set. */
  fragmentEnd(contextId: number, isCommand: boolean, isLast: boolean): void;
}

/** Longest body of each type, bytes. */
const LONGEST: Readonly<Record<number, number>> = {
  [PDU.associateRequest]: LIMITS.associatePdu,
  [PDU.associateAccept]: LIMITS.associatePdu,
  [PDU.associateReject]: 4,
  [PDU.data]: LIMITS.dataPdu + LIMITS.dataPduGrace,
  [PDU.releaseRequest]: 4,
  [PDU.releaseReply]: 4,
  [PDU.abort]: 4,
};
const PDU_HEAD = 6;
const FRAGMENT_HEAD = 6;
const MOST_VIEWS = 1024;

/**
 * Reads the upper layer protocol (Part 8, 9.3) from bytes as they come. Holds at most one control PDU or the few bytes of a
 * header: fragments are passed on as they arrive, so that what a peer declares costs no memory.
 */
export class PduReader {
  readonly #listener: PduListener;
  /** Header or control PDU that is being put together. */
  #held: Buffer[] = [];
  #heldBytes = 0;
  #wanted = PDU_HEAD;
  #state: 'head' | 'control' | 'fragment-head' | 'fragment' = 'head';
  #type = 0;
  /** Bytes of the P-DATA-TF PDU, and of its fragment, that are still to come. */
  #pduLeft = 0;
  #fragmentLeft = 0;
  #contextId = 0;
  #flags = 0;

  constructor(listener: PduListener) {
    this.#listener = listener;
  }

  /** Between two PDUs: an end of the connection here cuts nothing. */
  get isBetween(): boolean {
    return this.#state === 'head' && this.#heldBytes === 0;
  }

  /** @throws AppError source/wrong-answer; nothing may be pushed after that */
  push(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#state === 'fragment') {
        const take = Math.min(this.#fragmentLeft, chunk.length - at);
        this.#fragmentLeft -= take;
        this.#pduLeft -= take;
        this.#listener.piece(this.#contextId, (this.#flags & 1) === 1, chunk.subarray(at, at + take));
        at += take;
        if (this.#fragmentLeft === 0) this.#endFragment();
        continue;
      }
      const take = Math.min(this.#wanted - this.#heldBytes, chunk.length - at);
      this.#hold(chunk.subarray(at, at + take));
      this.#heldBytes += take;
      at += take;
      if (this.#heldBytes === this.#wanted) this.#take(this.#collected());
    }
  }

  #hold(bytes: Buffer): void {
    this.#held.push(Buffer.from(bytes));
    // Byte by byte, the views of a long PDU would weigh more than what they show.
    if (this.#held.length === MOST_VIEWS) this.#held = [Buffer.concat(this.#held)];
  }

  #collected(): Buffer {
    const [only] = this.#held;
    const whole = this.#held.length === 1 && only ? only : Buffer.concat(this.#held);
    this.#held = [];
    this.#heldBytes = 0;
    return whole;
  }

  #take(bytes: Buffer): void {
    if (this.#state === 'head') this.#pduHead(bytes);
    else if (this.#state === 'control') this.#control(bytes);
    else this.#fragmentHead(bytes);
  }

  #pduHead(head: Buffer): void {
    this.#type = head.readUInt8(0);
    const length = head.readUInt32BE(2);
    const longest = LONGEST[this.#type];
    if (longest === undefined) throw damaged('a PDU of an unknown type');
    if (length > longest) throw damaged('a PDU is longer than was agreed on');
    if (this.#type === PDU.data) {
      this.#pduLeft = length;
      this.#nextFragment();
    } else if (length < 4) {
      throw damaged('a PDU is too short');
    } else {
      this.#state = 'control';
      this.#wanted = length;
    }
  }

  #control(body: Buffer): void {
    this.#state = 'head';
    this.#wanted = PDU_HEAD;
    this.#listener.control(this.#type, body);
  }

  #fragmentHead(head: Buffer): void {
    const length = head.readUInt32BE(0);
    this.#pduLeft -= FRAGMENT_HEAD;
    if (length < 2 || length - 2 > this.#pduLeft) throw damaged('a fragment is longer than its PDU');
    this.#fragmentLeft = length - 2;
    this.#contextId = head.readUInt8(4);
    this.#flags = head.readUInt8(5);
    this.#state = 'fragment';
    if (this.#fragmentLeft === 0) this.#endFragment();
  }

  #endFragment(): void {
    this.#nextFragment();
    this.#listener.fragmentEnd(this.#contextId, (this.#flags & 1) === 1, (this.#flags & 2) === 2);
  }

  #nextFragment(): void {
    if (this.#pduLeft > 0 && this.#pduLeft < FRAGMENT_HEAD) throw damaged('a PDU ends inside the header of a fragment');
    this.#state = this.#pduLeft === 0 ? 'head' : 'fragment-head';
    this.#wanted = this.#pduLeft === 0 ? PDU_HEAD : FRAGMENT_HEAD;
  }
}
