import { AppError } from '../../../../shared/errors/app-error.ts';
import { Pieces } from '../../kernel/pieces.ts';

interface Waiter {
  readonly bytes: number;
  readonly settle: (granted: boolean) => void;
}

/**
 * Memory that objects on their way in may take, shared by all transfers. Who is refused has to use the disk: waiting is only for
 * what is sure to be given back, since an object that is half here is finished by nothing but more bytes.
 */
export class Credit {
  /** The memory itself. */
  readonly pieces = new Pieces();
  readonly #limit: number;
  readonly #waiting: Waiter[] = [];
  #used = 0;
  /** Of objects that are whole: the store takes them, and gives the room back by itself. */
  #leaving = 0;

  /** @param limit bytes */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get used(): number {
    return this.#used;
  }

  /** True: the bytes are taken. False: there is no room, and none comes by itself. */
  take(bytes: number): Promise<boolean> {
    if (bytes > this.#limit) return Promise.resolve(false);
    if (this.#waiting.length === 0 && this.#fits(bytes)) {
      this.#used += bytes;
      return Promise.resolve(true);
    }
    if (this.#leaving === 0) return Promise.resolve(false);
    return new Promise((settle) => this.#waiting.push({ bytes, settle }));
  }

  /** The holder has all of its bytes and waits for nothing but the store. */
  leave(bytes: number): void {
    this.#leaving += bytes;
  }

  /** @param leaving whether `leave` was said of them */
  give(bytes: number, leaving: boolean): void {
    this.#used -= bytes;
    if (leaving) this.#leaving -= bytes;
    if (this.#used < 0 || this.#leaving < 0) throw new AppError('internal/bug', 'more room was given back than taken');
    this.#serve();
  }

  #fits(bytes: number): boolean {
    return this.#used + bytes <= this.#limit;
  }

  #serve(): void {
    for (let first = this.#waiting[0]; first !== undefined && this.#fits(first.bytes); first = this.#waiting[0]) {
      this.#waiting.shift();
      this.#used += first.bytes;
      first.settle(true);
    }
    if (this.#leaving > 0) return;
    for (const { settle } of this.#waiting.splice(0)) settle(false);
  }
}
