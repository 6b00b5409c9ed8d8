import { createHash, sign } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { newKeyPair, privateOf } from '../../../../../electron/station/kernel/ed25519.ts';
import { newExchangeKey, publicOf } from '../../../../../electron/station/review/package/exchange-key.ts';
import { readPackage } from '../../../../../electron/station/review/package/read-package.ts';
import type { PackageReader } from '../../../../../electron/station/review/package/read-package.ts';
import {
  packageBytes,
  SIGNED_HEADER,
  writePackage,
} from '../../../../../electron/station/review/package/write-package.ts';
import type { PackageEntry, PackageInput } from '../../../../../electron/station/review/package/write-package.ts';
import { ENTRY_HEAD, EntryLimits, objectEntry } from '../../../../../shared/review/package/entries.ts';
import { CHUNK, PREFIX, SIGNATURE, TAG } from '../../../../../shared/review/package/header.ts';
import { codeRejected, codeThrown } from '../../../../helpers/app-errors.ts';
import { tempDir } from '../../../../helpers/temp-dir.ts';

const Stored = z.object({
  sender: z.string(),
  recipient: z.object({ publicKey: z.string(), secret: z.string() }),
  package: z.string(),
});

const sender = newKeyPair();
const reviewer = newExchangeKey();
const other = newExchangeKey();
const NOW = '2026-11-23T20:00:00.000Z';

function input(entries: readonly PackageEntry[], own: Partial<PackageInput> = {}): PackageInput {
  return {
    ...{ kind: 'cases', programmeId: 'P-1', madeAt: NOW, expiresAt: '2026-12-01T00:00:00.000Z' },
    sender: { publicKey: sender.publicKey, privateKey: privateOf(sender.seed) },
    ...{ recipients: [other.publicKey, reviewer.publicKey], entries, ...own },
  };
}

const reader: PackageReader = {
  ...{ now: NOW, senders: new Set([sender.publicKey]), programmeId: 'P-1' },
  recipient: { publicKey: reviewer.publicKey, secret: reviewer.secret },
};

const document = (text: string): PackageEntry => ({ name: 'cases.json', bytes: Buffer.from(text) });
const object = (bytes: number, number = 1): PackageEntry => ({
  name: objectEntry(number),
  bytes: Buffer.alloc(bytes, number),
});

async function bytesOf(made: PackageInput): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of packageBytes(made)) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** What a package holds; `seen` hears each entry that was given out, also where it fails later. */
async function opened(
  bytes: Uint8Array,
  by: PackageReader = reader,
  seen: PackageEntry[] = [],
): Promise<PackageEntry[]> {
  const file = path.join(await tempDir(), 'a.njreview');
  writeFileSync(file, bytes);
  return await readPackage(file, by, async (open) => {
    for await (const entry of open.entries()) seen.push(entry);
    return seen;
  });
}

/** Cheaper to compare than the contents. */
const prints = (entries: readonly PackageEntry[]): readonly string[] =>
  entries.map(({ name, bytes }) => `${name} ${bytes.length} ${createHash('sha256').update(bytes).digest('hex')}`);

const headerEnd = (bytes: Buffer): number => PREFIX + bytes.readUInt32BE(PREFIX - 4);

