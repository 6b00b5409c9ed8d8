import { inProject, projectNode } from './paths.mjs';

const bin = (name, ...file) => inProject('node_modules', name, ...file);
const cached = (name) => inProject('node_modules', '.cache', name);

/**
 * One check of the sources: a program that either passes or fails as a whole.
 * @typedef {{ name: string, args: string[] }} Check
 */

const RUNTIMES = ['shared', 'electron', 'renderer', 'test'];

/** @returns {Check[]} slowest first, so that two lanes end together */
export function sourceChecks() {
  return [
    {
      name: 'lint',
      args: [
        // Three gigabytes of short-lived nodes: with room for the young ones an eighth of the time less.
        '--max-semi-space-size=128',
        bin('eslint', 'bin', 'eslint.js'),
        '.',
        '--max-warnings=0',
        '--cache',
        '--cache-location',
        cached('eslint/'),
      ],
    },
    ...RUNTIMES.toReversed().map((folder) => ({ name: `types ${folder}`, args: typesOf(folder) })),
    {
      name: 'format',
      args: [
        bin('prettier', 'bin', 'prettier.cjs'),
        '--check',
        '.',
        '--log-level=warn',
        '--cache',
        '--cache-location',
        cached('prettier.json'),
      ],
    },
    {
      name: 'architecture',
      args: [
        bin('dependency-cruiser', 'bin', 'dependency-cruiser.mjs'),
        '--config',
        '.dependency-cruiser.cjs',
        '--output-type',
        'err',
        'electron',
        'renderer',
        'shared',
        'test',
      ],
    },
  ];
}

/** The native compiler, in half the time of the one that the linter and editors use. */
function typesOf(folder) {
  return [
    bin('typescript-native', 'bin', 'tsc'),
    '-p',
    inProject(folder),
    '--noEmit',
    '--incremental',
    '--tsBuildInfoFile',
    cached(`tsc/${folder}.tsbuildinfo`),
  ];
}

/** Unit tests are two projects: those of the window need a page each. */
const PARTS = { unit: ['unit', 'unit-window'] };

/**
 * The vitest run of one project, with a JSON report beside what people read.
 * @param {string} project
 * @param {string} report
 * @param {string} [share] of the files, as `2/9`
 */
export function vitestRun(project, report, share) {
  return [
    bin('vitest', 'vitest.mjs'),
    'run',
    ...(PARTS[project] ?? [project]).flatMap((part) => ['--project', part]),
    '--passWithNoTests',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...(share === undefined ? [] : [`--shard=${share}`]),
  ];
}

/** @returns {{ program: string, args: string[] }} */
export const onProjectNode = (args) => ({ program: projectNode(), args });
