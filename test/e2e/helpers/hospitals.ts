import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePort, startOrthanc } from '../../bench/lib/orthanc.ts';
import type { Orthanc } from '../../bench/lib/orthanc.ts';
import { listening } from '../../helpers/listening.ts';
import { slicesOf } from './exam.ts';
import type { Exam } from './exam.ts';

/** Two hospitals on this machine: Orthanc with DICOMweb, and dcmqrscp. They keep what they have when they stop. */
export class Hospitals {
  readonly #dir = mkdtempSync(path.join(os.tmpdir(), 'nightjar-hospitals-'));
  readonly #ports = { http: 0, dicom: 0, qr: 0 };
  #orthanc: Orthanc | null = null;
  #archive: ChildProcess | null = null;

  get web(): string {
    return `http://127.0.0.1:${this.#ports.http}/dicom-web`;
  }

  get dimsePort(): number {
    return this.#ports.qr;
  }

  async start(): Promise<void> {
    const ports = this.#ports;
    if (ports.qr === 0) {
      for (const name of ['http', 'dicom', 'qr'] as const) ports[name] = await freePort();
      mkdirSync(path.join(this.#dir, 'A'));
      writeFileSync(path.join(this.#dir, 'qr.cfg'), this.#configuration());
    }
    this.#orthanc = await startOrthanc({ durable: false, storage: path.join(this.#dir, 'orthanc'), ports });
    this.#archive = spawn('dcmqrscp', ['-c', path.join(this.#dir, 'qr.cfg')], {
      stdio: 'ignore',
      env: { ...process.env, TCP_NODELAY: '1' },
    });
    await listening(ports.qr, this.#archive);
  }

  async stop(): Promise<void> {
    const archive = this.#archive;
    const ended = archive && new Promise<void>((resolve) => archive.once('exit', () => resolve()));
    archive?.kill('SIGKILL');
    await Promise.all([this.#orthanc?.stop(), ended]);
    this.#orthanc = null;
    this.#archive = null;
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.#dir, { recursive: true, force: true });
  }

  /** Into Orthanc. */
  async givenToAnna(exam: Exam): Promise<void> {
    await this.#orthanc?.postMade(
      slicesOf(exam).map((bytes) => () => bytes),
      2,
    );
  }

  /** Into dcmqrscp, by storescu. */
  async givenToNord(exam: Exam): Promise<void> {
    const folder = path.join(this.#dir, exam.studyUid);
    mkdirSync(folder);
    slicesOf(exam).forEach((bytes, index) => writeFileSync(path.join(folder, `${index}.dcm`), bytes));
    const code = await ended(
      spawn('storescu', ['-aec', 'QRA', '+sd', '127.0.0.1', String(this.#ports.qr), folder], { stdio: 'ignore' }),
    );
    if (code !== 0) throw new Error(`storescu ended with ${code}`);
  }

  /** Files of an SOP class that arrived at St. Anna. */
  async arrivedAtAnna(sopClass: string): Promise<readonly Buffer[]> {
    const orthanc = this.#orthanc;
    if (orthanc === null) throw new Error('St. Anna is closed');
    const ids = (await orthanc.get('/instances')) as readonly string[];
    const files: Buffer[] = [];
    for (const id of ids) {
      const found = (await orthanc.get(`/instances/${id}/simplified-tags`)) as { readonly SOPClassUID?: string };
      if (found.SOPClassUID !== sopClass) continue;
      const answer = await fetch(`http://127.0.0.1:${this.#ports.http}/instances/${id}/file`);
      files.push(Buffer.from(await answer.arrayBuffer()));
    }
    return files;
  }

  /** Everything that arrived at Nord as dcmqrscp keeps it, whatever it is. */
  arrivedAtNord(): readonly Buffer[] {
    const folder = path.join(this.#dir, 'A');
    return readdirSync(folder)
      .filter((name) => name !== 'index.dat')
      .map((name) => readFileSync(path.join(folder, name)));
  }

  #configuration(): string {
    return [
      `NetworkTCPPort = ${this.#ports.qr}`,
      'MaxPDUSize = 131072',
      'MaxAssociations = 16',
      ...['HostTable BEGIN', 'HostTable END', 'VendorTable BEGIN', 'VendorTable END'],
      ...['AETable BEGIN', `QRA ${path.join(this.#dir, 'A')} RW (500, 1024mb) ANY`, 'AETable END', ''],
    ].join('\n');
  }
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('close', (code) => resolve(code)));
}
