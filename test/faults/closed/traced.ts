import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { hasPeer } from '../../helpers/peers.ts';
import { readRuntime } from '../../helpers/runtime.ts';

/** Whether the system calls of a program and all its children can be written down here. */
export function mayTrace(): boolean {
  if (process.platform !== 'linux' || !hasPeer('strace')) return false;
  return spawnSync('strace', ['--seccomp-bpf', '-f', 'true']).status === 0;
}

/**
 * A starter of Electron that writes every socket that it or a child of it makes, binds or connects into `log`. The other calls
 * go by unseen, so that nothing gets slow.
 */
export function tracingStarter(folder: string, log: string): string {
  const file = path.join(folder, 'traced-electron');
  const trace = `strace --seccomp-bpf -f -qq -o '${log}' -e trace=socket,bind,connect`;
  writeFileSync(file, `#!/bin/sh\nexec ${trace} '${readRuntime().executable}' "$@"\n`);
  chmodSync(file, 0o755);
  return file;
}

export interface NetworkUse {
  /** Calls that were seen in all, whatever they were about. */
  readonly calls: number;
  /** Connections that were tried to an address of any network, this machine's own included. */
  readonly connects: readonly string[];
  /** Addresses bound, without their ports: "127.0.0.1". */
  readonly bound: readonly string[];
}

/** What such a log says about networks. Sockets of files (AF_UNIX) and of the kernel (AF_NETLINK) are none. */
export function networkUse(log: string): NetworkUse {
  const lines = readFileSync(log, 'utf8').split('\n');
  const about = (call: string): readonly string[] =>
    lines.filter((line) => line.includes(` ${call}(`) && /sa_family=AF_(?!UNIX|NETLINK|UNSPEC)/.test(line));
  const bound = about('bind').map((line) => /inet_(?:addr|pton)\((?:AF_INET6, )?"([^"]+)"/.exec(line)?.[1] ?? line);
  return {
    calls: lines.filter((line) => /(socket|bind|connect)\(/.test(line)).length,
    connects: about('connect'),
    bound: [...new Set(bound)],
  };
}
