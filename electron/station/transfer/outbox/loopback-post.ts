import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isLoopback } from '../../../../shared/model/source-settings.ts';

/**
 * Whether a program on this very computer took a few words (2xx). No redirect is followed, no proxy asked, and nothing of the answer is
 * read but its status.
 */
export function postHere(
  url: string,
  { token, body, signal }: { readonly token: string | null; readonly body: string; readonly signal: AbortSignal },
): Promise<boolean> {
  const to = new URL(url);
  if (!isLoopback(to.hostname)) return Promise.resolve(false);
  // No header can carry any other token (RFC 6750, 2.1, asks for less): the request would throw.
  if (token !== null && !/^[\x21-\x7e]+$/.test(token)) return Promise.resolve(false);
  const bytes = Buffer.from(body, 'utf8');
  const headers = {
    ...{ 'content-type': 'application/json', 'content-length': bytes.length },
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
  };
  return new Promise((resolve) => {
    const send = to.protocol === 'https:' ? httpsRequest : httpRequest;
    const options = {
      // By number: a name of this computer is looked up nowhere.
      ...{ hostname: to.hostname === 'localhost' ? '127.0.0.1' : to.hostname.replaceAll(/[[\]]/g, '') },
      ...{ port: to.port, path: to.pathname, method: 'POST', headers, signal, agent: false as const },
    };
    const asked = send(options, (answer) => {
      const { statusCode = 0 } = answer;
      answer.destroy();
      resolve(statusCode >= 200 && statusCode < 300);
    });
    // Nobody there, too late, or not the protocol: all the same to us, it did not hear.
    asked.on('error', () => resolve(false));
    asked.end(bytes);
  });
}
