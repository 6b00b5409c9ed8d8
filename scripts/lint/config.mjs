import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';
import { inProject } from '../lib/paths.mjs';
import { FUNCTION_LINES, LINES, longFiles } from './limits.mjs';
import { nightjar } from './plugin.mjs';

const SOURCES = ['{electron,renderer,shared}/**/*.{ts,tsx}'];
const TESTS = ['test/**/*.{ts,tsx}'];

/** The parts that may read the environment: who starts processes, and nobody below them. */
const READS_ENVIRONMENT = ['electron/main/**', 'electron/cli/**', 'test/**'];

/** Syntax that is refused everywhere, each with its reason. */
const SYNTAX = [
  { selector: 'ExportDefaultDeclaration', message: 'No default exports: a name is the same everywhere.' },
  {
    selector: 'ExportSpecifier[exported.name="default"]',
    message: 'No default exports: a name is the same everywhere.',
  },
  { selector: 'TSEnumDeclaration', message: 'No enum: use a union of string literals.' },
  { selector: 'TSModuleDeclaration[kind="namespace"]', message: 'No namespace: use a module.' },
  { selector: 'TSParameterProperty', message: 'No parameter properties: the sources run by type stripping.' },
  { selector: 'TSImportEqualsDeclaration', message: 'No import =: the sources run by type stripping.' },
  {
    selector: 'TSAsExpression > TSAsExpression[typeAnnotation.type="TSUnknownKeyword"]',
    message: 'No "as unknown as": parse the value, or give the function the type that it has.',
  },
];

/** window.nightjar has one user; everybody else calls that one. */
const BRIDGE = {
  selector: 'MemberExpression[object.name=/^(window|globalThis|self)$/][property.name="nightjar"]',
  message: 'window.nightjar is for renderer/client only: import the client.',
};

const PROCESS_ENV = {
  object: 'process',
  property: 'env',
  message: 'Only electron/main, electron/cli, scripts and tests read the environment: take the value as an argument.',
};

/**
 * The lint rules of the project.
 * @param {{ typed: boolean }} options typed: with the rules that need types
 */
export function lintConfig({ typed }) {
  return [
    {
      ignores: [
        'node_modules/',
        'dist/',
        'release/',
        'coverage/',
        'test-results/',
        'test/fixtures/',
        'test/arch/fixtures/',
      ],
    },
    { linterOptions: { reportUnusedDisableDirectives: 'error' } },
    ...tseslint.configs.recommended.map((part) => ({ ...part, files: [...SOURCES, ...TESTS, '*.ts'] })),
    { plugins: { nightjar, 'react-hooks': reactHooks } },
    languageRules(),
    ...runtimeRules(),
    ...sizeRules(),
    {
      files: ['renderer/**/*.{ts,tsx}'],
      rules: {
        ...reactHooks.configs.recommended.rules,
      },
    },
    scriptRules(),
    // Declarations of other people's modules, which export as they do.
    { files: ['**/*.d.ts'], rules: { 'no-restricted-syntax': 'off' } },
    ...(typed ? [typedRules()] : []),
  ];
}

function languageRules() {
  return {
    files: [...SOURCES, ...TESTS],
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'no-control-regex': 'error',
      'no-restricted-syntax': ['error', ...SYNTAX],
      'nightjar/kebab-case-file': 'error',
      'nightjar/no-silent-catch': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/ban-ts-comment': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  };
}

function runtimeRules() {
  return [
    {
      files: SOURCES,
      rules: { 'nightjar/no-module-state': 'error', 'no-restricted-properties': ['error', PROCESS_ENV] },
    },
    { files: READS_ENVIRONMENT.map((place) => `${place}/*.{ts,tsx}`), rules: { 'no-restricted-properties': 'off' } },
    { files: ['{electron,shared}/**/*.ts'], rules: { 'nightjar/newer-than-runtime': ['error', 'node'] } },
    {
      files: ['renderer/**/*.{ts,tsx}'],
      rules: {
        'no-console': ['error', { allow: ['warn', 'error'] }],
        'nightjar/newer-than-runtime': ['error', 'window'],
        'no-restricted-syntax': ['error', ...SYNTAX, BRIDGE],
      },
    },
    { files: ['renderer/client/**'], rules: { 'no-restricted-syntax': ['error', ...SYNTAX] } },
    // The command line's output is its product.
    { files: ['electron/cli/**'], rules: { 'no-console': 'off' } },
  ];
}

function sizeRules() {
  const lines = (max) => ['error', { max, skipBlankLines: false, skipComments: false }];
  const functionLines = (max) => ['error', { max, skipBlankLines: true, skipComments: true }];
  return [
    {
      files: SOURCES,
      rules: { 'max-lines': lines(LINES.source), 'max-lines-per-function': functionLines(FUNCTION_LINES.source) },
    },
    {
      files: ['renderer/**/*.tsx'],
      rules: { 'max-lines-per-function': functionLines(FUNCTION_LINES.component) },
    },
    { files: TESTS, rules: { 'max-lines': lines(LINES.test) } },
    ...longFiles().map((entry) => ({ files: [entry.file], rules: { 'max-lines': lines(entry.lines) } })),
  ];
}

/** What Node 20 has without an import. */
const NODE_GLOBALS = [
  ...['process', 'Buffer', 'URL', 'fetch', 'AbortSignal', 'console'],
  ...['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate'],
];

function scriptRules() {
  return {
    files: ['scripts/**/*.mjs', 'test/**/*.mjs'],
    languageOptions: { globals: Object.fromEntries(NODE_GLOBALS.map((name) => [name, 'readonly'])) },
    rules: {
      eqeqeq: 'error',
      'no-undef': 'error',
      'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'prefer-const': 'error',
      'nightjar/kebab-case-file': 'error',
      'nightjar/no-silent-catch': 'error',
      'nightjar/newer-than-runtime': ['error', 'node'],
    },
  };
}

function typedRules() {
  return {
    files: [...SOURCES, ...TESTS],
    languageOptions: {
      parserOptions: {
        // One program over every runtime: half the time of four, and these rules do not look at globals.
        project: inProject('scripts', 'lint', 'tsconfig.json'),
        tsconfigRootDir: inProject(),
      },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  };
}
