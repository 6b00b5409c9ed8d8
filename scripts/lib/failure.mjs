/** A failure that ends the command in one plain sentence: what failed, what to type. */
export class PlainFailure extends Error {
  /**
   * @param {string} sentence
   * @param {{ log?: string }} [more] log: a file with the whole story
   */
  constructor(sentence, more = {}) {
    super(sentence);
    this.name = 'PlainFailure';
    this.log = more.log;
  }
}

/**
 * The text a person sees for a failure. No stack, whatever was thrown.
 * @param {unknown} error
 * @returns {string}
 */
export function plainSentence(error) {
  if (error instanceof PlainFailure) return error.log ? `${error.message} (Details: ${error.log})` : error.message;
  const message = error instanceof Error ? error.message : String(error);
  return `Nightjar's set-up met something it does not know (${firstLine(message)}): type the same command again, and report it if it stays.`;
}

/** @param {string} text */
export const firstLine = (text) => text.split('\n', 1)[0].trim();

/**
 * Runs a command's body and ends the process: with its exit code, or with one plain sentence on stderr and 1.
 * @param {() => Promise<number | void>} body
 */
export async function runCommand(body) {
  try {
    process.exitCode = (await body()) ?? 0;
  } catch (error) {
    process.stderr.write(`\n${plainSentence(error)}\n`);
    process.exitCode = 1;
  }
}