describe('a review package', () => {
  it('comes back as it went, at every size around the limit of a chunk', async () => {
    const name = ENTRY_HEAD + objectEntry(1).length;
    const sizes = [0, 1, CHUNK - name - 1, CHUNK - name, CHUNK - name + 1, 2 * CHUNK - name, 2 * CHUNK - name + 1];
    for (const size of sizes) {
      const entries = [object(size), document('{}'), object(3, 2)];
      expect(prints(await opened(await bytesOf(input(entries))))).toEqual(prints(entries));
      expect(prints(await opened(await bytesOf(input([object(size)]))))).toEqual(prints([object(size)]));
    }
    expect(await opened(await bytesOf(input([])))).toEqual([]);
  });

  it('of the first version opens as it was stored', async () => {
    const stored = Stored.parse(
      JSON.parse(readFileSync(path.join(import.meta.dirname, 'stored-package.json'), 'utf8')),
    );
    const { publicKey, secret } = stored.recipient;
    const by = { recipient: { publicKey, secret: Buffer.from(secret, 'hex') }, senders: new Set([stored.sender]) };
    const entries = await opened(Buffer.from(stored.package, 'base64'), { ...reader, ...by });
    expect(entries.map(({ name, bytes }) => [name, Buffer.from(bytes).toString()])).toEqual([
      ['cases.json', '{"cases":[]}'],
      ['objects/000001.dcm', 'not an object'],
    ]);
  });

  it('opens for each of its recipients, and holds none of its content in the clear', async () => {
    const bytes = await bytesOf(input([document('{"who":"CANARY"}')]));
    const second = { ...reader, recipient: { publicKey: publicOf(other.secret), secret: other.secret } };
    expect(await opened(bytes, second)).toHaveLength(1);
    expect(bytes.includes('CANARY')).toBe(false);
  });

  it('is refused by code, and gives nothing out, whatever was done to it', async () => {
    const made = await bytesOf(input([document('[]'), object(3 * CHUNK), object(5, 2)]));
    const foreign = await bytesOf(input([document('[]'), object(3 * CHUNK)]));
    const start = headerEnd(made) + SIGNATURE;
    const sealed = CHUNK + TAG;
    const chunk = (from: Buffer, at: number): Buffer => {
      const first = headerEnd(from) + SIGNATURE;
      return from.subarray(first + at * sealed, first + (at + 1) * sealed);
    };
    const flipped = (at: number): Buffer => {
      const copy = Buffer.from(made);
      copy[at] = (copy[at] ?? 0) ^ 1;
      return copy;
    };
    const tail = made.subarray(start + 2 * sealed);
    const changed: readonly (readonly [string, Buffer, string])[] = [
      ['nothing at all', Buffer.alloc(0), 'package/not-a-package'],
      ['another file', Buffer.from('%PDF-1.7 and more than a prefix'), 'package/not-a-package'],
      ['a newer version', Buffer.from(made).fill(9, 9, 10), 'package/newer-version'],
      ['a changed header', flipped(PREFIX + 30), 'package/damaged'],
      ['a changed signature', flipped(headerEnd(made) + 3), 'package/damaged'],
      ['a changed byte', flipped(start + sealed + 7), 'package/damaged'],
      ['a changed end', flipped(made.length - 1), 'package/damaged'],
      ['cut in its header', made.subarray(0, PREFIX + 20), 'package/damaged'],
      [
        'cut at a chunk',
        Buffer.concat([made.subarray(0, start + sealed), made.subarray(-SIGNATURE)]),
        'package/damaged',
      ],
      ['cut at its end', made.subarray(0, made.length - 10), 'package/damaged'],
      ['longer', Buffer.concat([made, Buffer.alloc(5)]), 'package/damaged'],
      ['reordered', Buffer.concat([made.subarray(0, start), chunk(made, 1), chunk(made, 0), tail]), 'package/damaged'],
      ['twice', Buffer.concat([made.subarray(0, start), chunk(made, 0), chunk(made, 0), tail]), 'package/damaged'],
      [
        'replaced',
        Buffer.concat([made.subarray(0, start), chunk(foreign, 0), chunk(made, 1), tail]),
        'package/damaged',
      ],
    ];
    for (const [what, bytes, code] of changed) {
      const seen: PackageEntry[] = [];
      const readable = what === 'a changed header' ? ['package/damaged', 'package/not-a-package'] : [code];
      expect(readable, what).toContain(await codeRejected(opened(bytes, reader, seen)));
      expect(seen, what).toEqual([]);
    }
  });

  it('opens for those alone whom it is meant for, from those alone who are known, and in its time', async () => {
    const bytes = await bytesOf(input([document('[]')]));
    const stranger = newExchangeKey();
    const by = (own: Partial<PackageReader>): Promise<string | null> =>
      codeRejected(opened(bytes, { ...reader, ...own }));
    expect(await by({ senders: new Set() })).toBe('package/unknown-sender');
    expect(await by({ senders: new Set([newKeyPair().publicKey]) })).toBe('package/unknown-sender');
    expect(await by({ recipient: stranger })).toBe('package/other-recipient');
    expect(await by({ recipient: { publicKey: reviewer.publicKey, secret: stranger.secret } })).toBe(
      'package/other-recipient',
    );
    expect(await by({ programmeId: 'P-2' })).toBe('package/other-programme');
    expect(await by({ now: '2026-12-01T00:00:00.000Z' })).toBe('package/expired');
    expect(await by({ programmeId: null })).toBeNull();
  });

  it('cannot be made anew by one of its recipients under the name of the sender', async () => {
    const bytes = await bytesOf(input([document('[]')]));
    const thief = newKeyPair();
    const head = createHash('sha256')
      .update(bytes.subarray(0, headerEnd(bytes)))
      .digest();
    const forged = sign(null, Buffer.concat([Buffer.from(SIGNED_HEADER), head]), privateOf(thief.seed));
    const copy = Buffer.from(bytes);
    forged.copy(copy, headerEnd(bytes));
    expect(await codeRejected(opened(copy))).toBe('package/damaged');
  });

  it('holds no name that is a path, none twice, and no more than it may', () => {
    const take = (...heads: readonly { readonly name: string; readonly bytes: number }[]): string | null =>
      codeThrown(() => {
        const limits = new EntryLimits();
        for (const head of heads) limits.take(head);
      });
    for (const name of ['../cases.json', '/etc/passwd', 'objects/../a.dcm', 'C:\\a.dcm', 'objects/000001.DCM', 'a', ''])
      expect(take({ name, bytes: 1 }), name).toBe('package/unsafe-name');
    expect(take({ name: 'cases.json', bytes: 1 }, { name: 'cases.json', bytes: 1 })).toBe('package/damaged');
    expect(take({ name: 'cases.json', bytes: 17 * 1024 * 1024 })).toBe('package/too-large');
    expect(take({ name: objectEntry(1), bytes: 2 ** 40 })).toBe('package/too-large');
  });

  it('is written whole under a new name or not at all', async () => {
    const folder = await tempDir();
    const file = path.join(folder, 'cases.njreview');
    const store = await tempDir();
    const record = (): void => undefined;
    const failing = input([document('[]')], {
      entries: (function* () {
        yield document('[]');
        throw new Error('the source failed');
      })(),
    });
    await expect(writePackage(store, { final: file }, failing, { record })).rejects.toThrow();
    await expect(
      writePackage(store, { final: file }, input([]), {
        record: () => {
          throw new Error('not recorded');
        },
      }),
    ).rejects.toThrow();
    expect(readdirSync(folder)).toEqual([]);
    const bytes = await writePackage(store, { final: file }, input([document('[]')]), { record });
    expect(readFileSync(file).length).toBe(bytes);
    expect(await codeRejected(writePackage(store, { final: file }, input([]), { record }))).toBe('disk/exists');
    expect(readdirSync(folder)).toEqual(['cases.njreview']);
  });
});
