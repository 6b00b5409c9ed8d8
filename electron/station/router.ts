import { calls, isCallName } from '../../shared/contract/index.ts';
import { requestFault } from '../../shared/contract/request-size.ts';
import { mayUse } from '../../shared/contract/roles.ts';
import type { PersonRole } from '../../shared/model/person.ts';
import type { CallName, Envelope, ParsedRequest, Response } from '../../shared/contract/index.ts';
import { AppError, asAppError, toWire } from '../../shared/errors/app-error.ts';
import type { Log } from './kernel/ports.ts';
import { databaseError, isDriverError } from './kernel/sqlite.ts';

/** One function a call; the router has checked the request against its schema. */
export type Handlers = {
  readonly [N in CallName]?: (request: ParsedRequest<N>) => Promise<Response<N>> | Response<N>;
};

/** What the reader typed or drew is kept even when their time at the identity provider ends in the middle of a word. */
const WORDS: ReadonlySet<CallName> = new Set([
  'report.save',
  'reading.saveMeasurement',
  'reading.saveDesk',
  'reading.saveSeen',
  'reading.markImage',
  'reading.markLesion',
]);

export interface RouterOptions {
  readonly handlers: Handlers;
  readonly isOpen: () => boolean;
  /** Of who has the store open, none while they have to sign in; null: nobody has. */
  readonly roles: () => readonly PersonRole[] | null;
  /** The same, without a look at the sign-in. */
  readonly ownRoles: () => readonly PersonRole[] | null;
  /** Refuses what a page may not ask; left out where there are no pages. @throws AppError request/forbidden */
  readonly allow?: (page: string, name: CallName, parsed: unknown) => void;
  readonly log: Log;
  /** Replies are checked too in development and tests. */
  readonly checkReplies: boolean;
}

/** The station's border: unknown calls, bad requests and a locked store are refused with a code, never with silence. */
export class Router {
  #options: RouterOptions;

  constructor(options: RouterOptions) {
    this.#options = options;
  }

  /** @param page that asks, as the shell names it; null for the shell itself, the command line and tests */
  async call(name: string, request: unknown, page: string | null = null): Promise<Envelope<unknown>> {
    try {
      return { ok: true, value: await this.#answer(name, request, page) };
    } catch (error) {
      const known = isDriverError(error) ? databaseError(error) : asAppError(error);
      if (known.family === 'bug') this.#logBug(name, known);
      return { ok: false, error: toWire(known) };
    }
  }

  async #answer(name: string, request: unknown, page: string | null): Promise<unknown> {
    if (!isCallName(name)) throw new AppError('request/unknown-call', 'no such call');
    const spec = calls[name];
    const handler = this.#options.handlers[name] as ((parsed: unknown) => unknown) | undefined;
    if (!handler) throw new AppError('request/unknown-call', `${name} is not answered here`);
    const roles = WORDS.has(name) ? this.#options.ownRoles() : this.#options.roles();
    // Before anything of the request is looked at, and whoever asks: a page, the shell or the command line.
    if (roles !== null && !mayUse(spec.roles, roles)) {
      if (roles.length === 0) throw new AppError('sign-in/needed', 'the person has to sign in first');
      throw new AppError('access/not-allowed', `${name} is not for your role`, { context: { call: name } });
    }
    const fault = requestFault(request);
    if (fault !== null) throw new AppError(fault, `request of ${name} refused`, { context: { call: name } });
    const parsed = spec.request.safeParse(request);
    if (!parsed.success) {
      const paths = parsed.error.issues.map((issue) => issue.path.join('.') || issue.code);
      throw new AppError('request/bad', `request of ${name} refused`, { context: { call: name, paths } });
    }
    if (spec.needsOpenStore && !this.#options.isOpen()) throw new AppError('access/locked', 'the store is locked');
    if (page !== null) this.#options.allow?.(page, name, parsed.data);
    const value = await handler(parsed.data);
    if (!this.#options.checkReplies) return value;
    const reply = spec.response.safeParse(value);
    if (reply.success) return reply.data;
    const paths = reply.error.issues.map((issue) => issue.path.join('.') || issue.code).slice(0, 20);
    throw new AppError('internal/bug', `reply of ${name} breaks the contract`, { context: { call: name, paths } });
  }

  /** The stack names our files and lines only; the message of a foreign error may hold data and stays out. */
  #logBug(name: string, error: AppError): void {
    const cause = error.cause instanceof Error ? error.cause : error;
    const frames = (cause.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '));
    this.#options.log.error('call-failed', { call: name, code: error.code, at: frames.slice(0, 4).join(' | ') });
  }
}
