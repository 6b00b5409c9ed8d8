import { Socket } from 'node:net';
import type { buildConnector } from 'undici';

/** What undici 7 keeps at a socket: its reader of answers, which stops while nobody takes what was read. */
interface Parser {
  paused: boolean;
  /** Of the reader in WebAssembly; null when it is gone. */
  readonly ptr: number | null;
  readonly llhttp: { readonly llhttp_resume: (ptr: number) => void };
  resume(): void;
}

/**
 * A connector whose sockets may end while an answer on them is not taken yet. undici 7 ends the process then, by an assertion that nobody
 * can catch (nodejs/undici issue 5360; mended in 8, which needs a newer Node). Here its reader goes on to the end of what came, before
 * undici hears that the line ended; a line that broke is left to fail as one.
 */
export function survivingHangUps(connect: buildConnector.connector): buildConnector.connector {
  return (options, callback) => {
    connect(options, (...given) => {
      // Where there is no connection there is no second argument, whatever the type says.
      if (given[1] instanceof Socket) watch(given[1]);
      callback(...given);
    });
  };
}

function watch(socket: Socket): void {
  socket.prependListener('end', () => {
    const parser = parserOf(socket);
    if (parser?.paused !== true) return;
    parser.resume();
    // A body that has no end of its own stops it again: only the end of the line, of which it hears next, is that end.
    if (!parser.paused || parser.ptr === null) return;
    parser.llhttp.llhttp_resume(parser.ptr);
    parser.paused = false;
  });
  const fails = (): void => {
    const parser = parserOf(socket);
    if (parser !== null) parser.paused = false;
  };
  socket.prependListener('error', fails);
  socket.prependListener('close', fails);
}

function parserOf(socket: Socket): Parser | null {
  const key = Object.getOwnPropertySymbols(socket).find(({ description }) => description === 'parser');
  const parser: unknown = key === undefined ? null : Reflect.get(socket, key);
  return isParser(parser) ? parser : null;
}

function isParser(value: unknown): value is Parser {
  if (typeof value !== 'object' || value === null) return false;
  const llhttp: unknown = Reflect.get(value, 'llhttp');
  return (
    typeof Reflect.get(value, 'paused') === 'boolean' &&
    typeof Reflect.get(value, 'resume') === 'function' &&
    typeof llhttp === 'object' &&
    llhttp !== null &&
    typeof Reflect.get(llhttp, 'llhttp_resume') === 'function'
  );
}
