import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { NO_DATA } from '../../../../electron/station/sources/dimse/wire/association.ts';
import type { Command } from '../../../../electron/station/sources/dimse/wire/command-set.ts';
import { closedEarly } from '../../../../electron/station/sources/dimse/wire/dimse-error.ts';
import { identifierReader } from '../../../../electron/station/sources/dimse/wire/identifier.ts';
import { Line } from '../../../../electron/station/sources/dimse/wire/line.ts';
import {
  decodeRequest,
  encodeAccept,
  encodeReleaseReply,
  PDU,
} from '../../../../electron/station/sources/dimse/wire/pdu.ts';
import type { AssociateRequest } from '../../../../electron/station/sources/dimse/wire/pdu.ts';

/** What a scripted peer has in hand when a command came with its data set. */
export interface Conversation {
  readonly line: Line;
  readonly request: AssociateRequest;
  readonly contextId: number;
  readonly command: Command;
  readonly data: Buffer;
  /** Sends a command, with a data set where there is one, on the context of the command that came. */
  send(command: Command, data?: Uint8Array | null, contextId?: number): Promise<void>;
}

export interface Script {
  /** In place of accepting every context in its first transfer syntax. */
  associate?(line: Line, request: AssociateRequest): void;
  /** What comes on the associations, in order; every association begins anew. */
  command?(conversation: Conversation): void;
  /** Longest PDU that it says it takes. */
  readonly maxPdu?: number;
}

/** A peer that does what a test says, on loopback, until the test ends. @returns its port */
export async function scriptedPeer(script: Script): Promise<number> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
    serve(socket, script);
  });
  const port = await listen(server);
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  );
  return port;
}

/** A peer that is a plain socket. @returns its port */
export async function rawPeer(onSocket: (socket: net.Socket) => void): Promise<number> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    onSocket(socket);
  });
  const port = await listen(server);
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return port;
}

function listen(server: net.Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

function serve(socket: net.Socket, script: Script): void {
  let request: AssociateRequest | null = null;
  const line: Line = new Line(socket, {
    control: (type, body) => {
      if (type === PDU.associateRequest) {
        request = decodeRequest(body);
        if (script.associate) script.associate(line, request);
        else accept(line, request, script.maxPdu ?? 16_384);
      } else if (type === PDU.releaseRequest) {
        line.write(encodeReleaseReply());
        line.close(closedEarly());
      } else {
        line.close(closedEarly());
      }
    },
    command: (contextId, command) => {
      const hear = (data: Buffer): void => {
        if (request === null) return;
        const send: Conversation['send'] = (answer, bytes = null, id = contextId) =>
          line.send(id, answer, bytes, 0).catch(() => undefined);
        script.command?.({ line, request, contextId, command, data, send });
      };
      if (command.hasData) return identifierReader(hear);
      hear(Buffer.alloc(0));
      return NO_DATA;
    },
    closed: () => undefined,
  });
}

/** Takes every context in its first transfer syntax, and every role that was asked for. */
export function accept(line: Line, request: AssociateRequest, maxPdu = 16_384, result = 0): void {
  line.write(
    encodeAccept({
      called: request.called,
      calling: request.calling,
      maxPdu,
      implementation: { uid: '1.2.3', name: 'SCRIPT' },
      roles: request.roles,
      contexts: request.contexts.map(({ id, transferSyntaxes }) => ({
        id,
        result,
        transferSyntax: transferSyntaxes[0] ?? '',
      })),
    }),
  );
}
