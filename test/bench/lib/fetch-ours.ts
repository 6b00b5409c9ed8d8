import { spawn } from 'node:child_process';
import path from 'node:path';
import { z } from 'zod';
import { PASSPHRASE } from '../../e2e/helpers/launch.ts';
import { projectRoot } from '../../helpers/runtime.ts';
import { scratch } from './folders.ts';

const Fetched = z.object({ seconds: z.number(), received: z.number(), peakMb: z.number() });
export type Fetched = z.infer<typeof Fetched>;

/** Fetches a study into a fresh store, warmed up by another one. @param settings of the source, as JSON */
export async function fetchOurs(
  settings: object,
  way: 'wado' | 'get' | 'move',
  warm: string,
  studyUid: string,
): Promise<Fetched> {
  const store = scratch('retrieve');
  try {
    const program = path.join(projectRoot, 'test', 'bench', 'retrieve', 'retrieve-program.ts');
    const args = [program, path.join(store.dir, 'store'), JSON.stringify(settings), way, warm, studyUid];
    return Fetched.parse(JSON.parse(await run(args)));
  } finally {
    store.remove();
  }
}

function run(args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NIGHTJAR_PASSPHRASE: PASSPHRASE },
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += String(chunk)));
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve(output) : reject(new Error(`it ended with ${code}`))));
  });
}
