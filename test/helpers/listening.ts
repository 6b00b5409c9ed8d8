import type { ChildProcess } from 'node:child_process';
import net from 'node:net';

/** Whether something takes connections at a port of this machine. */
export function takesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** Waits until a program that was just started takes connections. @throws Error where it ended, or took ten seconds */
export async function listening(port: number, child: ChildProcess): Promise<void> {
  for (let tried = 0; tried < 400 && child.exitCode === null; tried += 1) {
    if (await takesConnections(port)) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('the peer does not listen');
}
