import { createHmac, timingSafeEqual } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from '../atomic-file.ts';
import { diskError } from '../disk-error.ts';
import type { AuditHead } from '../ledger/ledger.ts';

/** How far a store had come when this computer saw it last. */
export interface AnchorState {
  /** Rises with each opening. */
  readonly generation: number;
  readonly head: AuditHead;
}

const AnchorFile = z.strictObject({
  format: z.literal('nightjar-anchor'),
  generation: z.number().int(),
  seq: z.number().int(),
  hash: z.string(),
  mac: z.string(),
});

/**
 * A small file outside the store: a store folder that was replaced by an older copy of itself cannot take it along. It is
 * sealed with a key of the store, so that nobody else writes one.
 */
export class Anchor {
  readonly #file: string;
  readonly #key: Uint8Array;
  #last = '';

  /** Takes `key` over. The name comes from the key too: store.json is plain, and could be made to name another store. */
  constructor(dir: string, key: Uint8Array) {
    const name = createHmac('sha256', key).update('nightjar-anchor-name/1').digest('hex').slice(0, 32);
    this.#file = path.join(dir, `${name}.json`);
    this.#key = key;
  }

  /** Null where this computer never saw the store; 'forged' for what this store did not write. */
  read(): AnchorState | 'forged' | null {
    if (!existsSync(this.#file)) return null;
    const parsed = AnchorFile.safeParse(parseJson(readFileSync(this.#file, 'utf8')));
    if (!parsed.success) return 'forged';
    const { generation, seq, hash, mac } = parsed.data;
    const expected = Buffer.from(this.#mac(generation, { seq, hash }), 'hex');
    const given = Buffer.from(mac, 'hex');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return 'forged';
    return { generation, head: { seq, hash } };
  }

  /** @throws AppError disk/… */
  async write({ generation, head }: AnchorState): Promise<void> {
    const mac = this.#mac(generation, head);
    if (mac === this.#last) return;
    try {
      mkdirSync(path.dirname(this.#file), { recursive: true, mode: 0o700 });
      const file = { format: 'nightjar-anchor', generation, ...head, mac };
      await writeFileAtomic(this.#file, `${JSON.stringify(file)}\n`);
      this.#last = mac;
    } catch (error) {
      throw diskError(error);
    }
  }

  close(): void {
    this.#key.fill(0);
  }

  #mac(generation: number, { seq, hash }: AuditHead): string {
    return createHmac('sha256', this.#key)
      .update(JSON.stringify(['nightjar-anchor/1', generation, seq, hash]))
      .digest('hex');
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON at all is the same finding as JSON of another shape.
    return null;
  }
}
