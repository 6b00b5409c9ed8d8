import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { newKeyPair, privateOf } from '../../../electron/station/kernel/ed25519.ts';
import { newExchangeKey } from '../../../electron/station/review/package/exchange-key.ts';
import { readPackage } from '../../../electron/station/review/package/read-package.ts';
import { writePackage } from '../../../electron/station/review/package/write-package.ts';
import { objectEntry } from '../../../shared/review/package/entries.ts';

/*
 * A review package of a CT of 300 slices beside a copy of the same bytes with fsync, and beside `openssl enc`, each in turn in one run:
 * `node test/bench/packages/package-speed.ts [ROUNDS]`. Pictures are random bytes of the size of a slice: nothing is compressed anyway.
 */
const SLICES = 300;
const SLICE_BYTES = 526_400;
const rounds = Number(process.argv[2] ?? 5);
const folder = mkdtempSync(path.join(os.tmpdir(), 'nightjar-package-'));
const store = mkdtempSync(path.join(os.tmpdir(), 'nightjar-package-store-'));
const slice = randomBytes(SLICE_BYTES);
const sender = newKeyPair();
const recipient = newExchangeKey();
const megabytes = (SLICES * SLICE_BYTES) / 1e6;
const times = new Map<string, number[]>();
/** Processor time of this process, ms: what a crowded machine does not change. */
const atWork = new Map<string, number[]>();

async function timed(what: string, work: () => Promise<void> | void): Promise<void> {
  const [began, cpu] = [performance.now(), process.cpuUsage()];
  await work();
  times.set(what, [...(times.get(what) ?? []), performance.now() - began]);
  const { user, system } = process.cpuUsage(cpu);
  atWork.set(what, [...(atWork.get(what) ?? []), (user + system) / 1000]);
}

async function copy(file: string): Promise<void> {
  const handle = await open(file, 'w');
  for (let at = 0; at < SLICES; at += 1) await handle.write(slice);
  await handle.sync();
  await handle.close();
}

async function pack(file: string): Promise<void> {
  const now = Date.now();
  await writePackage(
    store,
    { final: file },
    {
      ...{ kind: 'cases', programmeId: 'bench', madeAt: new Date(now).toISOString() },
      expiresAt: new Date(now + 86_400_000).toISOString(),
      sender: { publicKey: sender.publicKey, privateKey: privateOf(sender.seed) },
      recipients: [recipient.publicKey],
      entries: Array.from({ length: SLICES }, (_, at) => ({ name: objectEntry(at + 1), bytes: slice })),
    },
    { record: () => undefined },
  );
}

async function unpack(file: string): Promise<void> {
  const now = new Date().toISOString();
  const reader = { now, senders: new Set([sender.publicKey]), programmeId: null, recipient };
  await readPackage(file, reader, async (opened) => {
    let bytes = 0;
    for await (const entry of opened.entries()) bytes += entry.bytes.length;
    if (bytes !== SLICES * SLICE_BYTES) throw new Error('not all of it came back');
  });
}

try {
  for (let round = 0; round < rounds; round += 1) {
    const plain = path.join(folder, `plain-${round}`);
    const packed = path.join(folder, `packed-${round}`);
    await timed('copy and fsync', () => copy(plain));
    await timed('package', () => pack(packed));
    await timed('package opened and read', () => unpack(packed));
    await timed('openssl enc -aes-256-ctr', () => {
      const args = ['enc', '-aes-256-ctr', '-pbkdf2', '-pass', 'pass:x', '-in', plain, '-out', `${plain}.enc`];
      const { status } = spawnSync('openssl', args);
      if (status !== 0) process.stdout.write('openssl is not here\n');
    });
    if (statSync(packed).size < readFileSync(plain).length) throw new Error('the package is too small');
    for (const file of [plain, packed, `${plain}.enc`]) rmSync(file, { force: true });
  }
  for (const [what, all] of times) {
    const cpu = ratesOf(atWork.get(what) ?? []);
    const rates = ratesOf(all);
    process.stdout.write(
      `${what}: median ${rates[rates.length >> 1]} MB/s (${rates.join(', ')}), ${cpu[cpu.length >> 1]} MB a second of processor\n`,
    );
  }
} finally {
  for (const one of [folder, store]) rmSync(one, { recursive: true, force: true });
}

function ratesOf(all: readonly number[]): readonly number[] {
  return all.map((ms) => Math.round((megabytes * 1000) / ms)).sort((a, b) => a - b);
}
