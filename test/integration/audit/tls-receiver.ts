import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createServer } from 'node:tls';
import type { TLSSocket } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Authority {
  /** PEM. */
  readonly ca: string;
  readonly certificate: string;
  readonly key: string;
}

/** A certificate authority of the test and what it signed for this name, made with openssl; valid for a day. */
export function authorityFor(name: string): Authority {
  const dir = mkdtempSync(path.join(tmpdir(), 'nightjar-ca-'));
  const ssl = (...words: string[]): void => void execFileSync('openssl', words, { cwd: dir, stdio: 'pipe' });
  const newKey = (file: string): void => ssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', file);
  try {
    newKey('ca.key');
    ssl(...['req', '-x509', '-new', '-key', 'ca.key', '-subj', '/CN=Test authority', '-days', '1', '-out', 'ca.pem']);
    newKey('server.key');
    ssl(...['req', '-new', '-key', 'server.key', '-subj', `/CN=${name}`, '-out', 'server.csr']);
    const san = /^[\d.]+$/.test(name) ? `IP:${name}` : `DNS:${name}`;
    writeFileSync(path.join(dir, 'san.cnf'), `subjectAltName=${san}\n`);
    ssl(
      ...['x509', '-req', '-in', 'server.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial'],
      ...['-days', '1', '-extfile', 'san.cnf', '-out', 'server.pem'],
    );
    const read = (file: string): string => readFileSync(path.join(dir, file), 'utf8');
    return { ca: read('ca.pem'), certificate: read('server.pem'), key: read('server.key') };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

export interface ReceivedMessage {
  readonly seq: number;
  readonly text: string;
}

export interface Receiver {
  readonly port: number;
  readonly messages: readonly ReceivedMessage[];
  /** What broke the framing of RFC 5425. */
  readonly faults: readonly string[];
  /** From now on: drops a connection once it has read so many bytes, without a word; null: never. */
  cutAfter(bytes: number | null): void;
  connections(): number;
}

/** A syslog receiver over TLS on loopback (RFC 5425), as a site has one; stopped when the test ends. */
export async function receiver(
  authority: Authority,
  options: { readonly asksForCertificate?: boolean } = {},
): Promise<Receiver> {
  const messages: ReceivedMessage[] = [];
  const faults: string[] = [];
  const open = new Set<TLSSocket>();
  let cut: number | null = null;
  let count = 0;
  const server = createServer(
    {
      ...{ cert: authority.certificate, key: authority.key, ca: authority.ca, minVersion: 'TLSv1.2' },
      requestCert: options.asksForCertificate === true,
      rejectUnauthorized: options.asksForCertificate === true,
    },
    (socket) => {
      count += 1;
      open.add(socket);
      let bytes = Buffer.alloc(0);
      let total = 0;
      socket.on('data', (chunk: Buffer) => {
        total += chunk.length;
        if (cut !== null && total >= cut) return void socket.destroy();
        bytes = Buffer.concat([bytes, chunk]);
        for (let frame = nextFrame(bytes); frame !== null; frame = nextFrame(bytes)) {
          if (typeof frame === 'string') return void faults.push(frame);
          messages.push(parsed(frame.message));
          bytes = frame.rest;
        }
      });
      socket.on('error', () => open.delete(socket));
      socket.once('close', () => open.delete(socket));
    },
  );
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of open) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    port: (server.address() as AddressInfo).port,
    messages,
    faults,
    cutAfter: (bytes) => {
      cut = bytes;
    },
    connections: () => count,
  };
}

function nextFrame(bytes: Buffer): { readonly message: string; readonly rest: Buffer<ArrayBuffer> } | string | null {
  const blank = bytes.indexOf(0x20);
  if (blank < 0) return bytes.length > 10 ? 'no length' : null;
  const digits = bytes.subarray(0, blank).toString('ascii');
  if (!/^[1-9]\d*$/.test(digits)) return `bad length ${digits.slice(0, 20)}`;
  const end = blank + 1 + Number(digits);
  if (bytes.length < end) return null;
  return { message: bytes.subarray(blank + 1, end).toString('utf8'), rest: Buffer.from(bytes.subarray(end)) };
}

/** RFC 5424 with its fields; anything else is a fault of the sender. */
function parsed(message: string): ReceivedMessage {
  const shape =
    /^<8[2-5]>1 \d{4}-\d\d-\d\dT[\d:.]+Z [\x21-\x7e]+ nightjar \d+ DICOM\+RFC3881 \[meta sequenceId="(\d+)"\] \uFEFF(<AuditMessage>[^]*<\/AuditMessage>)$/;
  const [, seq, text] = shape.exec(message) ?? [];
  return { seq: Number(seq ?? -1), text: text ?? `bad message: ${message.slice(0, 200)}` };
}
