// Who may import whom: rules 1 and 2 of the architecture. Each rule is tested in test/arch/dependency-rules.test.ts.

/** `name` may be imported only from files that match `only`. Type-only imports count as imports too. */
const oneImporter = (name, packages, only, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: '^(electron|renderer|shared)/', pathNot: only },
  to: { path: packages.map((one) => `(^|/)node_modules/${one}(/|$)`).concat(packages.map((one) => `^${one}$`)) },
});

const nodeModules = (...names) => names.map((name) => `^(node:)?${name}$`);

module.exports = {
  forbidden: [
    {
      name: 'no-cycle',
      comment: 'Files that import each other cannot be understood apart. Cycles of types count.',
      severity: 'error',
      from: { path: '^(electron|renderer|shared|test)/' },
      to: { circular: true },
    },
    {
      name: 'renderer-not-electron',
      comment: 'The window and the processes outside it share only shared/.',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '^electron/' },
    },
    {
      name: 'electron-not-renderer',
      comment: 'The window and the processes outside it share only shared/.',
      severity: 'error',
      from: { path: '^electron/' },
      to: { path: '^renderer/' },
    },
    {
      name: 'shared-is-pure',
      comment: 'shared/ runs anywhere: it imports nothing but itself, the schema library and the reader of HTML.',
      severity: 'error',
      from: { path: '^shared/' },
      to: { pathNot: ['^shared/', '(^|/)node_modules/(zod|parse5)/', '^(zod|parse5)$'] },
    },
    {
      name: 'nothing-imports-tests',
      comment: 'Tests may import anything; nothing imports them.',
      severity: 'error',
      from: { path: '^(electron|renderer|shared|scripts)/' },
      to: { path: '^test/' },
    },
    {
      name: 'sources-not-scripts',
      comment: 'scripts/ sets up and builds; it is not part of the program.',
      severity: 'error',
      from: { path: '^(electron|renderer|shared)/' },
      to: { path: '^scripts/' },
    },
    {
      name: 'station-not-shell',
      comment: 'The station runs without Electron: the shell lends it processes and secrets through ports.',
      severity: 'error',
      from: { path: '^electron/station/' },
      to: { path: '^electron/(main|preload|cli)/' },
    },
    {
      name: 'preload-only-contract',
      comment: 'The preload builds window.nightjar from the contract and holds no logic.',
      severity: 'error',
      from: { path: '^electron/preload/' },
      to: { path: '^electron/', pathNot: '^electron/preload/' },
    },
    {
      name: 'no-node-in-window',
      comment: 'The window is sandboxed; a Node module there cannot work.',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { dependencyTypes: ['core'], pathNot: '^(events|url|punycode|buffer)$' },
    },
    {
      name: 'sockets-in-few-rooms',
      comment: 'Only these rooms of the station speak to the network.',
      severity: 'error',
      from: {
        path: '^electron/',
        pathNot: '^electron/station/(sources|transfer|worklist|reporting|access)/',
      },
      to: { path: nodeModules('net', 'tls', 'http', 'https', 'http2', 'dgram').concat('(^|/)node_modules/undici/') },
    },
    oneImporter('electron-in-shell', ['electron'], '^electron/(main|preload)/', 'The shell alone knows Electron.'),
    oneImporter('sqlite-in-kernel', ['better-sqlite3'], '^electron/station/kernel/', 'One opener of databases.'),
    oneImporter(
      'cornerstone-in-viewer',
      ['@cornerstonejs/(core|tools|metadata|utils|adapters)'],
      '^renderer/viewer/',
      'One folder knows the rendering engine.',
    ),
    oneImporter(
      'codecs-in-decode',
      ['@cornerstonejs/codec-[^/]+', 'dcmjs-codecs', 'jpeg-lossless-decoder-js'],
      '^electron/station/dicom/decode/',
      'One decoder: what is proved is what is shown.',
    ),
    oneImporter(
      'headers-in-parse',
      ['dicom-parser'],
      '^electron/station/dicom/parse/',
      'One reader of headers: what it throws, and how far it may go, is seen to in one place.',
    ),
    oneImporter(
      'html-in-mrrt',
      ['parse5'],
      '^shared/report/mrrt/',
      'One reader of foreign HTML: its bounds and what it lets through are seen to in one place.',
    ),
    {
      name: 'feature-doors',
      comment: 'A feature of the window is entered through its index.ts.',
      severity: 'error',
      from: { path: '^renderer/([^/]+)/' },
      to: {
        path: '^renderer/(worklist|reading|viewer|hanging|reporting|review|findings|settings|station-check)/',
        pathNot: ['^renderer/$1/', '^renderer/[^/]+/index\\.tsx?$'],
      },
    },
    {
      name: 'plain-ui',
      comment: 'renderer/ui holds plain components: no client, no state, no feature.',
      severity: 'error',
      from: { path: '^renderer/ui/' },
      to: { path: '^renderer/', pathNot: '^renderer/ui/' },
    },
    {
      name: 'resolvable',
      comment: 'An import that leads nowhere.',
      severity: 'error',
      from: { path: '^(electron|renderer|shared|test)/' },
      to: { couldNotResolve: true, pathNot: '^(electron|vite/client)$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|release|coverage|test/arch/fixtures)/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs', '.json'],
    },
    skipAnalysisNotInRules: true,
    combinedDependencies: true,
  },
};
