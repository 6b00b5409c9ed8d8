import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';

/** The best setting of every DCMTK program. */
export const NO_DELAY = { TCP_NODELAY: '1', TCP_BUFFER_LENGTH: '262144' };

export interface Place {
  readonly host: string;
  readonly port: number;
  /** Title by which it wants to be called; that of DCMTK's own programs when absent. */
  readonly called?: string;
}

/** Fetches a study by C-GET into plain files. @returns seconds */
export function getscu(from: Place, studyUid: string, folder: string): Promise<number> {
  return timed('getscu', folder, [
    ...['-S', '-aet', 'GETSCU', '-aec', 'ORTHANC', '-od', folder],
    ...keys(studyUid),
    from.host,
    String(from.port),
  ]);
}

/** Fetches a study by C-MOVE to its own port into plain files. @param port that the archive knows as MOVESCU @returns seconds */
export function movescu(from: Place, port: number, studyUid: string, folder: string): Promise<number> {
  return timed('movescu', folder, [
    ...['-S', '-aet', 'MOVESCU', '-aem', 'MOVESCU', '-aec', 'ORTHANC', '--port', String(port), '-od', folder],
    ...keys(studyUid),
    from.host,
    String(from.port),
  ]);
}

/** Pushes the files of a folder over one association, one after the other. @returns seconds */
export function storescu(to: Place, folder: string): Promise<number> {
  const args = ['-aet', 'STORESCU', '-aec', to.called ?? 'ANY-SCP', '+sd', to.host, String(to.port), folder];
  return measured('storescu', process.cwd(), args);
}

function keys(studyUid: string): readonly string[] {
  return ['-k', '0008,0052=STUDY', '-k', `0020,000d=${studyUid}`];
}

async function timed(program: string, folder: string, args: readonly string[]): Promise<number> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return measured(program, path.dirname(folder), args);
}

async function measured(program: string, cwd: string, args: readonly string[]): Promise<number> {
  const begin = performance.now();
  await new Promise<void>((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      stdio: 'ignore',
      env: { ...process.env, ...NO_DELAY },
    });
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`${program} ended with ${code}`))));
  });
  return (performance.now() - begin) / 1000;
}
