import { idleLooks, idleWords } from '../look-rules.ts';
import { faultsOf, HangingProtocol } from '../protocol.ts';

/** What makes a document none that could be kept, where it is and in words for its field. */
export interface Fault {
  readonly path: readonly (string | number)[];
  readonly words: string;
}

/** All that is wrong with a document; none: it can be kept. */
export function faultsIn(document: HangingProtocol): readonly Fault[] {
  const parsed = HangingProtocol.safeParse(document);
  if (parsed.success) return idleIn(document);
  const shape = parsed.error.issues.filter(({ code }) => code !== 'custom').flatMap((issue) => flat(issue, []));
  // The schema looks at what is named inside only where every value is of its kind.
  return [...shape, ...faultsOf(document).map((words): Fault => ({ path: [], words: `${words}.` }))];
}

/** What a kind does not have of its look is refused here; a protocol that was kept with it hangs, and says so. */
function idleIn({ displaySets }: HangingProtocol): readonly Fault[] {
  return displaySets.flatMap((display, at) => {
    const words = idleWords(display);
    return idleLooks(display).map((field, place): Fault => ({
      path: ['displaySets', at, 'look', field],
      words: `${display.label}: ${words[place] ?? ''}.`,
    }));
  });
}

/** Of a field, or of something in it. */
export function faultAt(faults: readonly Fault[], path: readonly (string | number)[]): string | null {
  return faults.find((fault) => path.every((part, at) => fault.path[at] === part))?.words ?? null;
}

/** An issue of the schema library, as far as it is looked at. */
interface Issue {
  readonly code?: string | undefined;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly origin?: unknown;
  readonly minimum?: unknown;
  readonly maximum?: unknown;
  readonly inclusive?: unknown;
  readonly expected?: unknown;
  readonly errors?: unknown;
}

/** Of the ways in which something could be meant, the one that it comes nearest to. */
function flat(issue: Issue, before: readonly (string | number)[]): readonly Fault[] {
  const path = [...before, ...issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))];
  const ways =
    issue.code === 'invalid_union' && Array.isArray(issue.errors) ? (issue.errors as readonly Issue[][]) : [];
  const nearest = ways.toSorted((a, b) => depth(b) - depth(a))[0];
  return nearest ? nearest.flatMap((inner) => flat(inner, path)) : [{ path, words: wordsOf(issue) }];
}

function depth(issues: readonly Issue[]): number {
  return Math.max(0, ...issues.map(({ path }) => path.length));
}

function wordsOf({ code, origin, minimum, maximum, inclusive, expected, message }: Issue): string {
  switch (code) {
    case 'too_small':
      if (origin === 'string') return 'It needs words.';
      if (origin === 'array') return 'It needs a word or value.';
      return inclusive === false ? `More than ${String(minimum)}.` : `At least ${String(minimum)}.`;
    case 'too_big':
      if (origin === 'string') return `At most ${String(maximum)} letters.`;
      return `At most ${String(maximum)}.`;
    case 'invalid_type':
      return expected === 'int' ? 'It needs a whole number.' : expected === 'number' ? 'It needs a number.' : `${message}.`; // prettier-ignore
    case 'invalid_format':
      return 'Letters, digits, spaces and hyphens; an asterisk at the end alone.';
    default:
      return `${message}.`;
  }
}
