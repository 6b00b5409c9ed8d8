import { PlainFailure } from '../lib/failure.mjs';

/** The oldest Node that the set-up scripts run on. */
export const OLDEST_NODE = [20, 19];

/**
 * @param {string} version for example "20.19.0"
 * @returns {boolean}
 */
export function isNewEnough(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  if (major !== OLDEST_NODE[0]) return major > OLDEST_NODE[0];
  return minor >= OLDEST_NODE[1];
}

/** @param {string} version */
export function checkNode(version = process.versions.node) {
  if (isNewEnough(version)) return;
  throw new PlainFailure(
    `Nightjar needs Node ${OLDEST_NODE.join('.')} or newer and this is Node ${version}: install a newer Node, then type the command again.`,
  );
}
