import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { frameMessage, MllpFramer } from '../../../../shared/hl7/framing.ts';

/** What the receiver does with one message. */
export type MllpTurn = (line: {
  readonly socket: Socket;
  readonly controlId: string;
  readonly text: string;
  answer(code: string, controlId?: string): void;
}) => void;

export const accept: MllpTurn = ({ answer }) => answer('AA');

export interface ScriptedMllp {
  readonly port: number;
  /** Every message that arrived whole, in order. */
  readonly got: { readonly controlId: string; readonly text: string }[];
  connections: number;
  /** For the next message and those after it. */
  turn: MllpTurn;
  stop(): Promise<void>;
}

/** A receiver of HL7 v2 that does what a test says: a real peer on loopback. */
export async function scriptedMllp(turn: MllpTurn = accept, port = 0): Promise<ScriptedMllp> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    own.connections += 1;
    sockets.add(socket);
    socket.setNoDelay(true);
    const framer = new MllpFramer();
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    socket.on('data', (chunk) => {
      for (const event of framer.push(chunk)) {
        if (event.kind !== 'message') continue;
        const text = Buffer.from(event.bytes).toString('utf8');
        const controlId = text.split('\r')[0]?.split('|')[9] ?? '';
        own.got.push({ controlId, text });
        const answer = (code: string, id = controlId): void => {
          if (!socket.destroyed) socket.write(ackFrame(code, id));
        };
        own.turn({ socket, controlId, text, answer });
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const own: ScriptedMllp = {
    port: (server.address() as AddressInfo).port,
    got: [],
    connections: 0,
    turn,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
  return own;
}

export function ackFrame(code: string, controlId: string): Uint8Array {
  const text = `MSH|^~\\&|RIS|SITE|NIGHTJAR|HOME|20260301||ACK^R01^ACK|A1|P|2.5.1\rMSA|${code}|${controlId}|said by the receiver\r`;
  return frameMessage(Buffer.from(text, 'utf8'));
}
