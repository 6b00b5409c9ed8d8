import type { Launch, LaunchRequest } from '../../shared/contract/app.ts';
import { isValidUid } from '../../shared/dicom/uid.ts';

const NOTHING: Launch = { request: null, refused: false };
const REFUSED: Launch = { request: null, refused: true };
const LINK = /^nightjar:/i;
const KINDS = { study: '--study', accession: '--accession' } as const;

/**
 * What another program asked us to show, from our own arguments: `--study UID`, `--accession NUMBER`, or one link
 * `nightjar://study/UID` or `nightjar://accession/NUMBER`. Whoever starts us this way may name one study and nothing else:
 * a link with more in it, two wishes, or a link beside other arguments is refused whole (published viewers took files,
 * addresses and switches from links).
 * @param args after the program's own path
 */
export function readLaunch(args: readonly string[]): Launch {
  const links = args.filter((arg) => LINK.test(arg));
  const wishes = Object.entries(KINDS).flatMap(([kind, option]) =>
    valuesOf(args, option).map((value) => request(kind as LaunchRequest['kind'], value)),
  );
  if (links.length === 0) {
    if (wishes.length === 0) return NOTHING;
    const [wish] = wishes;
    return wishes.length === 1 && wish ? { request: wish, refused: false } : REFUSED;
  }
  const [link] = links;
  if (link === undefined || links.length > 1 || wishes.length > 0 || args.at(-1) !== link) return REFUSED;
  const wish = readLink(link);
  return wish ? { request: wish, refused: false } : REFUSED;
}

/**
 * Whether a link stands beside anything else. A browser that passes a crafted link on may have let it break out of its quotes and become
 * arguments (Windows): the program then must not start at all.
 * @param args after the program's own path, of a packaged program
 */
export function isLinkWithMore(args: readonly string[]): boolean {
  return args.length > 1 && args.some((arg) => LINK.test(arg));
}

/** `nightjar://study/UID` or `nightjar://accession/NUMBER`; null for anything more, less or else. */
export function readLink(link: string): LaunchRequest | null {
  const parts = /^nightjar:\/\/(study|accession)\/([A-Za-z0-9._~%-]{1,200})$/.exec(link);
  if (!parts?.[1] || !parts[2]) return null;
  try {
    return request(parts[1] as LaunchRequest['kind'], decodeURIComponent(parts[2]));
  } catch {
    // A broken percent sign.
    return null;
  }
}

function valuesOf(args: readonly string[], option: string): readonly string[] {
  return args.flatMap((arg, at) => {
    // A switch is no value: one that was torn from its switch names nothing.
    if (arg === option) return [args[at + 1]?.startsWith('--') === false ? (args[at + 1] ?? '') : ''];
    return arg.startsWith(`${option}=`) ? [arg.slice(option.length + 1)] : [];
  });
}

function request(kind: LaunchRequest['kind'], value: string): LaunchRequest | null {
  if (kind === 'study') return isValidUid(value) ? { kind, studyUid: value } : null;
  return isAccession(value) ? { kind, accession: value } : null;
}

/** Longer than SH allows (PS3.5 6.2: 16 characters), because some sites write longer ones; no control or backslash. */
function isAccession(text: string): boolean {
  return text.trim() === text && text.length >= 1 && text.length <= 64 && !/[\p{C}\\]/u.test(text);
}
