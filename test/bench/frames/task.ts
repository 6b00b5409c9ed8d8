import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { projectRoot } from '../../helpers/runtime.ts';
import type { BenchOptions, BenchResult } from '../contract.ts';
import { scratch } from '../lib/folders.ts';
import { forgetFrames, nightjarVerb, openNightjar } from '../lib/nightjar.ts';
import { checkFrames, imagesOf } from '../lib/check-frames.ts';
import { rowOf } from '../lib/row.ts';
import { say } from '../lib/say.ts';
import { CT_COLUMNS, CT_ROWS, ctFiles, syntheticCt } from '../lib/synthetic-ct.ts';

// Frame path: from the encrypted store to typed arrays in the window, beside reading and opening the same files, encrypted as
// a whole, in plain Node. Both from the system's page cache; MB of pixels a second.

const PIXEL_MB = (CT_ROWS * CT_COLUMNS * 2) / 1e6;
const IV_BYTES = 12;
const TAG_BYTES = 16;

export async function run({ rounds, quick }: BenchOptions): Promise<BenchResult> {
  const ct = syntheticCt(quick ? 60 : 400, 5);
  const store = scratch('frames');
  const plain = scratch('gcm');
  const rates: { ours: number[]; peer: number[] } = { ours: [], peer: [] };
  try {
    await nightjarVerb(store.dir, ['import', ct.folder]);
    const key = randomBytes(32);
    const sealed = ctFiles(ct).map((file, at) => seal(file, path.join(plain.dir, String(at)), key));
    const { page, close } = await openNightjar(store.dir);
    try {
      for (let round = 0; round < rounds; round += 1) {
        await forgetFrames(page);
        const images = await imagesOf(page, ct);
        rates.ours.push(
          (PIXEL_MB * ct.slices) /
            (await pullAll(
              page,
              images.map(({ objectId }) => objectId),
            )),
        );
        rates.peer.push((PIXEL_MB * ct.slices) / (await openAll(sealed, key)));
        say(`round ${round + 1}: ${rates.ours.at(-1)?.toFixed(0)} and ${rates.peer.at(-1)?.toFixed(0)} MB/s`);
      }
      await checkFrames(page, ct);
    } finally {
      await close();
    }
  } finally {
    store.remove();
    plain.remove();
  }
  const name = 'frame path, disk to typed arrays in the window';
  return {
    task: 'frames',
    rows: [rowOf({ name, unit: 'MB/s', target: 0.5, better: 'higher', ...rates })],
    notes: ['the peer is readFile and AES-256-GCM in plain Node, one file after another, without a window'],
  };
}

function seal(from: string, to: string, key: Buffer): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  writeFileSync(to, Buffer.concat([iv, cipher.update(readFileSync(from)), cipher.final(), cipher.getAuthTag()]));
  return to;
}

/** Seconds. */
async function openAll(files: readonly string[], key: Buffer): Promise<number> {
  const begin = performance.now();
  let last = 0;
  for (const file of files) {
    const bytes = await readFile(file);
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES));
    decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
    const opened = decipher.update(bytes.subarray(IV_BYTES, bytes.length - TAG_BYTES));
    decipher.final();
    const pixels = opened.subarray(opened.length - CT_ROWS * CT_COLUMNS * 2);
    last += pixels[0] ?? 0;
  }
  if (Number.isNaN(last)) throw new Error('nothing was opened');
  return (performance.now() - begin) / 1000;
}

/** The window's own worker between port and page, as the build names it. */
function relayFile(): string {
  const assets = readdirSync(path.join(projectRoot, 'dist', 'window', 'assets'));
  const name = assets.find((file) => file.startsWith('frame-relay-') && file.endsWith('.js'));
  if (name === undefined) throw new Error('the build has no worker for frames');
  return `assets/${name}`;
}

/**
 * Pulls the first frame of each object the way of every picture, by a port and worker of its own; seconds from the first
 * request to the last array.
 */
async function pullAll(page: Page, objectIds: readonly string[]): Promise<number> {
  const asked = { ids: objectIds, relay: relayFile() };
  return page.evaluate(async ({ ids, relay }) => {
    const arrived = new Promise<MessagePort>((resolve) => {
      const take = (event: MessageEvent<unknown>): void => {
        const [port] = event.ports;
        if (event.data !== 'nightjar:frame-port' || !port) return;
        window.removeEventListener('message', take);
        resolve(port);
      };
      window.addEventListener('message', take);
    });
    await window.nightjar.call('app.connectFrames', {});
    const worker = new Worker(relay, { type: 'module' });
    await new Promise((resolve) => {
      worker.onmessage = resolve;
    });
    const { port1: port, port2 } = new MessageChannel();
    worker.postMessage(null, [await arrived, port2]);
    const [inFlight, credit] = [16, 32 * 1024 * 1024];
    const kept: Uint16Array[] = [];
    let next = 0;
    const ask = (): void => {
      const objectId = ids[next];
      if (objectId === undefined) return;
      port.postMessage({ t: 'get', id: next, objectId, frame: 1, form: 'display', priority: 'near' });
      next += 1;
    };
    const begin = performance.now();
    await new Promise<void>((resolve, reject) => {
      port.onmessage = ({ data: message }: MessageEvent<{ t: string; data?: Uint8Array }>) => {
        if (message.t === 'fail') reject(new Error('a frame was refused'));
        const { data } = message;
        if (message.t !== 'frame' || !data) return;
        kept.push(new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2));
        port.postMessage({ t: 'credit', bytes: data.byteLength });
        ask();
        if (kept.length === ids.length) resolve();
      };
      port.postMessage({ t: 'hello', credit });
      for (let i = 0; i < inFlight; i += 1) ask();
    });
    const seconds = (performance.now() - begin) / 1000;
    port.close();
    worker.terminate();
    return seconds;
  }, asked);
}
